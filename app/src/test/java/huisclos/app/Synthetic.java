package huisclos.app;

import huisclos.dicom.DataSet;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uid;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;

/** A small secondary capture of an invented patient, alike for the same number. */
final class Synthetic {
  final DataSet set = new DataSet();

  private Synthetic(int number) {
    set.putString(Tag.SOP_CLASS_UID, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE);
    set.putString(Tag.SOP_INSTANCE_UID, uid("instance", number));
    set.putString(Tag.STUDY_INSTANCE_UID, uid("study", number));
    set.putString(Tag.SERIES_INSTANCE_UID, uid("series", number));
    set.putString(Tag.STUDY_DATE, "20260102");
    set.putString(Tag.STUDY_TIME, "101112");
    set.putString(Tag.MODALITY, "OT");
    set.putString(Tag.PATIENT_ID, "SYN-%06d".formatted(number));
    set.putString(Tag.PATIENT_NAME, "SYNTHETIC^N" + number);
    set.putString(Tag.INSTANCE_NUMBER, "1");
    set.putInt(Tag.SAMPLES_PER_PIXEL, 1);
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    set.putInt(Tag.ROWS, 32);
    set.putInt(Tag.COLUMNS, 32);
    set.putInt(Tag.BITS_ALLOCATED, 8);
    set.putInt(Tag.BITS_STORED, 8);
    set.putInt(Tag.HIGH_BIT, 7);
    set.putInt(Tag.PIXEL_REPRESENTATION, 0);
    pixels(new Random(number), 1024);
  }

  static Synthetic of(int number) {
    return new Synthetic(number);
  }

  static String uid(String kind, int number) {
    String name = kind + " " + number;
    return Uid.fromUuid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  Synthetic named(String name) {
    set.putString(Tag.PATIENT_NAME, name);
    return this;
  }

  /** Other pixels, of this many bytes. */
  Synthetic pixels(Random random, int bytes) {
    byte[] pixels = new byte[bytes];
    random.nextBytes(pixels);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, pixels);
    return this;
  }

  String sopInstance() {
    return set.string(Tag.SOP_INSTANCE_UID).orElseThrow();
  }

  /** Writes it as a file named by its UID. */
  Path write(Path folder) throws IOException {
    Path file = folder.resolve(sopInstance() + ".dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(out, set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    return file;
  }
}

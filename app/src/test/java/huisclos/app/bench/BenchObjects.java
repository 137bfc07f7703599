package huisclos.app.bench;

import huisclos.dicom.DataSet;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up objects; no two calls give the same instance. Written by one thread. */
final class BenchObjects {
  /** A CT slice of 512 by 512, 16 bits: 525 KB with its header. */
  static final int CT_PIXEL_BYTES = 512 * 512 * 2;

  private static final String ROOT = "1.2.826.0.1.3680043.8.498.";

  /** Matches of a name's beginning and of a date: as many as a work list has. */
  static final int GROUP = 100;

  private final byte[] pixels = new byte[CT_PIXEL_BYTES];
  private int next = 1_000_000;

  BenchObjects() {
    // Noise: nothing on the way may gain by compressing it.
    new Random(7).nextBytes(pixels);
  }

  /** Slices of one new study, spread over as many new folders. */
  List<Path> study(Path parent, int slices, int folders) throws IOException {
    List<Path> made = new ArrayList<>();
    int study = next++;
    for (int folder = 0; folder < folders; folder++) {
      Path at = Files.createDirectories(parent.resolve("part" + folder));
      made.add(at);
      for (int i = folder; i < slices; i += folders) {
        write(at, header(study, next++), pixels.length);
      }
    }
    return made;
  }

  /** The UID of the study that was made last: its number is the first of its call. */
  String lastStudy(int slices) {
    return ROOT + "1." + (next - slices - 1);
  }

  /** Studies of one small object each; {@link #GROUP} of them share a family name and a date. */
  Path studies(Path folder, int from, int to) throws IOException {
    Files.createDirectories(folder);
    for (int i = from; i < to; i++) {
      write(folder, small(i), 512);
    }
    return folder;
  }

  /** What such a study's instance says, but for its picture. */
  static DataSet small(int number) {
    DataSet set = header(number, number);
    set.putString(Tag.PATIENT_ID, patientId(number));
    set.putString(Tag.PATIENT_NAME, family(number) + "^N" + number);
    set.putString(Tag.STUDY_DATE, date(number));
    set.putInt(Tag.ROWS, 16);
    set.putInt(Tag.COLUMNS, 16);
    return set;
  }

  static String studyUid(int number) {
    return ROOT + "1." + number;
  }

  /** The series of a study. */
  static String seriesUid(int study) {
    return ROOT + "2." + study;
  }

  static String sopUid(int number) {
    return ROOT + "3." + number;
  }

  static String patientId(int number) {
    return "P%07d".formatted(number);
  }

  static String family(int number) {
    return "FAM%05d".formatted(number / GROUP);
  }

  static String date(int number) {
    int group = number / GROUP;
    return "%04d%02d%02d".formatted(1990 + group / 336, 1 + group / 28 % 12, 1 + group % 28);
  }

  private static DataSet header(int study, int instance) {
    DataSet set = new DataSet();
    set.putString(Tag.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
    set.putString(Tag.SOP_INSTANCE_UID, ROOT + "3." + instance);
    set.putString(Tag.STUDY_INSTANCE_UID, studyUid(study));
    set.putString(Tag.SERIES_INSTANCE_UID, ROOT + "2." + study);
    set.putString(Tag.STUDY_DATE, "20260102");
    set.putString(Tag.STUDY_TIME, "101112");
    set.putString(Tag.MODALITY, "CT");
    set.putString(Tag.ACCESSION_NUMBER, "A" + study);
    set.putString(Tag.STUDY_DESCRIPTION, "Thorax");
    set.putString(Tag.STUDY_ID, "1");
    set.putString(Tag.PATIENT_ID, patientId(study));
    set.putString(Tag.PATIENT_NAME, "BENCH^N" + study);
    set.putString(Tag.PATIENT_BIRTH_DATE, "19700101");
    set.putString(Tag.PATIENT_SEX, "O");
    set.putString(Tag.SERIES_NUMBER, "1");
    set.putString(Tag.INSTANCE_NUMBER, Integer.toString(1 + instance % 1_000));
    set.putInt(Tag.SAMPLES_PER_PIXEL, 1);
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    set.putInt(Tag.ROWS, 512);
    set.putInt(Tag.COLUMNS, 512);
    set.putInt(Tag.BITS_ALLOCATED, 16);
    set.putInt(Tag.BITS_STORED, 16);
    set.putInt(Tag.HIGH_BIT, 15);
    set.putInt(Tag.PIXEL_REPRESENTATION, 0);
    return set;
  }

  private void write(Path folder, DataSet set, int bytes) throws IOException {
    set.putBytes(
        Tag.PIXEL_DATA,
        Vr.OW,
        bytes == pixels.length ? pixels : java.util.Arrays.copyOf(pixels, bytes));
    String name = set.string(Tag.SOP_INSTANCE_UID).orElseThrow() + ".dcm";
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), 1 << 16)) {
      Part10.write(out, set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
  }
}

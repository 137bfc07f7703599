package huisclos.app.probelab;

import huisclos.dicom.DataSet;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects of patients who don't exist. Every value that would name one holds a stem that nothing
 * else holds, and numbers that tell whose it was.
 */
final class Canaries {
  /** In names, identifiers, accession numbers, descriptions and file names. */
  private static final String STEM = "QZXVJWK";

  private static final String CYRILLIC = "ЩЕРБАТОВЦЕВСКАЯ";
  private static final String LATIN_1 = "BRÜNNHÖLDÅR";

  /** All were born on one day, on which no record of this machine is dated. */
  private static final String BIRTH = "18530217";

  private static final String UID_STEM = "2.25.7173358219";

  /** How many objects, and how they are spread. */
  record Load(int patients, int studiesEach, int instancesEach) {
    int studies() {
      return patients * studiesEach;
    }

    int instances() {
      return studies() * instancesEach;
    }
  }

  private Canaries() {}

  static String study(int server, int patient, int study) {
    return UID_STEM + "%02d1%03d%03d".formatted(server, patient, study);
  }

  static String name(int server, int patient) {
    return switch (patient % 3) {
      case 0 -> STEM + "N%02d%03d^LAB".formatted(server, patient);
      case 1 -> CYRILLIC + "^N%02d%03d".formatted(server, patient);
      default -> LATIN_1 + "^N%02d%03d".formatted(server, patient);
    };
  }

  static String id(int server, int patient) {
    return STEM + "ID%02d%03d".formatted(server, patient);
  }

  /** A file name as people give them: with the patient's. */
  static String fileName(int server, int number) {
    return STEM + "_F%02d_%03d.dcm".formatted(server, number);
  }

  static DataSet object(int server, int patient, int study, int instance) {
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    set.putString(Tag.SOP_CLASS_UID, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE);
    String uid = study(server, patient, study);
    set.putString(Tag.SOP_INSTANCE_UID, uid + ".2." + instance);
    set.putString(Tag.STUDY_DATE, "%d%02d15".formatted(2015 + study, 1 + patient % 12));
    set.putString(Tag.STUDY_TIME, "101112");
    set.putString(
        Tag.ACCESSION_NUMBER,
        STEM.substring(0, 7) + "A%02d%02d%02d".formatted(server, patient, study));
    set.putString(Tag.MODALITY, "OT");
    set.putString(Tag.REFERRING_PHYSICIAN_NAME, STEM + "R^DOCTOR");
    set.putString(Tag.STUDY_DESCRIPTION, STEM + " DISEASE");
    set.putString(Tag.PATIENT_NAME, name(server, patient));
    set.putString(Tag.PATIENT_ID, id(server, patient));
    set.putString(Tag.PATIENT_BIRTH_DATE, BIRTH);
    set.putString(Tag.STUDY_INSTANCE_UID, uid);
    set.putString(Tag.SERIES_INSTANCE_UID, uid + ".1");
    set.putString(Tag.STUDY_ID, "1");
    set.putString(Tag.SERIES_NUMBER, "1");
    set.putString(Tag.INSTANCE_NUMBER, Integer.toString(instance));
    set.putInt(Tag.SAMPLES_PER_PIXEL, 1);
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    set.putInt(Tag.ROWS, 4);
    set.putInt(Tag.COLUMNS, 4);
    set.putInt(Tag.BITS_ALLOCATED, 8);
    set.putInt(Tag.BITS_STORED, 8);
    set.putInt(Tag.HIGH_BIT, 7);
    set.putInt(Tag.PIXEL_REPRESENTATION, 0);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[16]);
    return set;
  }

  static List<byte[]> files(int server, Load load) throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (int patient = 0; patient < load.patients(); patient++) {
      for (int study = 0; study < load.studiesEach(); study++) {
        for (int instance = 0; instance < load.instancesEach(); instance++) {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          Part10.write(
              out,
              object(server, patient, study, instance),
              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
          all.add(out.toByteArray());
        }
      }
    }
    return all;
  }

  /** Writes them as files whose names are canaries too. */
  static Path write(Path folder, int server, Load load) throws IOException {
    Files.createDirectories(folder);
    int number = 0;
    for (byte[] file : files(server, load)) {
      Files.write(folder.resolve(fileName(server, number++)), file);
    }
    return folder;
  }

  /** What must be nowhere: each stem in each encoding. */
  static List<byte[]> needles() {
    List<byte[]> needles = new ArrayList<>();
    for (String stem : List.of(STEM, CYRILLIC, LATIN_1, BIRTH, UID_STEM)) {
      for (Charset set :
          List.of(
              StandardCharsets.UTF_8,
              StandardCharsets.ISO_8859_1,
              StandardCharsets.UTF_16BE,
              StandardCharsets.UTF_16LE)) {
        if (set.newEncoder().canEncode(stem)) {
          needles.add(stem.getBytes(set));
        }
      }
    }
    return needles;
  }

  /** What of it lies in a file, with a little of what is around it; empty where nothing does. */
  static Optional<String> in(Path file) throws IOException {
    return Search.first(needles(), file);
  }
}

package huisclos.app.movein;

import huisclos.archive.StoreHeader;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DicomException;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** What the beginning of a file says about it. */
sealed interface Header {
  /**
   * An instance.
   *
   * @param store what a C-STORE would say
   * @param study its study; empty where it names none
   * @param offset where its data set begins
   */
  record Instance(StoreHeader store, String study, long offset) implements Header {}

  /** A DICOMDIR. */
  record Directory() implements Header {}

  /** No DICOM file. */
  record Foreign() implements Header {}

  /** A DICOM file that can't be taken. */
  record Unfit(String reason) implements Header {}

  /** Longest value that is read of those before the study's UID. */
  int LARGEST_VALUE = 1 << 16;

  /**
   * Reads it.
   *
   * @throws IOException if the file itself can't be read
   */
  static Header read(Candidate candidate) throws IOException {
    boolean marked = isMarked(candidate) || hasOurEnding(candidate.name());
    try (InputStream in = candidate.opener().open()) {
      Part10File file = Part10.open(in);
      if (DicomDirectory.isOne(file)) {
        return new Directory();
      }
      DataSet header =
          DataSetDecoder.read(
              file.reader(), new ReadOptions(Tag.SERIES_INSTANCE_UID, LARGEST_VALUE));
      String sopClass = header.string(Tag.SOP_CLASS_UID, "");
      String sopInstance = header.string(Tag.SOP_INSTANCE_UID, "");
      if (!Uid.isUsable(sopClass) || !Uid.isUsable(sopInstance)) {
        return marked || Uid.isUsable(sopClass)
            ? new Unfit("names no SOP class or SOP instance")
            : new Foreign();
      }
      String study = header.string(Tag.STUDY_INSTANCE_UID, "");
      return new Instance(
          new StoreHeader(sopClass, sopInstance, file.transferSyntax().uid()),
          Uid.isUsable(study) ? study : "",
          file.dataSetOffset());
    } catch (DicomException e) {
      return marked ? new Unfit("malformed: " + e.getMessage()) : new Foreign();
    }
  }

  /** Whether it has the prefix of a DICOM file (PS3.10 §7.1). */
  private static boolean isMarked(Candidate candidate) throws IOException {
    try (InputStream in = candidate.opener().open()) {
      byte[] start = in.readNBytes(132);
      return start.length == 132
          && start[128] == 'D'
          && start[129] == 'I'
          && start[130] == 'C'
          && start[131] == 'M';
    }
  }

  private static boolean hasOurEnding(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".dcm");
  }
}

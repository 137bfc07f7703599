package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.dicom.Uids;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A file to try storing with: a secondary capture of an invented patient, as a new study. */
final class DemoSample {
  private DemoSample() {}

  static void write(DemoSite site, Path file) throws IOException {
    DemoObject like =
        site.objects().stream()
            .filter(o -> o.sopClass().equals(Uids.SECONDARY_CAPTURE_IMAGE_STORAGE))
            .findFirst()
            .orElseThrow();
    DataSet sample = like.dataSet();
    sample.putString(Tag.STUDY_INSTANCE_UID, Uid.fromUuid(UUID.randomUUID()));
    sample.putString(Tag.SERIES_INSTANCE_UID, Uid.fromUuid(UUID.randomUUID()));
    sample.putString(Tag.SOP_INSTANCE_UID, Uid.fromUuid(UUID.randomUUID()));
    sample.putString(Tag.STUDY_DESCRIPTION, "Stored by you");
    sample.putString(Tag.ACCESSION_NUMBER, "DEMO-SAMPLE");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      Part10.write(out, sample, like.transferSyntax());
    }
  }
}

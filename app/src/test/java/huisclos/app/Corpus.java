package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uid;
import huisclos.dicom.UidRegistry;
import huisclos.testkit.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Real files of many makers that an archive takes. */
final class Corpus {
  private Corpus() {}

  /** A file; what it holds is its data set. */
  record Item(
      Path file,
      TransferSyntax syntax,
      long offset,
      String study,
      String sopInstance,
      DataSet header) {
    byte[] dataSet() throws IOException {
      byte[] all = Files.readAllBytes(file);
      return java.util.Arrays.copyOfRange(all, (int) offset, all.length);
    }

    /** With the NUL that belongs after an odd deflate stream, outside of the data set. */
    byte[] evened() throws IOException {
      byte[] sent = dataSet();
      boolean pad = syntax.deflated() && sent.length % 2 != 0;
      return pad ? java.util.Arrays.copyOf(sent, sent.length + 1) : sent;
    }
  }

  /** Well-formed files with a storage SOP class and the three UIDs, the first of each SOP UID. */
  static Map<String, Item> items() throws IOException {
    Map<String, Item> items = new LinkedHashMap<>();
    for (SharedData.Entry entry : SharedData.entries()) {
      if (!entry.wellFormed() || entry.name().endsWith(".gz")) {
        continue;
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(entry.file()))) {
        Part10File part10 = Part10.open(in);
        TransferSyntax syntax = part10.transferSyntax();
        long offset = part10.dataSetOffset();
        DataSet header = DataSetDecoder.read(part10.reader(), ReadOptions.header());
        String sopInstance = header.string(Tag.SOP_INSTANCE_UID, "");
        String study = header.string(Tag.STUDY_INSTANCE_UID, "");
        boolean storable =
            UidRegistry.storageSopClasses().contains(header.string(Tag.SOP_CLASS_UID, ""))
                && Uid.isValid(sopInstance)
                && Uid.isValid(study)
                && Uid.isValid(header.string(Tag.SERIES_INSTANCE_UID, ""))
                && TransferSyntax.of(syntax.uid()).isPresent();
        if (storable) {
          items.putIfAbsent(
              sopInstance, new Item(entry.file(), syntax, offset, study, sopInstance, header));
        }
      }
    }
    assertThat(items).hasSizeGreaterThan(150);
    return items;
  }
}

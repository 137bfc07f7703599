package huisclos.desk.web.wado;

import huisclos.archive.StoredInstance;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.dicom.ValueElement;
import huisclos.gate.Pass;
import huisclos.pixels.ReportText;
import huisclos.web.MediaType;
import huisclos.web.NativeXml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is read, not looked at: structured reports as text, page or the native DICOM model in XML,
 * and encapsulated PDF as it is (PS3.18 §8.7.4).
 */
final class RenderedDocument {
  private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");
  private static final MediaType PLAIN = MediaType.of("text/plain; charset=utf-8");
  private static final MediaType XML = MediaType.of("text/xml; charset=utf-8");
  private static final MediaType PDF = MediaType.of("application/pdf");

  /** The media types of documents. */
  static final List<MediaType> DOCUMENTS = List.of(HTML, PLAIN, XML, PDF);

  private RenderedDocument() {}

  /** The media types that a document can be had as; none where it is none. */
  static List<MediaType> offers(StoredInstance instance) {
    if (instance.sopClass().equals(Uids.ENCAPSULATED_PDF_STORAGE)) {
      return List.of(PDF);
    }
    // Structured reports and key object selections share one branch of UIDs (PS3.4 §B.5).
    return instance.sopClass().startsWith("1.2.840.10008.5.1.4.1.1.88.")
        ? List.of(HTML, PLAIN, XML)
        : List.of();
  }

  /** The document in one of these forms; empty where the instance isn't what its class says. */
  static Optional<byte[]> bytes(
      InstanceReader reader, Pass pass, StoredInstance instance, MediaType form)
      throws IOException {
    DataSet set =
        reader.read(pass, instance, from -> DataSetDecoder.read(from, ReadOptions.whole()));
    if (form.isAs(PDF)) {
      return pdf(set);
    }
    if (!ReportText.isReport(set)) {
      return Optional.empty();
    }
    if (form.isAs(XML)) {
      ByteArrayOutputStream xml = new ByteArrayOutputStream(8 << 10);
      NativeXml.write(set, xml);
      return Optional.of(xml.toByteArray());
    }
    ReportText text = ReportText.of(set);
    String words = form.isAs(HTML) ? text.html() : text.plain();
    return Optional.of(words.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the byte that pads it, where its length is known (PS3.3 §C.24.2). */
  private static Optional<byte[]> pdf(DataSet set) {
    if (!(set.get(Tag.ENCAPSULATED_DOCUMENT).orElse(null) instanceof ValueElement document)) {
      return Optional.empty();
    }
    long length = set.longInteger(Tag.ENCAPSULATED_DOCUMENT_LENGTH).orElse(document.length());
    boolean padded = length == document.length() - 1;
    return Optional.of(padded ? Arrays.copyOf(document.bytes(), (int) length) : document.bytes());
  }
}

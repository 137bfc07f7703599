package huisclos.web;

import huisclos.dicom.DataSet;
import huisclos.dicom.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * Data sets as documents of the native DICOM model and back (PS3.19 §A.1). All functions are pure
 * and thread-safe; streams stay open.
 *
 * <p>Text is UTF-8, and so does Specific Character Set say. Group 0002 and group lengths are left
 * out. A character that XML can't hold is written as U+FFFD. A value that was left elsewhere is
 * written as its URI; encapsulated pixel data in memory, for which the model has no form, as an
 * attribute without a value.
 *
 * <p>A document with a document type is refused, whatever it declares; no entity but XML's own five
 * is known and nothing is ever fetched.
 */
public final class NativeXml {
  static final String NAMESPACE = "http://dicom.nema.org/PS3.19/models/NativeDICOM";

  /** Bytes of one document. */
  public static final long MAX_BYTES = Limits.MAX_JSON_BYTES;

  private NativeXml() {}

  /** Writes one document in UTF-8. */
  public static void write(DataSet set, OutputStream out) throws IOException {
    try {
      // A factory isn't safe from many threads, and asking for one is cheap beside a document.
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
      new NativeXmlWriter(xml).document(set);
      xml.flush();
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof IOException io) {
        throw io;
      }
      throw new ModelException("a document can't be written");
    }
  }

  /**
   * Reads one document to the end of the stream.
   *
   * @throws ModelException if it is no XML, not of the model, or beyond a limit
   */
  public static DataSet read(InputStream in) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver((_, _, _, _) -> {
      throw new XMLStreamException("nothing is fetched");
    });
    Bounded bounded = new Bounded(in);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(bounded, "UTF-8");
      return new NativeXmlReader(xml).document();
    } catch (XMLStreamException | IllegalArgumentException e) {
      // The parser's own words quote the document.
      bounded.rethrow();
      throw new ModelException("no XML");
    }
  }

  /** No more bytes than a document may have; remembers its source's own failure. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left = MAX_BYTES;
    private Optional<IOException> failure = Optional.empty();

    Bounded(InputStream in) {
      this.in = in;
    }

    void rethrow() throws IOException {
      if (failure.isPresent()) {
        throw failure.get();
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      try {
        int read = in.read(target, start, length);
        left -= Math.max(read, 0);
        if (left < 0) {
          throw new ModelException("the document is too long");
        }
        return read;
      } catch (IOException e) {
        failure = Optional.of(e);
        throw e;
      }
    }
  }
}

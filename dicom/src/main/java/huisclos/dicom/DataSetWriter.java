package huisclos.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes a {@link DataSet} in any transfer syntax (PS3.5 §7, Annex A).
 *
 * <p>Sequences and items keep the kind of length they were read with, so that a data set read in a
 * syntax and written in it gives the same bytes where those were canonical. Values are written as
 * they stand, numbers turned to the syntax's byte order; so are group lengths, which a change of
 * syntax makes wrong: see {@link DataSet#removeGroupLengths}. Pixel data is not transcoded.
 */
public final class DataSetWriter {
  private static final int UNDEFINED = 0xFFFFFFFF;
  private static final int MAX_SHORT = 0xFFFF;
  private static final long MAX_LONG = 0xFFFFFFFEL;

  private final ElementSink sink;

  private DataSetWriter(ElementSink sink) {
    this.sink = sink;
  }

  /**
   * Writes the whole data set; the stream is left open, and flushed only as far as its own buffers
   * go.
   *
   * @throws DicomException if a value was left in its source, a length does not fit its field, or
   *     sequences nest deeper than {@link Limits#MAX_DEPTH}
   */
  public static void write(DataSet set, OutputStream out, TransferSyntax syntax)
      throws IOException {
    if (syntax.deflated()) {
      try (DeflatedOutput deflated = new DeflatedOutput(out)) {
        writePlain(set, deflated, syntax);
      }
    } else {
      writePlain(set, out, syntax);
    }
  }

  private static void writePlain(DataSet set, OutputStream out, TransferSyntax syntax)
      throws IOException {
    ElementSink sink = new ElementSink(out);
    new DataSetWriter(sink).set(set, new Encoding(syntax.explicit(), syntax.bigEndian()), 0);
    sink.flush();
  }

  /** The bytes {@link #write} would write, the syntax's deflation left aside. */
  static long length(DataSet set, TransferSyntax syntax) throws DicomException {
    return length(set, new Encoding(syntax.explicit(), syntax.bigEndian()), 0);
  }

  private record Encoding(boolean explicit, boolean big) {
    static final Encoding IMPLICIT = new Encoding(false, false);

    /** The encoding of a sequence's items. */
    Encoding within(SequenceElement sequence) {
      return sequence.vr() == Vr.UN ? IMPLICIT : this;
    }

    int header(Vr vr) {
      return explicit && vr.isLongLength() ? 12 : 8;
    }

    /** The VR an element is written with: UN for a value too long for its own (PS3.5 §6.2.2). */
    Vr vr(ValueElement value) {
      return explicit && !value.vr().isLongLength() && value.length() > MAX_SHORT
          ? Vr.UN
          : value.vr();
    }
  }

  private void set(DataSet set, Encoding encoding, int depth) throws IOException {
    for (Element element : set) {
      switch (element) {
        case ValueElement value -> value(value, encoding);
        case SequenceElement sequence -> sequence(sequence, encoding, depth);
        case FragmentsElement fragments -> fragments(fragments, encoding);
        case BulkElement bulk -> throw new DicomException(Rule.NOT_HELD, -1, bulk.tag());
      }
    }
  }

  private void value(ValueElement value, Encoding encoding) throws IOException {
    Vr vr = encoding.vr(value);
    sink.header(value.tag(), vr, value.length(), encoding.explicit, encoding.big);
    sink.bytes(encoding.big ? ByteSwap.swapped(value.bytes(), vr.unitBytes()) : value.bytes());
  }

  private void sequence(SequenceElement sequence, Encoding encoding, int depth) throws IOException {
    checkDepth(sequence, depth);
    Encoding within = encoding.within(sequence);
    boolean undefined = sequence.undefinedLength();
    int length = undefined ? UNDEFINED : field(contentLength(sequence, encoding, depth), sequence);
    sink.header(sequence.tag(), sequence.vr(), length, encoding.explicit, encoding.big);
    for (int i = 0; i < sequence.items().size(); i++) {
      DataSet item = sequence.items().get(i);
      if (sequence.undefinedItem(i)) {
        sink.item(Tag.ITEM, UNDEFINED, within.big);
        set(item, within, depth + 1);
        sink.item(Tag.ITEM_DELIMITATION_ITEM, 0, within.big);
      } else {
        sink.item(Tag.ITEM, field(length(item, within, depth + 1), sequence), within.big);
        set(item, within, depth + 1);
      }
    }
    if (undefined) {
      sink.item(Tag.SEQUENCE_DELIMITATION_ITEM, 0, within.big);
    }
  }

  private void fragments(FragmentsElement element, Encoding encoding) throws IOException {
    sink.header(element.tag(), element.vr(), UNDEFINED, encoding.explicit, encoding.big);
    fragment(element.offsetTable(), encoding);
    for (byte[] fragment : element.fragments()) {
      fragment(fragment, encoding);
    }
    sink.item(Tag.SEQUENCE_DELIMITATION_ITEM, 0, encoding.big);
  }

  private void fragment(byte[] bytes, Encoding encoding) throws IOException {
    sink.item(Tag.ITEM, bytes.length, encoding.big);
    sink.bytes(bytes);
  }

  private static long length(DataSet set, Encoding encoding, int depth) throws DicomException {
    long length = 0;
    for (Element element : set) {
      length +=
          switch (element) {
            case ValueElement value -> encoding.header(encoding.vr(value)) + value.length();
            case SequenceElement sequence ->
                encoding.header(sequence.vr())
                    + contentLength(sequence, encoding, depth)
                    + (sequence.undefinedLength() ? 8 : 0);
            case FragmentsElement fragments -> length(fragments, encoding);
            case BulkElement bulk -> throw new DicomException(Rule.NOT_HELD, -1, bulk.tag());
          };
    }
    return length;
  }

  private static long length(FragmentsElement element, Encoding encoding) {
    long length = encoding.header(element.vr()) + 8L + element.offsetTable().length + 8L;
    for (byte[] fragment : element.fragments()) {
      length += 8L + fragment.length;
    }
    return length;
  }

  /** The items of a sequence with their headers and delimiters. */
  private static long contentLength(SequenceElement sequence, Encoding encoding, int depth)
      throws DicomException {
    checkDepth(sequence, depth);
    Encoding within = encoding.within(sequence);
    List<DataSet> items = sequence.items();
    long length = 0;
    for (int i = 0; i < items.size(); i++) {
      length += 8 + length(items.get(i), within, depth + 1) + (sequence.undefinedItem(i) ? 8 : 0);
    }
    return length;
  }

  private static void checkDepth(SequenceElement sequence, int depth) throws DicomException {
    if (depth == Limits.MAX_DEPTH) {
      throw new DicomException(Rule.DEPTH, -1, sequence.tag());
    }
  }

  private static int field(long length, SequenceElement sequence) throws DicomException {
    if (length > MAX_LONG) {
      throw new DicomException(Rule.TOO_LONG, -1, sequence.tag());
    }
    return (int) length;
  }
}

package huisclos.dicom;

import huisclos.dicom.Token.ElementHeader;
import huisclos.dicom.Token.End;
import huisclos.dicom.Token.Fragment;
import huisclos.dicom.Token.FragmentsEnd;
import huisclos.dicom.Token.FragmentsStart;
import huisclos.dicom.Token.ItemEnd;
import huisclos.dicom.Token.ItemStart;
import huisclos.dicom.Token.SequenceEnd;
import huisclos.dicom.Token.SequenceStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Copies a data set from a reader to a stream in another transfer syntax, holding none of it.
 *
 * <p>All sequences and items get undefined lengths, group lengths are left out, implicit sequences
 * that were sent as UN become SQ, and numbers change their byte order as needed. Where an implicit
 * source leaves the choice to us, US or SS follows Pixel Representation (0028,0103) of the
 * enclosing data set, and a lookup table too long for US becomes OW. Pixel data is not transcoded:
 * native stays native, fragments stay fragments.
 */
public final class DataSetCopier {
  private static final int UNDEFINED = 0xFFFFFFFF;

  private final DataSetReader reader;
  private final ElementSink sink;
  private final boolean explicit;
  private final boolean big;
  private final byte[] slice = new byte[8 << 10];

  /** By depth: whether pixel values are signed, as far as is known. */
  private final boolean[] signed = new boolean[Limits.MAX_DEPTH + 1];

  private DataSetCopier(DataSetReader reader, ElementSink sink, TransferSyntax syntax) {
    this.reader = reader;
    this.sink = sink;
    this.explicit = syntax.explicit();
    this.big = syntax.bigEndian();
  }

  /** Copies what the reader still has to give; neither stream is closed. */
  public static void copy(DataSetReader reader, OutputStream out, TransferSyntax syntax)
      throws IOException {
    if (syntax.deflated()) {
      try (DeflatedOutput deflated = new DeflatedOutput(out)) {
        copyPlain(reader, deflated, syntax);
      }
    } else {
      copyPlain(reader, out, syntax);
    }
  }

  private static void copyPlain(DataSetReader reader, OutputStream out, TransferSyntax syntax)
      throws IOException {
    ElementSink sink = new ElementSink(out);
    new DataSetCopier(reader, sink, syntax).copy();
    sink.flush();
  }

  private void copy() throws IOException {
    while (true) {
      switch (reader.next()) {
        case ElementHeader header -> value(header);
        case SequenceStart(int tag, Vr _, long _) ->
            sink.header(tag, Vr.SQ, UNDEFINED, explicit, big);
        case ItemStart _ -> {
          signed[reader.depth()] = signed[reader.depth() - 1];
          sink.item(Tag.ITEM, UNDEFINED, big);
        }
        case ItemEnd _ -> sink.item(Tag.ITEM_DELIMITATION_ITEM, 0, big);
        case SequenceEnd _, FragmentsEnd _ -> sink.item(Tag.SEQUENCE_DELIMITATION_ITEM, 0, big);
        case FragmentsStart(int tag, Vr vr) -> sink.header(tag, vr, UNDEFINED, explicit, big);
        case Fragment fragment -> {
          sink.item(Tag.ITEM, (int) fragment.length(), big);
          bytes(1);
        }
        case End _ -> {
          return;
        }
      }
    }
  }

  private void value(ElementHeader header) throws IOException {
    if (Tags.isGroupLength(header.tag())) {
      return;
    }
    Vr vr = reader.valueIsExplicit() ? header.vr() : chosen(header);
    boolean long16 = explicit && !vr.isLongLength() && header.length() > 0xFFFF;
    sink.header(header.tag(), long16 ? Vr.UN : vr, (int) header.length(), explicit, big);
    // UN is little endian whatever the syntax (PS3.5 §6.2.2).
    boolean targetBig = big && !long16;
    int unit = reader.valueIsBigEndian() == targetBig ? 1 : vr.unitBytes();
    if (header.tag() == Tag.PIXEL_REPRESENTATION && header.length() == 2) {
      pixelRepresentation(unit);
    } else {
      bytes(unit);
    }
  }

  /** The VR of an element that came without one, where the registry leaves a choice. */
  private Vr chosen(ElementHeader header) {
    if (AmbiguousVr.isLookupTable(header.tag())) {
      return header.length() > 0xFFFF ? Vr.OW : Vr.US;
    }
    return signed[reader.depth()] && AmbiguousVr.isPixelValue(header.tag()) ? Vr.SS : header.vr();
  }

  private void pixelRepresentation(int unit) throws IOException {
    byte[] value = reader.readValue(2);
    signed[reader.depth()] = (value[0] | value[1]) != 0;
    ByteSwap.swap(value, 2, unit);
    sink.bytes(value);
  }

  private void bytes(int unit) throws IOException {
    InputStream in = reader.valueStream();
    int count;
    // The slice's length is a multiple of every unit, so that no number is cut in two.
    while ((count = in.readNBytes(slice, 0, slice.length)) > 0) {
      ByteSwap.swap(slice, count, unit);
      sink.bytes(slice, count);
    }
  }
}

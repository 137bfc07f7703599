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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A SHA-256 of a data set's values, the same in each uncompressed transfer syntax.
 *
 * <p>What a change of syntax changes is left out: VRs, group lengths, kinds of length, byte order
 * and trailing padding (FFFC,FFFC). Everything else counts, in the order of the stream. A private
 * sequence that implicit encoding hides in a defined length is bytes there and items elsewhere, and
 * then differs: equal digests mean equal values, different ones need not mean different values.
 */
public final class CanonicalDigest {
  private static final int SLICE = 8 << 10;

  private final DataSetReader reader;
  private final MessageDigest digest;
  private final byte[] slice = new byte[SLICE];

  private CanonicalDigest(DataSetReader reader) {
    this.reader = reader;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The digest of a data set that streams by; 32 bytes.
   *
   * @throws DicomException if the syntax is not uncompressed ({@link TransferSyntax#uncompressed}),
   *     or the data set is damaged
   */
  public static byte[] of(InputStream dataSet, TransferSyntax syntax) throws IOException {
    if (!syntax.uncompressed()) {
      throw new DicomException(Rule.TRANSFER_SYNTAX);
    }
    return new CanonicalDigest(new DataSetReader(dataSet, syntax)).digest();
  }

  private byte[] digest() throws IOException {
    while (true) {
      switch (reader.next()) {
        case ElementHeader header -> value(header);
        case SequenceStart(int tag, Vr _, long _) -> mark('S', tag, 0);
        case ItemStart _ -> mark('I', 0, 0);
        case ItemEnd _ -> mark('i', 0, 0);
        case SequenceEnd _ -> mark('s', 0, 0);
        case FragmentsStart(int tag, Vr _) -> mark('F', tag, 0);
        case Fragment fragment -> {
          mark('P', 0, fragment.length());
          bytes(1);
        }
        case FragmentsEnd _ -> mark('f', 0, 0);
        case End _ -> {
          return digest.digest();
        }
      }
    }
  }

  private void value(ElementHeader header) throws IOException {
    if (Tags.isGroupLength(header.tag()) || header.tag() == Tag.DATA_SET_TRAILING_PADDING) {
      return;
    }
    mark('V', header.tag(), header.length());
    bytes(reader.valueIsBigEndian() ? header.vr().unitBytes() : 1);
  }

  /**
   * Each part of the structure starts with its kind, tag and length, so that none runs together.
   */
  private void mark(char kind, int tag, long length) {
    ByteBuffer mark = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
    digest.update(mark.put((byte) kind).putInt(tag).putLong(length).flip());
  }

  private void bytes(int unit) throws IOException {
    InputStream in = reader.valueStream();
    while (true) {
      // The slice's length is a multiple of every unit, so that no number is cut in two.
      int count = in.readNBytes(slice, 0, SLICE);
      if (count == 0) {
        return;
      }
      ByteSwap.swap(slice, count, unit);
      digest.update(slice, 0, count);
    }
  }
}

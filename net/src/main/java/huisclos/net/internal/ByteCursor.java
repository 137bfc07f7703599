package huisclos.net.internal;

import huisclos.net.Abort;
import huisclos.net.Bytes;
import huisclos.net.PduException;
import huisclos.net.PduLimits;
import java.nio.ByteBuffer;

/** Reads big-endian fields out of one PDU or item and never beyond it. Not thread-safe. */
public final class ByteCursor {
  private static final char UNFIT = '\uFFFD';

  private final byte[] bytes;
  private final int limit;
  private final int base;
  private int position;

  /**
   * @param base where the PDU starts, for the offsets that errors state
   */
  public ByteCursor(byte[] bytes, int from, int to, int base) {
    this.bytes = bytes;
    this.position = from;
    this.limit = to;
    this.base = base;
  }

  /** Bytes left. */
  public int remaining() {
    return limit - position;
  }

  public int u8() throws PduException {
    need(1);
    return bytes[position++] & 0xFF;
  }

  public int u16() throws PduException {
    need(2);
    return (u8() << 8) | u8();
  }

  public long u32() throws PduException {
    need(4);
    return ((long) u16() << 16) | u16();
  }

  public void skip(int count) throws PduException {
    need(count);
    position += count;
  }

  /** A copy of the next bytes. */
  public Bytes bytes(int count) throws PduException {
    need(count);
    Bytes copy = Bytes.copyOf(bytes, position, count);
    position += count;
    return copy;
  }

  /** A view of the next bytes. */
  public ByteBuffer view(int count) throws PduException {
    need(count);
    ByteBuffer view = ByteBuffer.wrap(bytes, position, count);
    position += count;
    return view;
  }

  /** A cursor over the next bytes. */
  public ByteCursor part(int count) throws PduException {
    need(count);
    ByteCursor part = new ByteCursor(bytes, position, position + count, base);
    position += count;
    return part;
  }

  /** The next bytes as a UID, without the padding that some peers add. */
  public String uid(int count) throws PduException {
    String uid = text(count, PduLimits.MAX_UID_BYTES + 1);
    if (uid.length() > PduLimits.MAX_UID_BYTES) {
      throw invalid("UID longer than 64 bytes");
    }
    return uid;
  }

  /** The next bytes as printable ASCII; what isn't reads as U+FFFD. */
  public String text(int count, int most) throws PduException {
    if (count > most) {
      throw invalid("text longer than its limit");
    }
    need(count);
    int stop = position + count;
    while (stop > position && (bytes[stop - 1] == 0 || bytes[stop - 1] == ' ')) {
      stop--;
    }
    StringBuilder text = new StringBuilder(stop - position);
    for (int i = position; i < stop; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : UNFIT);
    }
    position += count;
    return text.toString();
  }

  /** An error at the present place. */
  public PduException invalid(String rule) {
    return new PduException(Abort.INVALID_PDU_PARAMETER_VALUE, rule, position - base);
  }

  private void need(int count) throws PduException {
    if (count > limit - position) {
      throw invalid("field longer than what holds it");
    }
  }
}

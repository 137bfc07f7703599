package huisclos.net;

import huisclos.net.internal.AssociateDecoder;
import huisclos.net.internal.ByteCursor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads PDUs off a stream, however they are cut or glued together there (PS3.8 §9.3).
 *
 * <p>One buffer serves every PDU, and the values of a {@link PDataTf} are views of it: they are
 * valid until the next read. Not thread-safe.
 */
public final class PduReader {
  private static final int FIRST_BUFFER_BYTES = 16 * 1024;

  private final InputStream in;
  private final int maxDataBytes;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];

  /** Where the next PDU starts in the buffer, and where what has been read ends. */
  private int start;

  private int end;

  /** Body length of the PDU at {@link #start}, once {@link #header()} has seen it. */
  private int length;

  /**
   * @param in read in large pieces
   * @param maxDataBytes the longest P-DATA-TF body to take, within {@link PduLimits}
   */
  public PduReader(InputStream in, int maxDataBytes) {
    if (maxDataBytes < PduLimits.MIN_DATA_BYTES || maxDataBytes > PduLimits.MAX_DATA_BYTES) {
      throw new IllegalArgumentException("maximum P-DATA-TF length out of range: " + maxDataBytes);
    }
    this.in = in;
    this.maxDataBytes = maxDataBytes;
  }

  /**
   * The next PDU.
   *
   * @throws EOFException if the stream ends before or within it
   * @throws PduException if it is malformed or beyond a limit; the stream is of no more use
   */
  public Pdu read() throws IOException {
    if (!await()) {
      throw new EOFException("the connection ended");
    }
    header();
    return body();
  }

  /** Waits for the first byte of a PDU; false where the stream ends instead. */
  public boolean await() throws IOException {
    return start < end || fill(1);
  }

  /** Reads the next PDU's type and length and checks them; its body's length. */
  public int header() throws IOException {
    need(PduLimits.HEADER_BYTES);
    int type = buffer[start] & 0xFF;
    long announced =
        ((buffer[start + 2] & 0xFFL) << 24)
            | ((buffer[start + 3] & 0xFFL) << 16)
            | ((buffer[start + 4] & 0xFFL) << 8)
            | (buffer[start + 5] & 0xFFL);
    int most =
        switch (type) {
          case AssociateRq.TYPE, AssociateAc.TYPE -> PduLimits.MAX_ASSOCIATE_BYTES;
          case PDataTf.TYPE -> maxDataBytes + PduLimits.DATA_TOLERANCE_BYTES;
          case AssociateRj.TYPE, ReleaseRq.TYPE, ReleaseRp.TYPE, Abort.TYPE -> 4;
          default -> throw new PduException(Abort.UNRECOGNIZED_PDU, "unknown PDU type", 0);
        };
    if (announced > most) {
      throw new PduException(Abort.INVALID_PDU_PARAMETER_VALUE, "PDU longer than its limit", 2);
    }
    if (most == 4 && announced != 4) {
      throw new PduException(Abort.INVALID_PDU_PARAMETER_VALUE, "PDU of a wrong length", 2);
    }
    length = (int) announced;
    return length;
  }

  /** Reads the rest of the PDU whose header was read. */
  public Pdu body() throws IOException {
    need(PduLimits.HEADER_BYTES + length);
    int type = buffer[start] & 0xFF;
    int from = start + PduLimits.HEADER_BYTES;
    ByteCursor body = new ByteCursor(buffer, from, from + length, start);
    start = from + length;
    return switch (type) {
      case AssociateRq.TYPE -> AssociateDecoder.request(body);
      case AssociateAc.TYPE -> AssociateDecoder.acceptance(body);
      case PDataTf.TYPE -> data(body);
      case AssociateRj.TYPE -> {
        body.skip(1);
        yield new AssociateRj(body.u8(), body.u8(), body.u8());
      }
      case ReleaseRq.TYPE -> new ReleaseRq();
      case ReleaseRp.TYPE -> new ReleaseRp();
      default -> {
        body.skip(2);
        yield new Abort(body.u8(), body.u8());
      }
    };
  }

  private PDataTf data(ByteCursor body) throws PduException {
    List<Pdv> values = new ArrayList<>(2);
    while (body.remaining() > 0) {
      if (values.size() == PduLimits.MAX_VALUES) {
        throw body.invalid("too many presentation data values");
      }
      long size = body.u32();
      if (size < 2 || size > body.remaining()) {
        throw body.invalid("presentation data value of a wrong length");
      }
      int contextId = body.u8();
      if ((contextId & 1) == 0) {
        throw body.invalid("presentation context id is even");
      }
      int control = body.u8();
      ByteBuffer value = body.view((int) size - 2);
      values.add(new Pdv(contextId, (control & 1) != 0, (control & 2) != 0, value));
    }
    if (values.isEmpty()) {
      throw body.invalid("P-DATA-TF without a presentation data value");
    }
    return new PDataTf(values);
  }

  private void need(int bytes) throws IOException {
    if (end - start < bytes && !fill(bytes)) {
      throw new EOFException("the connection ended within a PDU");
    }
  }

  /** Reads until {@code bytes} are there; false where the stream ends first. */
  private boolean fill(int bytes) throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    }
    if (buffer.length - start < bytes) {
      byte[] target = bytes > buffer.length ? new byte[Math.max(bytes, capacity(bytes))] : buffer;
      System.arraycopy(buffer, start, target, 0, end - start);
      buffer = target;
      end -= start;
      start = 0;
    }
    while (end - start < bytes) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return false;
      }
      end += read;
    }
    return true;
  }

  /** Grown once to the data PDUs' size, so that a stream of them needs no second growth. */
  private int capacity(int bytes) {
    int data = PduLimits.HEADER_BYTES + maxDataBytes + PduLimits.DATA_TOLERANCE_BYTES;
    return bytes <= data ? data : bytes;
  }

  @Override
  public String toString() {
    return "PduReader[buffered=" + (end - start) + "]";
  }

  /** Overwrites what the buffer held; of use when a connection ends. */
  public void clear() {
    Arrays.fill(buffer, (byte) 0);
    start = 0;
    end = 0;
  }
}

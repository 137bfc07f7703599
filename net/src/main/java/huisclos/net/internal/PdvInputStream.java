package huisclos.net.internal;

import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.Pdv;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A message's data set, fragment by fragment as the peer sends it: at most one PDU of it is in
 * memory. Of the reading thread only.
 */
final class PdvInputStream extends InputStream {
  private final DimseChannel channel;
  private final int contextId;
  private final long limit;
  private ByteBuffer fragment = ByteBuffer.allocate(0);
  private boolean last;
  private long taken;

  /**
   * @param present whether there is a data set at all
   * @param limit beyond so many bytes the association is aborted
   */
  PdvInputStream(DimseChannel channel, int contextId, boolean present, long limit) {
    this.channel = channel;
    this.contextId = contextId;
    this.last = !present;
    this.limit = limit;
  }

  /** Makes the next bytes available; false at the end. */
  private boolean advance() throws AssociationException {
    while (!fragment.hasRemaining()) {
      if (last) {
        return false;
      }
      Pdv value = channel.nextDataValue(contextId);
      fragment = value.value();
      last = value.last();
      taken += fragment.remaining();
      if (taken > limit) {
        throw channel.abort(Ending.Cause.LIMIT);
      }
    }
    return true;
  }

  /** Bytes that have come so far. */
  long taken() {
    return taken;
  }

  /** Passes over what is left, if that is no more than {@code most}; else aborts. */
  void drain(long most) throws AssociationException {
    long before = taken - fragment.remaining();
    fragment = fragment.position(fragment.limit());
    while (advance()) {
      fragment = fragment.position(fragment.limit());
      if (taken - before > most) {
        throw channel.abort(Ending.Cause.LIMIT);
      }
    }
  }

  @Override
  public int read() throws IOException {
    return advance() ? fragment.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, fragment.remaining());
    fragment.get(target, offset, count);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long left = count;
    while (left > 0 && advance()) {
      int step = (int) Math.min(left, fragment.remaining());
      fragment = fragment.position(fragment.position() + step);
      left -= step;
    }
    return count - left;
  }

  @Override
  public int available() {
    return fragment.remaining();
  }

  /** Straight from the PDU's buffer. */
  @Override
  public long transferTo(OutputStream target) throws IOException {
    long sum = 0;
    while (advance()) {
      int count = fragment.remaining();
      target.write(fragment.array(), fragment.arrayOffset() + fragment.position(), count);
      fragment = fragment.position(fragment.limit());
      sum += count;
    }
    return sum;
  }
}

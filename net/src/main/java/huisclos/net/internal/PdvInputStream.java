package huisclos.net.internal;

import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.Pdv;
import java.io.ByteArrayOutputStream;
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

  /** The fragment after those that were kept, where they are not all. */
  private ByteBuffer following = ByteBuffer.allocate(0);

  private int kept;

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
      if (following.hasRemaining()) {
        fragment = following;
        following = ByteBuffer.allocate(0);
      } else if (last) {
        return false;
      } else {
        fragment = fetch();
      }
    }
    return true;
  }

  private ByteBuffer fetch() throws AssociationException {
    Pdv value = channel.nextDataValue(contextId);
    last = value.last();
    taken += value.value().remaining();
    if (taken > limit) {
      throw channel.abort(Ending.Cause.LIMIT);
    }
    return value.value();
  }

  /**
   * Reads into memory what is not yet read, as far as {@code most} bytes, before anything else is
   * read. What was kept before stays as it is.
   *
   * @return whether that is all, so that the next message can be read
   */
  boolean keep(int most) throws AssociationException {
    if (taken > 0) {
      return whole();
    }
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    while (!last) {
      ByteBuffer next = fetch();
      if (next.remaining() > most - copy.size()) {
        // Nobody reads on before this is read: it may stay where it is.
        following = next;
        break;
      }
      copy.write(next.array(), next.arrayOffset() + next.position(), next.remaining());
    }
    fragment = ByteBuffer.wrap(copy.toByteArray());
    kept = copy.size();
    return whole();
  }

  /** Bytes that {@link #keep} holds. */
  int kept() {
    return kept;
  }

  /** Whether all of it is in memory, so that whoever reads on takes nothing away from it. */
  boolean whole() {
    return last && !following.hasRemaining();
  }

  /** Bytes that have come so far. */
  long taken() {
    return taken;
  }

  /** Passes over what is left, if that is no more than {@code most}; else aborts. */
  void drain(long most) throws AssociationException {
    long before = taken - fragment.remaining() - following.remaining();
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

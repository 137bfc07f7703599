package huisclos.trail.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads one segment of the journal, as long as it was when opened. Holds a window of it, never the
 * whole. Not thread-safe.
 */
public final class SegmentReader implements Closeable {
  private static final int WINDOW = 1 << 18;

  /** What comes next in a segment. */
  public sealed interface Step {}

  /** A record whose checksums hold. */
  public static final class Entry implements Step {
    private final long index;
    private final byte[] bytes;

    private Entry(long index, byte[] bytes) {
      this.index = index;
      this.bytes = bytes;
    }

    public long index() {
      return index;
    }

    /** The record; not copied. */
    public byte[] bytes() {
      return bytes;
    }
  }

  /** The end, after a whole record. */
  public record End() implements Step {}

  /** The file ends within a record: it is being written, or was when the machine stopped. */
  public record Unfinished(long offset) implements Step {}

  /** Bytes that are no record; {@code rule} is static text. */
  public record Damaged(long offset, String rule) implements Step {}

  private final Disk.Source source;
  private final String logId;
  private final long first;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private long windowAt;
  private long position;
  private long next;

  /** Begins with the segment that is named by its first index; closes {@code source} in the end. */
  public SegmentReader(Disk.Source source, String logId, long first) throws IOException {
    this.source = source;
    this.logId = logId;
    this.first = first;
    this.size = source.size();
    this.next = first;
    window.limit(0);
  }

  /** The first index of the segment. */
  public long first() {
    return first;
  }

  /** The index that the next record must have. */
  public long next() {
    return next;
  }

  /** Where the next record begins. */
  public long position() {
    return position;
  }

  /** Bytes of the segment. */
  public long size() {
    return size;
  }

  /** The next record, or why there is none. After anything but an entry, don't ask again. */
  public Step step() throws IOException {
    if (position == 0) {
      if (size < Frame.SEGMENT_HEADER
          || !slice(0, Frame.SEGMENT_HEADER).equals(Frame.segmentHeader(logId, first))) {
        return new Damaged(0, "the segment's header is wrong");
      }
      position = Frame.SEGMENT_HEADER;
    }
    long left = size - position;
    if (left == 0) {
      return new End();
    }
    if (left < Frame.HEADER) {
      return new Unfinished(position);
    }
    ByteBuffer bytes = slice(position, Frame.HEADER);
    if (!Frame.isHead(bytes, logId)) {
      return new Damaged(position, "a record's head fails its checksum");
    }
    Frame.Head head = Frame.head(bytes);
    if (head.index() != next) {
      return new Damaged(position, "a record has the wrong index");
    }
    if (left - Frame.HEADER < head.length()) {
      return new Unfinished(position);
    }
    byte[] entry = new byte[head.length()];
    slice(position + Frame.HEADER, head.length()).get(entry);
    if (!Frame.holds(head, entry)) {
      return new Damaged(position, "a record fails its checksum");
    }
    position += Frame.HEADER + head.length();
    next++;
    return new Entry(head.index(), entry);
  }

  /**
   * After damage: whether a frame behind it proves that the record at {@link #next} had been
   * synced, so that it was acknowledged and is lost, not torn.
   */
  public boolean nextWasDurable() throws IOException {
    for (long at = position + 1; at <= size - Frame.HEADER; at++) {
      ByteBuffer bytes = slice(at, Frame.HEADER);
      Frame.Head head = Frame.head(bytes);
      if (head.durable() > next && head.index() >= head.durable() && Frame.isHead(bytes, logId)) {
        return true;
      }
    }
    return false;
  }

  /** After damage: whether a record of this index or a later one lies behind it. */
  public boolean holdsFrom(long index) throws IOException {
    for (long at = position + 1; at <= size - Frame.HEADER; at++) {
      ByteBuffer bytes = slice(at, Frame.HEADER);
      if (Frame.head(bytes).index() >= index && Frame.isHead(bytes, logId)) {
        return true;
      }
    }
    return false;
  }

  private ByteBuffer slice(long at, int length) throws IOException {
    if (at < windowAt || at + length > windowAt + window.limit()) {
      window.clear();
      source.read(at, window);
      window.flip();
      windowAt = at;
    }
    int from = (int) (at - windowAt);
    if (window.limit() - from < length) {
      throw new IOException("journal became shorter while it was read");
    }
    return window.slice(from, length);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}

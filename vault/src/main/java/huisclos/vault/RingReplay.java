package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a key ring from its start, and tells a torn last write from damage. */
final class RingReplay {
  /** Takes each record with its offset, in the order written. */
  interface Visitor {
    void record(RingRecord record, long offset) throws IOException;
  }

  private static final class Frame {
    final long base;
    final byte[] payload;

    Frame(long base, byte[] payload) {
      this.base = base;
      this.payload = payload;
    }
  }

  /** The newest frames, as many bytes as {@link #settle} writes again at most. */
  private static final int SETTLED_BYTES = 4 << 20;

  private final DiskFile file;
  private final long size;
  private long newestBase = RingHeader.BYTES;

  RingReplay(DiskFile file) throws IOException {
    this(file, file.size());
  }

  /** Reads no further than this. */
  RingReplay(DiskFile file, long size) {
    this.file = file;
    this.size = size;
  }

  RingHeader header() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(RingHeader.BYTES);
    file.read(bytes, 0);
    return RingHeader.decode(bytes.array());
  }

  /**
   * Visits every record of whole frames.
   *
   * @return where the whole frames end; what lies beyond is a torn write
   * @throws CorruptRingException when a frame that had been durable is damaged
   */
  long replay(Visitor visitor) throws IOException {
    long at = RingHeader.BYTES;
    while (at < size) {
      Optional<Frame> frame = frameAt(at);
      if (frame.isEmpty()) {
        checkTorn(at);
        return at;
      }
      newestBase = frame.get().base;
      at = visit(frame.get(), at, visitor);
    }
    return at;
  }

  /**
   * Makes the ring durable as far as it was replayed. Frames that a killed process wrote may not
   * have been synced; if their sync failed they can be read and yet would never reach the disk, for
   * no later sync tries again. So those that no later frame proves durable are written again.
   */
  void settle(long end) throws IOException {
    long from = Math.max(newestBase, end - SETTLED_BYTES);
    if (from < end) {
      ByteBuffer newest = ByteBuffer.allocate((int) (end - from));
      file.read(newest, from);
      file.write(newest.flip(), from);
    }
    file.force();
  }

  private static long visit(Frame frame, long at, Visitor visitor) throws IOException {
    ByteBuffer records = ByteBuffer.wrap(frame.payload);
    while (records.hasRemaining()) {
      long offset = at + RingFile.FRAME_HEAD_BYTES + records.position();
      RingRecord record =
          RingRecord.decode(records)
              .orElseThrow(() -> new CorruptRingException("unknown record", offset));
      visitor.record(record, offset);
    }
    return at + RingFile.FRAME_HEAD_BYTES + frame.payload.length;
  }

  /** Visits the records of the frame at an offset; gives its end, or -1 where no whole one is. */
  long frame(long at, Visitor visitor) throws IOException {
    Optional<Frame> frame = frameAt(at);
    return frame.isEmpty() ? -1 : visit(frame.get(), at, visitor);
  }

  /** The next offset with a whole frame, or the end. */
  long nextFrame(long from) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(RingFile.FRAME_BYTES);
    for (long at = from; at < size; at += window.capacity() - 3) {
      int got = file.read(window.clear(), at);
      for (int i = 0; i + 4 <= got; i++) {
        if (window.getInt(i) == RingFile.MAGIC && frameAt(at + i).isPresent()) {
          return at + i;
        }
      }
    }
    return size;
  }

  /** Copies what lies beyond {@code end} to another file, durably, before it is cut off. */
  void saveTail(Disk disk, Path to, long end) throws IOException {
    disk.delete(to);
    try (DiskFile out = disk.create(to)) {
      ByteBuffer piece = ByteBuffer.allocate(RingFile.FRAME_BYTES);
      for (long at = end; at < size; at += piece.limit()) {
        file.read(piece.clear(), at);
        out.write(piece.flip(), at - end);
        if (piece.limit() == 0) {
          break;
        }
      }
      out.force();
    }
    disk.syncDirectory(SmallFiles.folder(to));
  }

  private Optional<Frame> frameAt(long at) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(RingFile.FRAME_HEAD_BYTES);
    if (file.read(head, at) < RingFile.FRAME_HEAD_BYTES || head.getInt(0) != RingFile.MAGIC) {
      return Optional.empty();
    }
    int length = head.getInt(4);
    if (length < 0
        || length > RingFile.MAX_PAYLOAD_BYTES
        || length > size - at - RingFile.FRAME_HEAD_BYTES) {
      return Optional.empty();
    }
    byte[] payload = new byte[length];
    file.read(ByteBuffer.wrap(payload), at + RingFile.FRAME_HEAD_BYTES);
    long base = head.getLong(8);
    return RingFile.checksum(base, at, payload) == head.getInt(16)
        ? Optional.of(new Frame(base, payload))
        : Optional.empty();
  }

  /** A later frame that was begun after the bad one had been durable proves damage. */
  private void checkTorn(long bad) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(RingFile.FRAME_BYTES);
    for (long at = bad + 1; at < size; at += window.capacity() - 3) {
      int got = file.read(window.clear(), at);
      for (int i = 0; i + 4 <= got; i++) {
        if (window.getInt(i) == RingFile.MAGIC) {
          Optional<Frame> later = frameAt(at + i);
          if (later.isPresent() && later.get().base > bad) {
            throw new CorruptRingException("frame checksum", bad);
          }
        }
      }
    }
  }
}

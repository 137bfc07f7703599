package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The key ring's file: a {@link RingHeader}, then frames of records. Records are gathered in memory
 * and written by {@link #sync}, any number with one sync. Thread-safe.
 *
 * <p>Frame, big-endian: magic {@code HCRF}, payload length (4), base (8), CRC-32C of base, the
 * frame's own offset and the payload (4), payload. The base is the ring's durable length when the
 * frame was written: a frame based beyond a damaged one shows that the damaged one had been
 * durable, so it is damage and no torn write.
 */
final class RingFile implements AutoCloseable {
  static final int FRAME_HEAD_BYTES = 20;

  /** A frame is closed once it holds this much, bytes. */
  static final int FRAME_BYTES = 1 << 20;

  private static final int SMALL_FRAME_BYTES = 1024;

  static final int MAX_PAYLOAD_BYTES = FRAME_BYTES + RingRecord.MAX_BYTES;
  static final int MAGIC = 0x48435246;

  private static final class Frame {
    final long offset;
    final byte[] payload;

    Frame(long offset, byte[] payload) {
      this.offset = offset;
      this.payload = payload;
    }

    long end() {
      return offset + FRAME_HEAD_BYTES + payload.length;
    }
  }

  private final DiskFile file;
  private final ReentrantLock syncing = new ReentrantLock();
  private final ReentrantLock state = new ReentrantLock();

  // Guarded by state.
  private final List<Frame> unwritten = new ArrayList<>();
  private ByteBuffer open = ByteBuffer.allocate(SMALL_FRAME_BYTES);
  private long openOffset;
  private long durableEnd;
  private @Nullable DurabilityException failed;

  /** Continues a file whose whole frames end at {@code end}. */
  RingFile(DiskFile file, long end) {
    this.file = file;
    this.openOffset = end;
    this.durableEnd = end;
  }

  /** Makes a new file of a header alone; durable after {@link #sync}, or {@link #forceHeader}. */
  static RingFile create(Disk disk, Path path, RingHeader header) throws IOException {
    DiskFile file = disk.create(path);
    try {
      file.write(ByteBuffer.wrap(header.encode()), 0);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return new RingFile(file, RingHeader.BYTES);
  }

  void forceHeader() throws IOException {
    file.force();
  }

  /** Adds a record; durable after the next {@link #sync}. Returns its offset. */
  long append(RingRecord record) {
    byte[] bytes = record.encode();
    state.lock();
    try {
      if (open.position() + bytes.length > FRAME_BYTES) {
        closeOpenFrame();
      } else if (open.remaining() < bytes.length) {
        open = ByteBuffer.allocate(open.capacity() * 2).put(open.flip());
      }
      long offset = openOffset + FRAME_HEAD_BYTES + open.position();
      open.put(bytes);
      return offset;
    } finally {
      state.unlock();
    }
  }

  /** The record at an offset that {@link #append} gave or a replay found. */
  RingRecord read(long offset) throws IOException {
    ByteBuffer bytes = bytesAt(offset);
    return RingRecord.decode(bytes)
        .orElseThrow(() -> new CorruptRingException("record unreadable", offset));
  }

  private ByteBuffer bytesAt(long offset) throws IOException {
    state.lock();
    try {
      if (offset >= openOffset) {
        int from = (int) (offset - openOffset - FRAME_HEAD_BYTES);
        return ByteBuffer.wrap(open.array(), from, open.position() - from);
      }
      for (Frame frame : unwritten) {
        if (offset >= frame.offset && offset < frame.end()) {
          int from = (int) (offset - frame.offset - FRAME_HEAD_BYTES);
          return ByteBuffer.wrap(frame.payload, from, frame.payload.length - from);
        }
      }
    } finally {
      state.unlock();
    }
    ByteBuffer bytes = ByteBuffer.allocate(RingRecord.MAX_BYTES);
    file.read(bytes, offset);
    return bytes.flip();
  }

  /** Where the durable frames end. */
  long durableEnd() {
    state.lock();
    try {
      return durableEnd;
    } finally {
      state.unlock();
    }
  }

  /** Whether records wait for a sync. */
  boolean dirty() {
    state.lock();
    try {
      return open.position() > 0 || !unwritten.isEmpty();
    } finally {
      state.unlock();
    }
  }

  /**
   * Returns once every record added before the call is durable.
   *
   * @throws DurabilityException when a sync failed, now or ever: the file must be opened anew
   * @throws IOException when the disk took no more (say it is full); may be tried again
   */
  void sync() throws IOException {
    syncing.lock();
    try {
      List<Frame> batch;
      long base;
      state.lock();
      try {
        if (failed != null) {
          throw failed;
        }
        closeOpenFrame();
        batch = List.copyOf(unwritten);
        base = durableEnd;
      } finally {
        state.unlock();
      }
      if (batch.isEmpty()) {
        return;
      }
      write(batch, base);
      force();
      state.lock();
      try {
        unwritten.subList(0, batch.size()).clear();
        durableEnd = batch.getLast().end();
      } finally {
        state.unlock();
      }
    } finally {
      syncing.unlock();
    }
  }

  private void write(List<Frame> batch, long base) throws IOException {
    try {
      for (Frame frame : batch) {
        file.write(encode(frame, base), frame.offset);
      }
    } catch (IOException e) {
      try {
        file.truncate(base);
      } catch (IOException again) {
        e.addSuppressed(again); // A torn tail is recognised on opening.
      }
      throw e;
    }
  }

  private void force() throws DurabilityException {
    try {
      file.force();
    } catch (IOException e) {
      throw fail(e);
    }
  }

  /** Makes every later {@link #sync} fail; for the caller to throw. */
  DurabilityException fail(IOException cause) {
    state.lock();
    try {
      failed = new DurabilityException("the key ring could not be made durable", cause);
      return failed;
    } finally {
      state.unlock();
    }
  }

  private void closeOpenFrame() {
    if (open.position() > 0) {
      Frame frame = new Frame(openOffset, Arrays.copyOf(open.array(), open.position()));
      unwritten.add(frame);
      open = ByteBuffer.allocate(SMALL_FRAME_BYTES);
      openOffset = frame.end();
    }
  }

  private static ByteBuffer encode(Frame frame, long base) {
    ByteBuffer out = ByteBuffer.allocate(FRAME_HEAD_BYTES + frame.payload.length);
    out.putInt(MAGIC).putInt(frame.payload.length).putLong(base);
    out.putInt(checksum(base, frame.offset, frame.payload)).put(frame.payload);
    return out.flip();
  }

  static int checksum(long base, long offset, byte[] payload) {
    byte[] all = new byte[16 + payload.length];
    ByteBuffer.wrap(all).putLong(base).putLong(offset).put(payload);
    return Checksum.of(all, 0, all.length);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

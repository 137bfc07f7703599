package huisclos.pixels.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The bytes that OpenJPEG writes, by calls back, into room of a fixed size. */
@SuppressWarnings("restricted") // Native code is what this process is for.
final class CodingStream {
  private static final long FAILED = -1;

  private final MemorySegment room;
  private long at;
  private long end;

  CodingStream(MemorySegment room) {
    this.room = room;
  }

  MemorySegment open(Native library, Arena arena) {
    MemorySegment stream = library.pointer("opj_stream_default_create", 0);
    library.run("opj_stream_set_user_data", stream, MemorySegment.NULL, MemorySegment.NULL);
    library.run(
        "opj_stream_set_write_function",
        stream,
        StreamCallbacks.of(this, "write", arena, long.class, MemorySegment.class, long.class));
    library.run(
        "opj_stream_set_skip_function",
        stream,
        StreamCallbacks.of(this, "skip", arena, long.class, long.class));
    library.run(
        "opj_stream_set_seek_function",
        stream,
        StreamCallbacks.of(this, "seek", arena, int.class, long.class));
    return stream;
  }

  /** All that was written. */
  MemorySegment written() {
    return room.asSlice(0, end);
  }

  /** {@code opj_stream_write_fn}. */
  long write(MemorySegment buffer, long count, MemorySegment user) {
    if (count < 0 || count > room.byteSize() - at) {
      return FAILED;
    }
    MemorySegment.copy(buffer.reinterpret(count), 0, room, at, count);
    at += count;
    end = Math.max(end, at);
    return count;
  }

  /** {@code opj_stream_skip_fn}. */
  long skip(long count, MemorySegment user) {
    if (count < 0 || count > room.byteSize() - at) {
      return FAILED;
    }
    at += count;
    return count;
  }

  /** {@code opj_stream_seek_fn}. */
  int seek(long position, MemorySegment user) {
    if (position < 0 || position > room.byteSize()) {
      return 0;
    }
    at = position;
    return 1;
  }
}

package huisclos.pixels.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The coded bytes as OpenJPEG reads them: by calls back. */
@SuppressWarnings("restricted") // Native code is what this process is for.
final class CodedStream {
  private static final long END = -1;

  private final MemorySegment coded;
  private long at;

  CodedStream(MemorySegment coded) {
    this.coded = coded;
  }

  MemorySegment open(Native library, Arena arena) {
    MemorySegment stream = library.pointer("opj_stream_default_create", 1);
    library.run("opj_stream_set_user_data", stream, MemorySegment.NULL, MemorySegment.NULL);
    library.run("opj_stream_set_user_data_length", stream, coded.byteSize());
    library.run(
        "opj_stream_set_read_function",
        stream,
        StreamCallbacks.of(this, "read", arena, long.class, MemorySegment.class, long.class));
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

  /** {@code opj_stream_read_fn}. */
  long read(MemorySegment buffer, long wanted, MemorySegment user) {
    long count = Math.min(wanted, coded.byteSize() - at);
    if (count <= 0) {
      return END;
    }
    MemorySegment.copy(coded, at, buffer.reinterpret(count), 0, count);
    at += count;
    return count;
  }

  /** {@code opj_stream_skip_fn}. */
  long skip(long count, MemorySegment user) {
    if (count < 0 || count > coded.byteSize() - at) {
      at = coded.byteSize();
      return END;
    }
    at += count;
    return count;
  }

  /** {@code opj_stream_seek_fn}. */
  int seek(long position, MemorySegment user) {
    if (position < 0 || position > coded.byteSize()) {
      return 0;
    }
    at = position;
    return 1;
  }
}

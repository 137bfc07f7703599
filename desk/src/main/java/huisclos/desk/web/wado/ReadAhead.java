package huisclos.desk.web.wado;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is unsealed on another thread meanwhile, so that the next bytes are ready when the
 * last have gone. Holds {@value #CHUNKS} chunks of {@value #CHUNK_BYTES} bytes. For one response.
 *
 * <p>The other thread is never interrupted: that would close files which others read.
 */
final class ReadAhead {
  static final int CHUNK_BYTES = 256 << 10;
  static final int CHUNKS = 4;

  /** A chunk with less room than this goes out: what is sealed comes in segments of this size. */
  private static final int SEGMENT_BYTES = 64 << 10;

  private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS + 1);
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
  private volatile boolean abandoned;
  private volatile @Nullable Throwable failure;

  private static final class Chunk {
    final byte[] bytes;
    int length;

    Chunk(int size) {
      bytes = new byte[size];
    }
  }

  /** What makes the bytes. */
  @FunctionalInterface
  interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  /** A stream that reads what it is given into its own buffers, without a copy between. */
  abstract static class Filled extends OutputStream {
    /**
     * Writes so many bytes of a stream.
     *
     * @throws IOException if there are fewer
     */
    abstract void fill(InputStream in, long length) throws IOException;
  }

  private ReadAhead() {
    for (int i = 0; i < CHUNKS; i++) {
      free.add(new Chunk(CHUNK_BYTES));
    }
  }

  /**
   * Copies everything; returns when all is written and the other thread has ended.
   *
   * @throws IOException if either side fails
   */
  static void copy(Source source, OutputStream target) throws IOException {
    new ReadAhead().run(source, target);
  }

  private void run(Source source, OutputStream target) throws IOException {
    Thread producer = Thread.ofVirtual().name("read-ahead").start(() -> produce(source));
    try {
      for (Chunk chunk = full.take(); chunk.length > 0; chunk = full.take()) {
        target.write(chunk.bytes, 0, chunk.length);
        free.put(chunk);
      }
      Throwable why = failure;
      if (why != null) {
        throw new IOException("what was to be sent can't be read", why);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending", e);
    } finally {
      abandoned = true;
      full.drainTo(free);
      free.offer(new Chunk(1)); // Wakes it where it waits; it sees then that it is abandoned.
      join(producer);
    }
  }

  private static void join(Thread producer) {
    boolean interrupted = false;
    while (true) {
      try {
        producer.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void produce(Source source) {
    try (Sink sink = new Sink()) {
      source.writeTo(sink);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    full.add(new Chunk(0));
  }

  /** Collects bytes into chunks. */
  private final class Sink extends Filled {
    private @Nullable Chunk current;
    private boolean begun;

    private Chunk current() throws IOException {
      Chunk chunk = current;
      if (chunk == null) {
        try {
          chunk = free.take();
        } catch (InterruptedException e) {
          throw new IOException("interrupted", e);
        }
        if (abandoned) {
          throw new IOException("nobody takes it any more");
        }
        chunk.length = 0;
        current = chunk;
      }
      return chunk;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int at = from;
      int left = length;
      while (left > 0) {
        Chunk chunk = current();
        int n = Math.min(left, chunk.bytes.length - chunk.length);
        System.arraycopy(bytes, at, chunk.bytes, chunk.length, n);
        chunk.length += n;
        at += n;
        left -= n;
        if (chunk.length == chunk.bytes.length) {
          handOver(chunk);
        }
      }
    }

    @Override
    void fill(InputStream in, long length) throws IOException {
      long left = length;
      while (left > 0) {
        Chunk chunk = current();
        int room = chunk.bytes.length - chunk.length;
        int n = in.read(chunk.bytes, chunk.length, (int) Math.min(room, left));
        if (n < 0) {
          throw new IOException("a value is shorter than was found before");
        }
        chunk.length += n;
        left -= n;
        // The first bytes of a response don't wait for a whole chunk.
        if (!begun || room - n < SEGMENT_BYTES) {
          handOver(chunk);
        }
      }
    }

    private void handOver(Chunk chunk) {
      begun = true;
      full.add(chunk);
      current = null;
    }

    /** Hands over what there is. */
    @Override
    public void flush() {
      Chunk chunk = current;
      if (chunk != null && chunk.length > 0) {
        handOver(chunk);
      }
    }

    @Override
    public void close() {
      flush();
    }
  }
}

package huisclos.pixels.sandbox;

import huisclos.pixels.EncodedFrame;
import huisclos.pixels.Encoding;
import huisclos.pixels.ForeignCodecs;
import huisclos.pixels.NativeDecoding;
import huisclos.pixels.NativeFrame;
import huisclos.pixels.PixelDescription;
import huisclos.pixels.Undecodable;
import huisclos.pixels.Undecodable.Reason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Native codecs in processes of their own: an empty environment, two pipes, a limit on time and on
 * memory. A process that dies, hangs or answers something else takes its frame with it and no more;
 * it is ended, and the next frame gets a new one. Processes are started on demand, kept while there
 * is work, and ended once idle. Thread-safe.
 */
public final class Sandbox implements ForeignCodecs, AutoCloseable {
  private final Launch launch;
  private final Semaphore places;
  private final Deque<Decoder> idle = new ArrayDeque<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sandbox-watch").factory());
  private final ScheduledFuture<?> sweep;
  private boolean closed;

  /** Decoders started like this. */
  public Sandbox(Launch launch) {
    this.launch = launch;
    this.places = new Semaphore(launch.processes(), true);
    long period = Math.max(1, launch.idle().toMillis() / 2);
    this.sweep = watch.scheduleWithFixedDelay(this::endIdle, period, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public NativeDecoding decode(Library library, byte[] coded, PixelDescription description) {
    return exchange(
        decoder -> {
          byte[] decoded = new byte[(int) description.decodedBytes()];
          return switch (decoder.decode(library, coded, description, decoded)) {
            case DECODED ->
                new NativeFrame(
                    description.widened(decoder.precision()), colours(description), decoded);
            case DAMAGED -> new Undecodable(Reason.DAMAGED);
            case NO_LIBRARY -> missing(library);
          };
        },
        undecodable -> undecodable);
  }

  @Override
  public Encoding encode(Library library, NativeFrame frame) {
    return exchange(
        decoder -> {
          Optional<byte[]> coded = decoder.encode(library, frame);
          return coded.isPresent()
              ? new EncodedFrame(coloursCoded(library, frame), coded.get())
              : decoder.refusal() == Reply.NO_LIBRARY
                  ? missing(library)
                  : new Undecodable(Reason.NOT_KEPT);
        },
        undecodable -> undecodable);
  }

  private static Undecodable missing(Library library) {
    return new Undecodable(
        switch (library) {
          case OPENJPEG -> Reason.NO_OPENJPEG;
          case CHARLS -> Reason.NO_CHARLS;
        });
  }

  /** A request to a process, and its answer. */
  private interface Exchange<T> {
    T with(Decoder decoder) throws IOException;
  }

  private <T> T exchange(Exchange<T> exchange, Function<Undecodable, T> refused) {
    try {
      if (!places.tryAcquire(launch.time().toMillis(), TimeUnit.MILLISECONDS)) {
        return refused.apply(new Undecodable(Reason.BUSY));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused.apply(new Undecodable(Reason.BUSY));
    }
    try {
      return exchangeNow(exchange, refused);
    } finally {
      places.release();
    }
  }

  private <T> T exchangeNow(Exchange<T> exchange, Function<Undecodable, T> refused) {
    Decoder decoder;
    try {
      decoder = take();
    } catch (IOException e) {
      return refused.apply(new Undecodable(Reason.DECODER_DIED));
    }
    boolean sound = false;
    ScheduledFuture<?> alarm =
        watch.schedule(decoder::expire, launch.time().toMillis(), TimeUnit.MILLISECONDS);
    try {
      T result = exchange.with(decoder);
      sound = alarm.cancel(false);
      return result;
    } catch (IOException e) {
      return refused.apply(
          new Undecodable(decoder.expired() ? Reason.DECODER_TIMEOUT : Reason.DECODER_DIED));
    } finally {
      alarm.cancel(false);
      if (sound) {
        giveBack(decoder);
      } else {
        decoder.close();
      }
    }
  }

  /** What a decoder says of a frame. */
  enum Reply {
    DECODED,
    DAMAGED,
    NO_LIBRARY
  }

  /** JPEG 2000 undoes its colour transforms while it decodes (PS3.5 §8.2.4). */
  private static String colours(PixelDescription description) {
    return switch (description.photometric()) {
      case "YBR_RCT", "YBR_ICT" -> "RGB";
      default -> description.photometric();
    };
  }

  /** … and RGB becomes YBR_RCT while it codes. */
  private static String coloursCoded(Library library, NativeFrame frame) {
    return library == Library.OPENJPEG && frame.photometric().equals("RGB")
        ? "YBR_RCT"
        : frame.photometric();
  }

  private Decoder take() throws IOException {
    synchronized (idle) {
      while (!idle.isEmpty()) {
        Decoder decoder = idle.removeLast();
        if (decoder.alive()) {
          return decoder;
        }
        decoder.close();
      }
    }
    return Decoder.start(launch.command());
  }

  private void giveBack(Decoder decoder) {
    synchronized (idle) {
      if (!closed && decoder.fresh()) {
        idle.addLast(decoder);
        return;
      }
    }
    decoder.close();
  }

  private void endIdle() {
    synchronized (idle) {
      idle.removeIf(decoder -> {
        boolean old = decoder.idleFor(launch.idle());
        if (old) {
          decoder.close();
        }
        return old;
      });
    }
  }

  /** How many processes wait for work. */
  int waiting() {
    synchronized (idle) {
      return idle.size();
    }
  }

  /** Ends the idle processes; one that decodes is ended when it is done. */
  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(Decoder::close);
      idle.clear();
    }
    sweep.cancel(false);
    watch.shutdown();
  }
}

package huisclos.desk.web;

/**
 * How long a request has waited for its peer, and for how much. A peer that keeps a connection open
 * byte by byte holds as much as one that works; by this the {@link Doorkeeper} tells them apart.
 * Only the waiting counts: what we do ourselves in between is not the peer's fault. Thread-safe.
 */
final class Pace {
  private static final long SECOND = 1_000_000_000L;

  private final long graceNanos;
  private final long minBytesPerSecond;
  private final long callNanos;
  private final long came = System.nanoTime();
  private long waited;
  private long moved;
  private long asked;
  private long began;
  private boolean waiting;

  Pace(WebLimits limits) {
    this.graceNanos = limits.grace().toNanos();
    this.minBytesPerSecond = limits.minBytesPerSecond();
    this.callNanos = limits.call().toNanos();
  }

  /** A wait for at most so many bytes begins. */
  synchronized void begin(long bytes) {
    asked = bytes;
    began = System.nanoTime();
    waiting = true;
  }

  /** It is over, and so many bytes went. */
  synchronized void end(long bytes) {
    waited += System.nanoTime() - began;
    waiting = false;
    moved += bytes;
  }

  /** Whether the request takes longer in all than it may. */
  boolean tooLong(long now) {
    return now - came > callNanos;
  }

  /** Whether the peer is slower than it may be. */
  synchronized boolean tooSlow() {
    if (!waiting) {
      return waited > graceNanos + moved * SECOND / minBytesPerSecond;
    }
    // What the present wait has moved isn't known yet: it is taken for all that was asked.
    long now = System.nanoTime() - began;
    return waited + now > graceNanos + (moved + asked) * SECOND / minBytesPerSecond;
  }
}

package huisclos.probe.wire;

import java.time.Duration;

/**
 * How long the probe waits.
 *
 * @param connect for a connection to come about
 * @param reply for the next byte of an answer
 * @param conversation for everything on one connection
 */
public record Patience(Duration connect, Duration reply, Duration conversation) {
  /** What a scope that says nothing gets. */
  public static Patience usual() {
    return new Patience(Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(60));
  }
}

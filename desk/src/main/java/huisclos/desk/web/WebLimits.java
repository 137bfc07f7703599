package huisclos.desk.web;

import java.time.Duration;

/**
 * Every bound of the web door; there is no way to switch one off.
 *
 * @param connections held at once, strangers included
 * @param perAddress of which from one address (of IPv6, from one /64)
 * @param calls requests answered at once
 * @param perIdentity of which for one identity
 * @param streams of one HTTP/2 connection at once
 * @param controlsPerSecond frames of HTTP/2 that ask for work and carry none (reset, ping,
 *     settings, empty data), of one connection
 * @param headerBytes of a request: its line and all its headers
 * @param uriBytes of which the path and the query
 * @param handshake the whole TLS handshake
 * @param quiet how long a connection may go on without a complete request
 * @param stall the longest wait for a peer's next byte, either way
 * @param grace how long a body or a piece of a response may take before the rate counts
 * @param minBytesPerSecond the slowest sender or reader
 * @param call how long one request may take in all
 */
public record WebLimits(
    int connections,
    int perAddress,
    int calls,
    int perIdentity,
    int streams,
    int controlsPerSecond,
    int headerBytes,
    int uriBytes,
    Duration handshake,
    Duration quiet,
    Duration stall,
    Duration grace,
    int minBytesPerSecond,
    Duration call) {

  /** What an archive starts with. */
  public static final WebLimits DEFAULT =
      new WebLimits(
          1024,
          128,
          256,
          64,
          64,
          128,
          32 * 1024,
          8 * 1024,
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          16 * 1024,
          Duration.ofHours(2));

  public WebLimits {
    positive("connections", connections);
    positive("perAddress", perAddress);
    positive("calls", calls);
    positive("perIdentity", perIdentity);
    positive("streams", streams);
    positive("controlsPerSecond", controlsPerSecond);
    positive("headerBytes", headerBytes);
    positive("uriBytes", uriBytes);
    positive("handshake", handshake.toMillis());
    positive("quiet", quiet.toMillis());
    positive("stall", stall.toMillis());
    positive("grace", grace.toMillis());
    positive("minBytesPerSecond", minBytesPerSecond);
    positive("call", call.toMillis());
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is at least 1");
    }
  }

  /** The same with other numbers of connections. */
  public WebLimits withConnections(int most, int fromOneAddress) {
    return new WebLimits(
        most,
        fromOneAddress,
        calls,
        perIdentity,
        streams,
        controlsPerSecond,
        headerBytes,
        uriBytes,
        handshake,
        quiet,
        stall,
        grace,
        minBytesPerSecond,
        call);
  }

  /** The same with other times. */
  public WebLimits withTimes(
      Duration handshaking, Duration keptQuiet, Duration stalled, Duration graceful) {
    return new WebLimits(
        connections,
        perAddress,
        calls,
        perIdentity,
        streams,
        controlsPerSecond,
        headerBytes,
        uriBytes,
        handshaking,
        keptQuiet,
        stalled,
        graceful,
        minBytesPerSecond,
        call);
  }
}

package huisclos.desk.web;

import huisclos.gate.Gate;
import huisclos.gate.Identity;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts on the trail what fails at the web door before the gate has seen it.
 *
 * @param gate keeps the record
 * @param ourselves whether a connection comes from the look that this server takes at its own doors
 */
public record WebRecorder(Gate gate, Predicate<InetSocketAddress> ourselves) implements WebEvents {
  private static final Logger LOG = LoggerFactory.getLogger(WebRecorder.class);

  @Override
  public void handshakeFailed(InetSocketAddress from, Throwable failure) {
    if (!ourselves.test(from)) {
      gate.handshakeFailed(from.getAddress().getHostAddress(), failure);
    }
  }

  @Override
  public void limitReached(InetSocketAddress from) {
    gate.handshakeFailed(from.getAddress().getHostAddress(), "too many connections");
  }

  @Override
  public void turnedAway(InetSocketAddress from) {
    if (!ourselves.test(from)) {
      gate.turnedAway(from.getAddress().getHostAddress());
    }
  }

  @Override
  public void turnedAway(Identity who) {
    gate.turnedAway(who);
  }

  @Override
  public void failed(Throwable failure) {
    // The type alone: a library's message may repeat what it was given.
    LOG.error("a request failed: {}", failure.getClass().getName());
  }
}

package huisclos.gate;

import java.time.Duration;
import java.util.Optional;

/**
 * What the web door's identities are told by the settings.
 *
 * @param hostName by which browsers reach the door; passkeys are offered only where it is one,
 *     since WebAuthn takes no IP address
 * @param idle after which an unused session ends
 * @param absolute after which any session ends
 */
public record WebSettings(Optional<String> hostName, Duration idle, Duration absolute) {
  /** No host name, 15 minutes, 12 hours. */
  public static final WebSettings USUAL =
      new WebSettings(Optional.empty(), Duration.ofMinutes(15), Duration.ofHours(12));

  public WebSettings {
    if (idle.isNegative() || idle.isZero() || absolute.compareTo(idle) < 0) {
      throw new IllegalArgumentException("a session's ends are out of order");
    }
  }
}

package huisclos.courier.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whom to ask, for what.
 *
 * @param directory the authority's directory, {@code https}
 * @param contact an e-mail address for its account; empty for none
 * @param names DNS names that the certificate is for, 1 to {@value #MAX_NAMES}
 * @param trust PEM file with the authority that its own TLS is known by, where that isn't one of
 *     the JDK's: an authority inside of a hospital
 */
public record AcmeAuthority(
    URI directory, String contact, List<String> names, Optional<Path> trust) {
  private static final int MAX_NAMES = 20;

  /**
   * @throws IllegalArgumentException if it isn't reached over TLS, or nothing is asked of it
   */
  public AcmeAuthority {
    names = List.copyOf(names);
    if (!"https".equals(directory.getScheme()) || directory.getHost() == null) {
      throw new IllegalArgumentException("an ACME directory is an https address");
    }
    if (names.isEmpty() || names.size() > MAX_NAMES) {
      throw new IllegalArgumentException("a certificate is for 1 to 20 names");
    }
  }
}

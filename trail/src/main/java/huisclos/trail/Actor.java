package huisclos.trail;

import java.util.Objects;

/**
 * Who acted.
 *
 * @param kind what sort of identity
 * @param id its name: an AE title, an account, a token's id; cleaned and cut at {@value
 *     TrailLimits#MAX_ACTOR_CHARS} characters
 * @param detail what the identity was proven by, such as a certificate's serial number; may be
 *     empty; cleaned and cut likewise
 */
public record Actor(Kind kind, String id, String detail) {
  /** What sort of identity. The names are part of the stored format. */
  public enum Kind {
    /** A modality, workstation or server with a certificate. */
    DEVICE,
    /** A person who signed in. */
    PERSON,
    /** A program with a token. */
    SERVICE,
    /** Whoever ran an admin verb on the machine itself. */
    OPERATOR,
    /** The archive on its own account. */
    SYSTEM,
    /** Nobody we know: the identity was not proven. */
    STRANGER
  }

  public Actor {
    Objects.requireNonNull(kind);
    id = CleanText.of(id, TrailLimits.MAX_ACTOR_CHARS);
    detail = CleanText.of(detail, TrailLimits.MAX_ACTOR_CHARS);
  }

  /** A device, proven by the certificate with this serial number. */
  public static Actor device(String aeTitle, String certificateSerial) {
    return new Actor(Kind.DEVICE, aeTitle, certificateSerial);
  }

  /** Whoever ran an admin verb, by the operating system's account name. */
  public static Actor operator(String account) {
    return new Actor(Kind.OPERATOR, account, "");
  }

  /** The archive on its own account. */
  public static Actor system() {
    return new Actor(Kind.SYSTEM, "", "");
  }

  /** An unproven identity; {@code claimed} is what it called itself, or empty. */
  public static Actor stranger(String claimed) {
    return new Actor(Kind.STRANGER, claimed, "");
  }
}

package huisclos.gate;

import java.time.Clock;

/**
 * Makes guessing slow: after {@value #FREE_PER_USER} wrong passwords for one name at one device, or
 * {@value #FREE_PER_DEVICE} for any names there, nothing is looked at for a while; see {@link
 * BackOff}. Thread-safe.
 */
final class PasswordBrake {
  static final int FREE_PER_USER = 3;
  static final int FREE_PER_DEVICE = 20;

  /** Pairs of name and device, and devices, that are remembered. */
  static final int MAX_REMEMBERED = 4_096;

  /** An AE title holds no backslash, so a device alone is never taken for a pair. */
  private static final String SEPARATOR = "\\";

  private final BackOff failures;

  PasswordBrake(Clock clock) {
    this.failures = new BackOff(clock, MAX_REMEMBERED);
  }

  /** Whether a password of this name at this device may be looked at now. */
  boolean open(String aet, String name) {
    return failures.open(aet) && failures.open(aet + SEPARATOR + name);
  }

  /** It was wrong. */
  void failed(String aet, String name) {
    failures.failed(aet, FREE_PER_DEVICE);
    failures.failed(aet + SEPARATOR + name, FREE_PER_USER);
  }

  /** It was right: the name's count starts anew, the device's goes on. */
  void passed(String aet, String name) {
    failures.forget(aet + SEPARATOR + name);
  }
}

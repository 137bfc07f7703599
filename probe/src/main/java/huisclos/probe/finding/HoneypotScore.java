package huisclos.probe.finding;

import java.util.List;

/**
 * How likely it is that a door is bait.
 *
 * @param points 0 to 100; from {@value #LIKELY} on it is called a honeypot
 * @param signs what speaks for it, in words of ours
 */
public record HoneypotScore(int points, List<String> signs) {
  /** From here on a verdict says so. */
  public static final int LIKELY = 60;

  public HoneypotScore {
    if (points < 0 || points > 100) {
      throw new IllegalArgumentException("score out of range");
    }
    signs = List.copyOf(signs);
  }

  /** No sign. */
  public static HoneypotScore none() {
    return new HoneypotScore(0, List.of());
  }

  /** Whether it is called one. */
  public boolean likely() {
    return points >= LIKELY;
  }
}

package huisclos.probe.results;

import huisclos.probe.finding.Verdict;
import java.util.Comparator;

/** Which of two verdicts is the worse one for whoever owns the door. */
public final class Verdicts {
  /** Worse ones are greater. */
  public static final Comparator<Verdict> BY_HARM = Comparator.comparingInt(Verdicts::harm);

  private Verdicts() {}

  /** The worse of both. */
  public static Verdict worse(Verdict one, Verdict other) {
    return harm(one) >= harm(other) ? one : other;
  }

  // What isn't known ranks above what is known to be closed, and bait below everything that isn't.
  private static int harm(Verdict verdict) {
    return switch (verdict) {
      case CLOSED -> 0;
      case HONEYPOT -> 1;
      case INTENDED_PUBLIC -> 2;
      case CONGESTED -> 3;
      case UNKNOWN -> 4;
      case ASSOCIATES -> 5;
      case WRITABLE -> 6;
      case READABLE -> 7;
      case DOWNLOADABLE -> 8;
    };
  }
}

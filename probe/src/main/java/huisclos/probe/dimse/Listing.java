package huisclos.probe.dimse;

import huisclos.probe.finding.Rung;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Patience;
import huisclos.probe.wire.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts question after question on one association for a count, asks for another where it is lost,
 * and ends at a bound. Of one thread.
 */
final class Listing implements AutoCloseable {
  /** Longest time of a count at one server. */
  static final Duration MAX_TIME = Duration.ofMinutes(10);

  /** Most answers taken in one count. */
  static final long MAX_MATCHES = 20_000_000;

  /** How often a lost association is asked for again. */
  static final int MAX_REOPENED = 3;

  /** A whole listing takes a server longer to begin than an answer about nobody. */
  private static final int REPLY_FACTOR = 4;

  private final Caller caller;
  private final List<String> contexts;
  private final Patience patience;
  private final long until = System.nanoTime() + MAX_TIME.toNanos();
  private Optional<Talk> talk = Optional.empty();
  private int opened;
  private long left = MAX_MATCHES;

  Listing(Caller caller, List<String> contexts, Patience usual) {
    this.caller = caller;
    this.contexts = contexts;
    this.patience =
        new Patience(usual.connect(), usual.reply().multipliedBy(REPLY_FACTOR), MAX_TIME);
  }

  /** Asks; a slice that is over was the last. */
  DateSlices.Slice ask(Purpose purpose, Ask ask, Drain drain) throws DialException {
    if (System.nanoTime() - until > 0 || left <= 0) {
      return ended("the bound of time or answers was reached");
    }
    Optional<Talk> line = standing();
    if (line.isEmpty() || !line.orElseThrow().takes(ask.sopClass())) {
      return ended("the association was refused when asked for again");
    }
    Outcome outcome = line.orElseThrow().find(purpose, Optional.empty(), ask, drain, left);
    left -= outcome.matches();
    return switch (outcome) {
      case Outcome.Final end ->
          new DateSlices.Slice(end.matches(), end.success(), 0, end.words(), false);
      case Outcome.Lost lost ->
          new DateSlices.Slice(
              lost.matches(), false, 0, lost.words(), lost.how() == Outcome.How.TOO_MANY);
    };
  }

  private static DateSlices.Slice ended(String why) {
    return new DateSlices.Slice(0, false, 0, why, true);
  }

  private Optional<Talk> standing() throws DialException {
    if (talk.isPresent() && talk.orElseThrow().usable()) {
      return talk;
    }
    close();
    talk = Optional.empty();
    if (opened <= MAX_REOPENED) {
      opened++;
      if (caller.again(Rung.COUNTABLE, contexts, patience) instanceof Opening.Stands stands) {
        talk = Optional.of(stands.talk());
      }
    }
    return talk;
  }

  @Override
  public void close() {
    talk.ifPresent(Talk::close);
  }
}

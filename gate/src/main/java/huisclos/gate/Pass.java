package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A yes to one request of one identity: the capability to touch what is about patients.
 *
 * <p>It can be made by {@link Gate#decide} alone. Every method of the archive takes one, so that
 * each way to a patient's data is found by looking for this type. It is for the request that it was
 * given for; the next one needs its own, because grants change. Safe from many threads.
 */
public final class Pass {
  private final Identity who;
  private final Request request;
  private final Reach reach;
  private final Openings openings;
  private final Recorder recorder;
  private final Clock clock;
  private final Restraint restraint;
  private final Standing standing;

  /** What the gate does about a disclosure before it is put on record. */
  interface Restraint {
    /** Spends what it costs; why it may not leave, which is on record then. */
    Optional<Reason> spend(Pass pass, Spending cost);

    /** Takes note that nothing was found. */
    void askedInVain(Pass pass, long question);

    /** Whether the requestor sent the first of a study within a day. */
    boolean hasBegun(Pass pass, String studyUid);
  }

  /** Looks up what the gate would say of a pass's request at this moment. */
  @FunctionalInterface
  interface Standing {
    /** The reach it would give; empty where the answer would be no, which is on record then. */
    Optional<Reach> of(Pass pass);
  }

  /** Puts records on the trail; returns once they are durable. */
  @FunctionalInterface
  interface Recorder {
    void record(List<TrailRecord> records) throws TrailException;
  }

  Pass(
      Identity who,
      Request request,
      Reach reach,
      Openings openings,
      Recorder recorder,
      Restraint restraint,
      Standing standing,
      Clock clock) {
    this.who = who;
    this.request = request;
    this.reach = reach;
    this.openings = openings;
    this.recorder = recorder;
    this.restraint = restraint;
    this.standing = standing;
    this.clock = clock;
  }

  /** Who was given it. */
  public Identity who() {
    return who;
  }

  /** What it allows; {@link Verb#FIND} for any query. */
  public Verb verb() {
    return request.verb();
  }

  /** The request that it was given for. */
  public Request request() {
    return request;
  }

  /** Which studies it is good for; the others don't exist for whoever holds it. */
  public Reach reach() {
    return reach;
  }

  /**
   * The reach that the request would be given at this moment; empty where it would be refused, as
   * after a revocation, which is on record then. An answer may be long under way: what opens object
   * after object asks before each.
   */
  public Optional<Reach> reachNow() {
    return standing.of(this);
  }

  /** Whether it allows a query that selects nothing. */
  public boolean broad() {
    return request instanceof Request.Find find && !find.selective();
  }

  /**
   * Records what is about to leave; returns once the record is durable, and not a byte may leave
   * before. A query without matches is recorded too.
   *
   * @throws TrailException when it can't be recorded: nothing may leave then
   * @throws IllegalStateException if the brakes bind this pass: what it costs must be said
   */
  public void disclose(Disclosure what) throws TrailException {
    if (braked()) {
      throw new IllegalStateException("the brakes bind this pass");
    }
    recorder.record(List.of(record(Outcome.DONE, what)));
  }

  /**
   * The same where the brakes may bind: nothing may leave unless it is {@link Disclosed.OnRecord}.
   * What it costs is spent before; a disclosure of nothing counts as a question in vain.
   *
   * @throws TrailException when it can't be recorded: nothing may leave then
   */
  public Disclosed disclose(Disclosure what, Spending cost) throws TrailException {
    // What was opened in an emergency is never held back; anything else is as before.
    if (braked() && !openings.cover(what)) {
      Optional<Reason> held = restraint.spend(this, cost);
      if (held.isPresent()) {
        return new Disclosed.Held(held.get());
      }
      if (what.count() == 0) {
        restraint.askedInVain(this, cost.question());
      }
    }
    recorder.record(List.of(record(Outcome.DONE, what)));
    return new Disclosed.OnRecord();
  }

  /** Takes note of a question that is refused without a disclosure, such as one too broad. */
  public void askedInVain(long question) {
    restraint.askedInVain(this, question);
  }

  /** Whether the harvest brakes bind what this pass discloses. */
  public boolean braked() {
    return Brakes.bind(request) && !Spender.of(who).isEmpty();
  }

  /** Whether the requestor itself sent the first of a study within a day: it costs nothing then. */
  public boolean hasBegun(String studyUid) {
    return restraint.hasBegun(this, studyUid);
  }

  /**
   * The record of something that came in, for {@link Gate#record} in the group that commits it: it
   * must be durable before the status is sent.
   */
  public TrailRecord stored(Disclosure what) {
    return record(Outcome.DONE, what);
  }

  /** A record of this request under any outcome, such as an object that was quarantined. */
  public TrailRecord record(Outcome outcome, Disclosure what) {
    TrailRecord.Builder builder =
        TrailRecord.of(clock.instant(), action(), outcome, who.actor())
            .remote(who.remote())
            .studies(what.studyUids())
            .patients(what.patientRecords())
            .count(what.count());
    what.facts().forEach(builder::fact);
    what.sealed().ifPresent(builder::sealed);
    if (request instanceof Request.Move move) {
      builder.fact(Fact.DESTINATION, AeTitle.claimed(move.destination()));
    }
    by(builder, what, Fact.SHARES, openings.sharesOf(what.studyUids()));
    by(builder, what, Fact.BREAK_GLASS, openings.glassOf(what));
    return builder.fact(Fact.SESSION, who.session()).build();
  }

  /** Says by what it was open, unless the record itself is about such a thing. */
  private static void by(TrailRecord.Builder builder, Disclosure what, Fact fact, String ids) {
    if (!ids.isEmpty() && !what.facts().containsKey(fact)) {
      builder.fact(fact, ids);
    }
  }

  private Action action() {
    return actionOf(request.verb());
  }

  static Action actionOf(Verb verb) {
    return switch (verb) {
      case ECHO -> Action.ASSOCIATION;
      case STORE -> Action.STORE;
      case FIND, FIND_ALL, WORKLIST, WORKLIST_ALL -> Action.QUERY;
      case GET -> Action.RETRIEVE;
      case MOVE -> Action.MOVE;
      case COMMIT -> Action.COMMIT;
      case MPPS -> Action.PERFORMED_STEP;
      case HL7 -> Action.ORDER;
      case KEEP -> Action.KEEP;
      case REJECT, DELETE -> Action.DELETE;
      case CHANGES -> Action.QUERY;
      case INSPECT -> Action.TRAIL_READ;
      case SHARE -> Action.SHARE;
      case BREAK_GLASS -> Action.BREAK_GLASS;
    };
  }

  @Override
  public String toString() {
    return "Pass[" + verb() + " " + who + "]";
  }
}

package huisclos.probe.run;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.UnrecordedException;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.time.InstantSource;

/**
 * The probe's own trail: what left, to whom and what for, durable before it leaves.
 *
 * <p>A connection for the rung {@code reachable} is not recorded by itself: the record of its
 * stretch of hosts says that all their doors are connected to, and which addresses those are
 * follows from the scope; where it doesn't, each has a record. Everything that is sent over a
 * connection has a record of its own. Thread-safe.
 */
public final class TrailJournal implements SweepJournal {
  private final Trail trail;
  private final String run;
  private final InstantSource clock;
  private final Actor actor;
  private final boolean eachDoor;

  /**
   * @param run the run's id
   * @param operator the account that runs it
   */
  public TrailJournal(Trail trail, String run, String operator, InstantSource clock) {
    this(trail, run, operator, clock, false);
  }

  /**
   * @param eachDoor whether each connection has a record of its own, because which addresses a
   *     stretch is doesn't follow from the scope
   */
  TrailJournal(Trail trail, String run, String operator, InstantSource clock, boolean eachDoor) {
    this.eachDoor = eachDoor;
    this.trail = trail;
    this.run = run;
    this.clock = clock;
    this.actor = Actor.operator(operator);
  }

  /** Puts the beginning of a run on record, with the hash of what allows it. */
  public void begin(String scopeSha256, int shard, int shards, long targets) {
    append(
        record(Action.PROBE)
            .fact(Fact.VERB, "begin")
            .fact(Fact.FINGERPRINT, scopeSha256)
            .fact(Fact.TARGET, shard + "/" + shards)
            .count(targets)
            .build());
  }

  /** Puts on record that owners of open doors are looked for, with the hash of what allows it. */
  public void contacts(String scopeSha256, long addresses) {
    append(
        record(Action.PROBE)
            .fact(Fact.VERB, "contacts")
            .fact(Fact.FINGERPRINT, scopeSha256)
            .count(addresses)
            .build());
  }

  /** Puts its end on record. */
  public void end(String why, long targets) {
    append(
        record(Action.PROBE).fact(Fact.VERB, "end").fact(Fact.REASON, why).count(targets).build());
  }

  @Override
  public void sweep(long from, long until) {
    append(
        record(Action.PROBE)
            .fact(Fact.VERB, "sweep")
            .fact(Fact.REASON, "TCP connection to each door")
            .fact(Fact.INDEX, from)
            .count(until - from)
            .build());
  }

  @Override
  public void connect(Door door, Purpose purpose) {
    if (eachDoor || purpose.rung() != Rung.REACHABLE) {
      intend(door, purpose);
    }
  }

  @Override
  public void intend(Door door, Purpose purpose) {
    append(
        record(Action.PROBE)
            .remote(door.toString())
            .fact(Fact.VERB, purpose.rung().word())
            .fact(Fact.REASON, purpose.what())
            .build());
  }

  private TrailRecord.Builder record(Action action) {
    return TrailRecord.of(clock.instant(), action, Outcome.DONE, actor).fact(Fact.SESSION, run);
  }

  private void append(TrailRecord record) {
    try {
      trail.append(record);
    } catch (TrailException e) {
      throw new UnrecordedException(e);
    }
  }
}

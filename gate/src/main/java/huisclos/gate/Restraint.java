package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Between passes and brakes: what a pass discloses is spent, a no is on record. Thread-safe. */
final class Restraint implements Pass.Restraint {
  /** Each broad query that is refused is a question of its own: its text isn't known here. */
  private final AtomicLong broad = new AtomicLong();

  private final Brakes brakes;
  private final Refusals refusals;

  Restraint(Brakes brakes, Refusals refusals) {
    this.brakes = brakes;
    this.refusals = refusals;
  }

  Optional<Reason> objection(Identity who, Request request) {
    return brakes.objection(who, request);
  }

  /** Takes note of a request that was denied. */
  void denied(Identity who, Request request, Reason why) {
    if (why == Reason.BROAD_QUERY) {
      brakes.askedInVain(who, request, broad.incrementAndGet());
    }
  }

  /** Takes note of which studies came from whom. */
  void stored(List<TrailRecord> records) {
    for (TrailRecord record : records) {
      if (record.action() == Action.STORE
          && record.outcome() == Outcome.DONE
          && record.actor().kind() == Actor.Kind.DEVICE
          && record.facts().containsKey(Fact.STUDIES)) {
        record.studyUids().forEach(study -> brakes.began(record.actor().id(), study));
      }
    }
  }

  @Override
  public Optional<Reason> spend(Pass pass, Spending cost) {
    Optional<Reason> no = brakes.spend(pass.who(), cost.records());
    no.ifPresent(why -> refusals.request(pass.who(), Pass.actionOf(pass.verb()), pass.verb(), why));
    return no;
  }

  @Override
  public void askedInVain(Pass pass, long question) {
    brakes.askedInVain(pass.who(), pass.request(), question);
  }

  @Override
  public boolean hasBegun(Pass pass, String studyUid) {
    return brakes.hasBegun(pass.who(), studyUid);
  }
}

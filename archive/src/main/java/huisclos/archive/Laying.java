package huisclos.archive;

import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.SealRequest;
import huisclos.vault.Vault;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays a group's new objects down in the vault, in one write. What a rule corrects of one lies
 * right before it: whoever reads the vault again meets the correction first.
 */
final class Laying {
  private static final String REASON = "rule on arrival";

  private final Vault vault;
  private final Clock clock;

  Laying(Vault vault, Clock clock) {
    this.vault = vault;
    this.clock = clock;
  }

  /** A new instance on its way. */
  record Placed(StoreTask task, StudyRef study, BlobDescriptor descriptor) {
    private Correct correct(Overlay overlay) {
      Arrival arrival = task.arrival();
      return new Correct(
          new Scope(arrival.studyUid(), arrival.seriesUid(), arrival.sopUid()), overlay, true);
    }
  }

  /**
   * Where an instance lies.
   *
   * @param act what a rule corrected of it
   */
  record Laid(BlobAddress address, Optional<ActEntry> act) {}

  /** Lays them down, durably. */
  List<Laid> down(List<Placed> placed) throws IOException {
    if (placed.isEmpty()) {
      return List.of();
    }
    Instant now = clock.instant();
    List<SealRequest> group = new ArrayList<>();
    List<Acts.Draft> drafts = new ArrayList<>();
    List<BlobAddress> addresses;
    try {
      for (Placed one : placed) {
        if (one.task.coerced().isPresent()) {
          Correct act = one.correct(one.task.coerced().get());
          String actor = one.task.pass().who().name();
          Acts.Draft draft = Acts.draft(vault, now, actor, REASON, act, one.study.key);
          drafts.add(draft);
          group.add(draft.request());
        }
        group.add(new SealRequest(one.task.blob(), one.study.key, one.descriptor));
      }
      addresses = vault.commit(group);
    } finally {
      drafts.forEach(draft -> draft.blob().close());
    }
    List<Laid> laid = new ArrayList<>();
    int at = 0;
    for (Placed one : placed) {
      Optional<ActEntry> act = Optional.empty();
      if (one.task.coerced().isPresent()) {
        Correct correct = one.correct(one.task.coerced().get());
        String actor = one.task.pass().who().name();
        act = Optional.of(new ActEntry(addresses.get(at++), now, actor, REASON, correct));
      }
      laid.add(new Laid(addresses.get(at++), act));
    }
    return laid;
  }

  /** The trail's records of what rules corrected. */
  static List<TrailRecord> records(List<Placed> placed, List<Laid> laid) {
    List<TrailRecord> records = new ArrayList<>();
    for (int i = 0; i < laid.size(); i++) {
      Optional<ActEntry> act = laid.get(i).act();
      if (act.isPresent()) {
        Placed one = placed.get(i);
        var who = one.task.pass().who();
        records.add(
            TrailRecord.of(act.get().time(), act.get().act().action(), Outcome.DONE, who.actor())
                .remote(who.remote())
                .studies(one.study.uid)
                .patients(one.study.record())
                .count(1)
                .fact(Fact.ACT, act.get().id())
                .fact(Fact.REASON, REASON)
                .fact(Fact.SESSION, who.session())
                .build());
      }
    }
    return records;
  }
}

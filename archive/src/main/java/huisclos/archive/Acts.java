package huisclos.archive;

import huisclos.archive.KeepingOutcome.Objection;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailLimits;
import huisclos.trail.TrailRecord;
import huisclos.vault.BlobAddress;
import huisclos.vault.PendingBlob;
import huisclos.vault.SealRequest;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does housekeeping acts, one at a time between two groups of stores.
 *
 * <p>The order: the act is sealed into the vault (from then on it is done, whatever breaks: what
 * follows is replayed by {@link Recovery}); the key ring agrees; it is on record; the index shows
 * it. Thread-safe.
 */
final class Acts {
  private final Vault vault;
  private final Gate gate;
  private final Committer committer;
  private final ActEffects effects;
  private final Clock clock;
  private final Committer.Probe probe;

  Acts(
      Vault vault,
      Gate gate,
      Committer committer,
      ActEffects effects,
      Clock clock,
      Committer.Probe probe) {
    this.vault = vault;
    this.gate = gate;
    this.committer = committer;
    this.effects = effects;
    this.clock = clock;
    this.probe = probe;
  }

  /** Looks at the index, alone with it, and says what exactly is to be done. */
  interface Proposal {
    Plan plan(Session session) throws SQLException, IOException;
  }

  /** What came of a proposal. */
  sealed interface Plan {
    /** Not to be done. */
    record Refuse(Objection why) implements Plan {}

    /**
     * To be done.
     *
     * @param act what
     * @param key the key that it is sealed under: a study's where it is about one study
     * @param content an object to be laid down with it, before it
     * @param patients internal ids of the records that it is about, for the trail
     */
    record Do(Act act, StudyKeyId key, Optional<SealRequest> content, List<String> patients)
        implements Plan {
      public Do {
        patients = List.copyOf(patients);
      }
    }
  }

  /** The bytes of an act and what it will be. The caller closes the blob. */
  record Draft(PendingBlob blob, SealRequest request, Instant time) {}

  /**
   * Does what the proposal says.
   *
   * @param pass to keep house
   * @param reason in the operator's words; sealed with the act, and shown in the history
   * @throws IOException if it can't be told whether it was done; opening the archive anew tells
   */
  KeepingOutcome commit(Pass pass, String reason, Proposal proposal) throws IOException {
    AtomicReference<KeepingOutcome> outcome = new AtomicReference<>();
    committer.exclusively(session ->
        outcome.set(
            switch (proposal.plan(session)) {
              case Plan.Refuse(Objection why) -> new KeepingOutcome.Refused(why);
              // As after a destruction that was cut short: the index still names what is gone.
              case Plan.Do plan when !vault.ring().contains(plan.key) ->
                  new KeepingOutcome.Refused(Objection.MISSING_KEY);
              case Plan.Do plan -> perform(session, pass, reason, plan);
            }));
    return outcome.get();
  }

  /** Seals an act, ready to be committed with a group. */
  static Draft draft(
      Vault vault, Instant time, String actor, String reason, Act act, StudyKeyId key)
      throws IOException {
    PendingBlob blob = vault.begin();
    try {
      try (OutputStream sink = blob.sink()) {
        sink.write(ActEntry.encode(time, actor, reason, act));
      }
      String study = act.studies().size() == 1 ? act.studies().getFirst() : "";
      return new Draft(
          blob,
          new SealRequest(
              blob,
              key,
              blob.describe(
                  study,
                  "",
                  "",
                  ActEntry.SOP_CLASS,
                  TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())),
          time);
    } catch (IOException | RuntimeException e) {
      blob.close();
      throw e;
    }
  }

  private KeepingOutcome perform(Session session, Pass pass, String reason, Plan.Do plan)
      throws IOException, SQLException {
    Instant now = clock.instant();
    String actor = pass.who().name();
    Draft draft = draft(vault, now, actor, reason, plan.act, plan.key);
    List<BlobAddress> addresses;
    try (PendingBlob _ = draft.blob) {
      probe.reached(Committer.Step.RESOLVED);
      List<SealRequest> group = new ArrayList<>();
      plan.content.ifPresent(group::add);
      group.add(draft.request);
      addresses = vault.commit(group);
    }
    probe.reached(Committer.Step.BYTES_DURABLE);
    ActEntry entry = new ActEntry(addresses.getLast(), now, actor, reason, plan.act);
    effects.rewrap(entry, plan.key);
    gate.record(List.of(record(pass, entry, plan.patients)));
    probe.reached(Committer.Step.TRAIL_DURABLE);
    Map<String, BlobAddress> contents = new HashMap<>();
    addresses.forEach(a -> contents.put(a.object().toString(), a));
    session.begin();
    effects.apply(entry, object -> Optional.ofNullable(contents.get(object)));
    session.commit();
    probe.reached(Committer.Step.INDEXED);
    return new KeepingOutcome.Done(entry.id(), plan.act.studies().size());
  }

  private TrailRecord record(Pass pass, ActEntry entry, List<String> patients) {
    List<String> studies = entry.act().studies();
    TrailRecord.Builder builder =
        TrailRecord.of(entry.time(), entry.act().action(), Outcome.DONE, pass.who().actor())
            .remote(pass.who().remote())
            .studies(TrailLimits.named(studies))
            .patients(patients)
            .count(studies.size())
            .fact(Fact.ACT, entry.id())
            .fact(Fact.SESSION, pass.who().session());
    if (entry.act() instanceof Deletion deletion) {
      builder
          .fact(Fact.REASON, deletion.reason().word())
          .fact(Fact.INSTANCES, deletion.instances().size());
    }
    return builder.build();
  }
}

package huisclos.archive;

import huisclos.gate.Gate;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import huisclos.vault.BlobAddress;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an index named before it was made anew, held against the new one: what was not met again is
 * noted as missing, and where the index had known more than the vault, what was deleted since does
 * not come back with an older vault. Within the rebuild's transaction.
 */
final class KnownBefore {
  /** For how long what is hidden again can be restored when nobody knows until when it was. */
  private static final Duration KEEP = Duration.ofDays(30);

  private final Vault vault;
  private final Gate gate;
  private final Session session;
  private final ActEffects effects;
  private final Clock clock;
  private final Set<String> held = new HashSet<>();

  KnownBefore(Vault vault, Gate gate, Session session, ActEffects effects, Clock clock) {
    this.vault = vault;
    this.gate = gate;
    this.session = session;
    this.effects = effects;
    this.clock = clock;
  }

  /** Before the rows go. */
  void keep() throws SQLException {
    session.update(ScrubSql.DROP_KNOWN_BEFORE);
    session.update(ScrubSql.KEEP_KNOWN_BEFORE);
    session.update(ScrubSql.INDEX_KNOWN_BEFORE);
    session.update(ScrubSql.DROP_ACTS_BEFORE);
    session.update(ScrubSql.KEEP_ACTS_BEFORE);
    session.update(ScrubSql.DROP_INDEXED_BEFORE);
    session.update(ScrubSql.KEEP_INDEXED_BEFORE);
    session.each(ScrubSql.HELD_STUDIES, row -> held.add(row.getString(1)));
  }

  /**
   * Once the new rows are there.
   *
   * @param ahead whether the index had known more than the vault
   */
  RecoveryReport compare(RecoveryReport report, boolean ahead) throws SQLException, IOException {
    long now = clock.millis();
    int missing =
        session.update(ScrubSql.NOTE_MISSING, now)
            + session.update(ScrubSql.NOTE_MISSING_ACTS, now);
    session.update(ScrubSql.FORGET_RETURNED);
    long hidden = ahead ? hideAgain() : 0;
    if (ahead) {
      holdAgain();
    }
    session.update(ScrubSql.DROP_KNOWN_BEFORE);
    session.update(ScrubSql.DROP_ACTS_BEFORE);
    session.update(ScrubSql.DROP_INDEXED_BEFORE);
    return report.compared(missing, hidden);
  }

  private record Group(String study, StudyKeyId key, String record, String reason, long due) {}

  private long hideAgain() throws SQLException, IOException {
    Map<Group, List<String>> groups = new LinkedHashMap<>();
    session.each(
        ScrubSql.RETURNED,
        row ->
            groups
                .computeIfAbsent(
                    new Group(
                        row.getString(1),
                        Known.studyKey(row.getString(2)),
                        row.getString(3),
                        row.getString(5),
                        row.getLong(6)),
                    _ -> new ArrayList<>())
                .add(row.getString(4)));
    long hidden = 0;
    for (var group : groups.entrySet()) {
      Group of = group.getKey();
      Instant until = of.due > 0 ? Instant.ofEpochMilli(of.due) : clock.instant().plus(KEEP);
      // A sender is refused rather than told that what nobody sees is here.
      DeleteReason reason = DeleteReason.of(of.reason).orElse(DeleteReason.RETENTION_EXPIRED);
      lay(new Deletion(of.study, reason, until, group.getValue()), of.key, of.record);
      hidden += group.getValue().size();
    }
    return hidden;
  }

  private void holdAgain() throws SQLException, IOException {
    for (String study : held) {
      if (session.number(DeleteSql.IS_HELD, study) == 0) {
        List<Deletions.Affected> of = Deletions.affected(session, Level.STUDY, study);
        if (!of.isEmpty()) {
          lay(new Hold(study, true), of.getFirst().key(), of.getFirst().record());
        }
      }
    }
  }

  private void lay(Act act, StudyKeyId key, String record) throws SQLException, IOException {
    Acts.Draft draft =
        Acts.draft(vault, clock.instant(), "", "as the index before the rebuild had it", act, key);
    List<BlobAddress> addresses;
    try (var _ = draft.blob()) {
      addresses = vault.commit(List.of(draft.request()));
    }
    ActEntry entry =
        new ActEntry(
            addresses.getLast(), draft.time(), "", "as the index before the rebuild had it", act);
    gate.record(
        List.of(
            TrailRecord.of(entry.time(), act.action(), Outcome.DONE, Actor.system())
                .studies(act.studies())
                .patients(List.of(record))
                .fact(Fact.ACT, entry.id())
                .fact(Fact.REASON, "recovered")
                .build()));
    effects.apply(entry, _ -> Optional.empty());
  }
}

package huisclos.archive;

import huisclos.vault.BlobAddress;
import huisclos.vault.BlobEntry;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The rows of acts, held against the acts themselves, and what the index made of them. */
final class ScrubActs implements ScrubRow.Table {
  private final Vault vault;
  private final IndexDatabase index;

  ScrubActs(Vault vault, IndexDatabase index) {
    this.vault = vault;
    this.index = index;
  }

  @Override
  public String name() {
    return "act";
  }

  @Override
  public List<ScrubRow> after(Session session, long id, int limit) throws SQLException {
    List<ScrubRow> rows = new ArrayList<>();
    session.each(ScrubSql.ACTS, row -> rows.add(new Act(row)), id, limit);
    return rows;
  }

  private final class Act implements ScrubRow {
    private final long number;
    private final String act;
    private final BlobAddress address;
    private final String kind;
    private final long at;
    private final String actor;
    private final String undoneBy;

    Act(ResultSet row) throws SQLException {
      this.number = row.getLong(1);
      this.act = row.getString(2);
      this.address = Known.address(row, 3);
      this.kind = row.getString(8);
      this.at = row.getLong(9);
      this.actor = row.getString(10);
      this.undoneBy = Objects.requireNonNullElse(row.getString(11), "");
    }

    @Override
    public long id() {
      return number;
    }

    @Override
    public Optional<Damage> check(Instant now) throws IOException {
      try {
        BlobEntry entry = new BlobEntry(address, vault.keyOf(address));
        if (entry.key() instanceof StudyKeyId key && vault.ring().wasDestroyed(key)) {
          return Optional.empty();
        }
        ActEntry known = ActLedger.open(vault.open(entry), address);
        return wrong(known).map(what -> damage(DamageKind.ROW, first(known), what, now));
      } catch (ArchiveException e) {
        return Optional.of(damage(DamageKind.ROW, "", "another object", now));
      } catch (IOException e) {
        return Optional.of(
            damage(DamageKind.NO_OBJECT, "", "a housekeeping act can't be read", now));
      }
    }

    private Optional<String> wrong(ActEntry known) throws IOException {
      if (!known.id().equals(act)
          || !known.act().kind().equals(kind)
          || known.time().toEpochMilli() != at
          || !known.actor().equals(actor)) {
        return Optional.of("its row is not as the act says");
      }
      return index.read(session -> {
        for (String study : known.act().studies()) {
          if (session.number(ScrubSql.HAS_ACT_STUDY, study, number) == 0
              && session.number(ScrubSql.HAS_STUDY, study) > 0) {
            return Optional.of("a study that it is about doesn't lead to it");
          }
        }
        if (!undoneBy.isEmpty() && session.number(ScrubSql.HAS_ACT, undoneBy) == 0) {
          return Optional.of("what took it back is not there");
        }
        return switch (known.act()) {
          case Undo(String undone, List<String> _) ->
              // An undone act may have gone with all its studies.
              session.number(ScrubSql.HAS_ACT, undone) > 0
                      && session.number(ScrubSql.IS_UNDONE_BY, undone, act) == 0
                  ? Optional.of("what it took back still counts")
                  : Optional.empty();
          case Deletion deletion -> differs(session, deletion);
          case Hold hold ->
              session.number(ScrubSql.HELD_OTHERWISE, act, hold.study(), actor, at) > 0
                  ? Optional.of("the hold is not as the act says")
                  : Optional.empty();
          case Correct _,
              ConflictKeep _,
              PatientMove _,
              PatientMerge _,
              QuarantineDecision _,
              Restoration _ ->
              Optional.empty();
        };
      });
    }

    private Optional<String> differs(Session session, Deletion deletion) throws SQLException {
      return session.number(
                  ScrubSql.DELETED_OTHERWISE,
                  act,
                  deletion.study(),
                  deletion.reason().word(),
                  actor,
                  at,
                  deletion.until().toEpochMilli())
              > 0
          ? Optional.of("the deletion is not as the act says")
          : Optional.empty();
    }

    private static String first(ActEntry known) {
      List<String> studies = known.act().studies();
      return studies.isEmpty() ? "" : studies.getFirst();
    }

    private Damage damage(DamageKind kind, String study, String detail, Instant now) {
      return new Damage(
          kind, ScrubInstances.place(address), study, "", "", 0, detail + ": act " + act, now);
    }
  }
}

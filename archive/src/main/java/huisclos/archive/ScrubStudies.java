package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.vault.PatientKeyId;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import huisclos.vault.VaultException;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The rows of studies and of what they say about their patients. */
final class ScrubStudies implements ScrubRow.Table {
  private final Vault vault;
  private final SealedAttributes sealed;
  private final Tokens tokens;
  private final IndexDatabase index;

  ScrubStudies(Vault vault, SealedAttributes sealed, Tokens tokens, IndexDatabase index) {
    this.vault = vault;
    this.sealed = sealed;
    this.tokens = tokens;
    this.index = index;
  }

  @Override
  public String name() {
    return "study";
  }

  @Override
  public List<ScrubRow> after(Session session, long id, int limit) throws SQLException {
    List<One> rows = new ArrayList<>();
    session.each(ScrubSql.STUDIES_AFTER, row -> rows.add(new One(row)), id, limit);
    for (One row : rows) {
      session.each(
          DeleteSql.SHOWN_MODALITIES, r -> row.shownModalities.add(r.getString(1)), row.id);
      session.each(DeleteSql.SHOWN_SOP_CLASSES, r -> row.shownClasses.add(r.getString(1)), row.id);
    }
    return List.copyOf(rows);
  }

  private final class One implements ScrubRow {
    private final long id;
    private final String uid;
    private final String key;
    private final OptionalLong date;
    private final OptionalLong time;
    private final String modalities;
    private final String sopClasses;
    private final long series;
    private final long instances;
    private final SealedColumn attributes;
    private final String record;
    private final Optional<SealedColumn> patient;
    private final String digest;
    private final long demographic;
    private final long countedSeries;
    private final long countedInstances;
    private final Set<String> shownModalities = new HashSet<>();
    private final Set<String> shownClasses = new HashSet<>();

    One(ResultSet row) throws SQLException {
      this.id = row.getLong(1);
      this.uid = row.getString(2);
      this.key = row.getString(3);
      this.date = ScrubInstances.optional(row, 4);
      this.time = ScrubInstances.optional(row, 5);
      this.modalities = row.getString(6);
      this.sopClasses = row.getString(7);
      this.series = row.getLong(8);
      this.instances = row.getLong(9);
      this.attributes = new SealedColumn(row.getBytes(10));
      this.record = Objects.requireNonNullElse(row.getString(11), "");
      this.patient = Optional.ofNullable(row.getBytes(12)).map(SealedColumn::new);
      this.digest = Optional.ofNullable(row.getBytes(13)).map(HexFormat.of()::formatHex).orElse("");
      this.demographic = row.getLong(14);
      this.countedSeries = row.getLong(15);
      this.countedInstances = row.getLong(16);
    }

    @Override
    public long id() {
      return id;
    }

    @Override
    public Optional<Damage> check(Instant now) throws IOException {
      return wrong()
          .map(what ->
              new Damage(DamageKind.ROW, "index.db study " + id, uid, "", "", instances, what, now))
          .or(() -> ring(now));
    }

    private Optional<String> wrong() throws IOException {
      if (record.isEmpty() || patient.isEmpty()) {
        return Optional.of("its patient record or account has no row");
      }
      DataSet set;
      DataSet account;
      byte[] encoded;
      try {
        set = sealed.open(attributes.bytes(), "study", uid);
        encoded = sealed.openBytes(patient.get().bytes(), "demographic", digest);
        account = SealedAttributes.decode(encoded);
      } catch (IOException e) {
        return Optional.of("its sealed attributes don't open");
      }
      Arrival made = ScrubRow.arrival(set, uid, "", "");
      if (!ScrubRow.cut(set)
          && (!ScrubInstances.same(date, made.date(Tag.STUDY_DATE))
              || !ScrubInstances.same(time, made.time(Tag.STUDY_TIME)))) {
        return Optional.of("its date or time is not what its sealed attributes say");
      }
      if (series != countedSeries
          || instances != countedInstances
          || !set(modalities).equals(shownModalities)
          || !set(sopClasses).equals(shownClasses)) {
        return Optional.of("its counts or kinds are not those of its series");
      }
      if (!HexFormat.of().formatHex(tokens.digest(encoded)).equals(digest)) {
        return Optional.of("the account of its patient is not under its digest");
      }
      return tokensLack(tokens.ofStudy(set), tokens.ofPatient(account))
          ? Optional.of("a search token is missing: searches would pass it by")
          : Optional.empty();
    }

    private static Set<String> set(String joined) {
      return joined.isEmpty() ? Set.of() : new HashSet<>(Arrays.asList(joined.split("\\\\", -1)));
    }

    private boolean tokensLack(Set<Long> ofStudy, Set<Long> ofPatient) throws IOException {
      return index.read(session -> {
        for (long token : ofStudy) {
          if (session.number(ScrubSql.HAS_STUDY_TOKEN, token, id) == 0) {
            return true;
          }
        }
        for (long token : ofPatient) {
          if (session.number(ScrubSql.HAS_DEMOGRAPHIC_TOKEN, token, demographic) == 0) {
            return true;
          }
        }
        return false;
      });
    }

    /** Whether the key ring says the same of whose study it is. */
    private Optional<Damage> ring(Instant now) {
      StudyKeyId study = Known.studyKey(key);
      if (!vault.ring().contains(study)) {
        return Optional.empty(); // Its instances say so, or it was destroyed.
      }
      try {
        Optional<PatientKeyId> belongs = vault.ring().patientOf(study);
        return belongs.map(PatientKeyId::toString).equals(Optional.of(record))
            ? Optional.empty()
            : Optional.of(
                new Damage(
                    DamageKind.ROW,
                    "index.db study " + id,
                    uid,
                    "",
                    "",
                    instances,
                    "the key ring has it under another patient record",
                    now));
      } catch (VaultException e) {
        return Optional.empty(); // The check of the ring tells.
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }
}

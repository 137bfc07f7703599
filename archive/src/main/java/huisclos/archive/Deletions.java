package huisclos.archive;

import huisclos.archive.KeepingOutcome.Objection;
import huisclos.gate.Disclosure;
import huisclos.gate.Pass;
import huisclos.vault.StudyKeyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deletes, restores and holds; each as an {@link Act}. Thread-safe. */
final class Deletions {
  /** Most deletions and holds that are listed. */
  private static final int MAX_LISTED = 10_000;

  private final IndexDatabase index;
  private final Acts acts;
  private final SealedAttributes sealed;
  private final Reaches reaches;
  private final Clock clock;

  Deletions(IndexDatabase index, Acts acts, SealedAttributes sealed, Reaches reaches, Clock clock) {
    this.reaches = reaches;
    this.index = index;
    this.acts = acts;
    this.sealed = sealed;
    this.clock = clock;
  }

  /** An instance that a UID names. */
  record Affected(
      String study,
      StudyKeyId key,
      String record,
      String sop,
      String series,
      String sopClass,
      boolean hidden) {}

  /** What the UID of a level names, hidden or not; in the order in which it came. */
  static List<Affected> affected(Session session, Level level, String uid) throws SQLException {
    String sql =
        switch (level) {
          case STUDY -> DeleteSql.AFFECTED_BY_STUDY;
          case SERIES -> DeleteSql.AFFECTED_BY_SERIES;
          case IMAGE -> DeleteSql.AFFECTED_BY_INSTANCE;
          case PATIENT -> throw new IllegalArgumentException("a patient is deleted by its studies");
        };
    List<Affected> found = new ArrayList<>();
    session.each(
        sql,
        row ->
            found.add(
                new Affected(
                    row.getString(1),
                    Known.studyKey(row.getString(2)),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getLong(7) != 0)),
        uid,
        ArchiveLimits.MAX_RETRIEVED + 1);
    return found;
  }

  /** Whether UIDs from the study's down to an instance's name what is here, hidden or not. */
  boolean isPlaced(List<String> path) throws ArchiveException {
    List<Level> levels = List.of(Level.STUDY, Level.SERIES, Level.IMAGE);
    Level level = levels.get(path.size() - 1);
    List<Affected> named = index.read(session -> affected(session, level, path.getLast()));
    return !named.isEmpty()
        && named.stream()
            .allMatch(a ->
                a.study.equals(path.getFirst())
                    && (path.size() < 2 || a.series.equals(path.get(1))));
  }

  /**
   * What the UID names and shows, for whoever writes a note of it.
   *
   * @param heldToo also of held studies; they aren't going to be deleted, so that a note of their
   *     deletion would say elsewhere what isn't so here
   */
  List<Affected> shown(Pass pass, Level level, String uid, boolean heldToo)
      throws ArchiveException {
    Reaching reaching = reaches.of(pass.reach());
    return index.read(session -> {
      Map<String, Boolean> wanted = new HashMap<>();
      List<Affected> shown = new ArrayList<>();
      for (Affected one : affected(session, level, uid)) {
        if (!wanted.containsKey(one.study)) {
          wanted.put(
              one.study,
              (heldToo || session.number(DeleteSql.IS_HELD, one.study) == 0)
                  && reaching.has(session, one.study));
        }
        if (!one.hidden && Boolean.TRUE.equals(wanted.get(one.study))) {
          shown.add(one);
        }
      }
      return shown;
    });
  }

  /**
   * Hides what the UID of a level names.
   *
   * @param comment in the operator's words; sealed with the act
   * @param keep for how long it can be restored
   * @param heldToo what is held as well, for a rejection: hiding isn't destroying
   */
  KeepingOutcome delete(
      Pass pass,
      Level level,
      String uid,
      DeleteReason reason,
      String comment,
      Duration keep,
      boolean heldToo)
      throws IOException {
    return perStudy(
        pass,
        comment,
        session -> affected(session, level, uid),
        new Deleting(reason, clock.instant().plus(keep), heldToo));
  }

  /**
   * Hides the instances that a rejection note names, a held study's too: hiding isn't destroying.
   * Those not known here, or of another study than the note says, are left.
   *
   * @param named study UID to SOP instance UIDs
   */
  KeepingOutcome reject(
      Pass pass, Map<String, Set<String>> named, DeleteReason reason, Duration keep)
      throws IOException {
    return perStudy(
        pass,
        "",
        session -> {
          List<Affected> found = new ArrayList<>();
          for (var study : named.entrySet()) {
            for (String sop : study.getValue()) {
              affected(session, Level.IMAGE, sop).stream()
                  .filter(a -> a.study.equals(study.getKey()))
                  .forEach(found::add);
            }
          }
          return found;
        },
        new Deleting(reason, clock.instant().plus(keep), true));
  }

  /** Shows again what the UID of a study, series or instance names. */
  KeepingOutcome restore(Pass pass, String uid, String comment) throws IOException {
    return perStudy(pass, comment, session -> anyLevel(session, uid), new Restoring());
  }

  private static List<Affected> anyLevel(Session session, String uid) throws SQLException {
    for (Level level : List.of(Level.STUDY, Level.SERIES, Level.IMAGE)) {
      List<Affected> found = affected(session, level, uid);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private interface Finding {
    List<Affected> find(Session session) throws SQLException;
  }

  private sealed interface Doing {}

  private record Deleting(DeleteReason reason, Instant until, boolean heldToo) implements Doing {}

  private record Restoring() implements Doing {}

  /** One act for each study concerned, since each is sealed under its study's key. */
  private KeepingOutcome perStudy(Pass pass, String comment, Finding finding, Doing doing)
      throws IOException {
    KeepingOutcome.Done done = new KeepingOutcome.Done("", 0);
    Reaching reaching = reaches.of(pass.reach());
    Finding within =
        session -> {
          List<Affected> reached = new ArrayList<>();
          for (Affected one : finding.find(session)) {
            if (reaching.has(session, one.study)) {
              reached.add(one);
            }
          }
          return reached;
        };
    while (true) {
      int before = done.studies();
      switch (acts.commit(pass, comment, session -> plan(session, within, doing, before > 0))) {
        case KeepingOutcome.Done one ->
            done = new KeepingOutcome.Done(one.act(), before + one.studies());
        case KeepingOutcome.Refused(Objection why)
            when why == Objection.NOTHING_TO_DO && before > 0 -> {
          return done;
        }
        case KeepingOutcome.Refused refused -> {
          return refused;
        }
      }
    }
  }

  private Acts.Plan plan(Session session, Finding finding, Doing doing, boolean again)
      throws SQLException, IOException {
    List<Affected> found = finding.find(session);
    if (found.isEmpty()) {
      return new Acts.Plan.Refuse(again ? Objection.NOTHING_TO_DO : Objection.UNKNOWN_UID);
    }
    boolean hide = doing instanceof Deleting;
    Map<String, List<Affected>> studies = new LinkedHashMap<>();
    for (Affected one : found) {
      if (one.hidden != hide) {
        studies.computeIfAbsent(one.study, _ -> new ArrayList<>()).add(one);
      }
    }
    if (studies.isEmpty()) {
      return new Acts.Plan.Refuse(Objection.NOTHING_TO_DO);
    }
    List<Affected> first = studies.values().iterator().next();
    if (first.size() > ArchiveLimits.MAX_RETRIEVED) {
      return new Acts.Plan.Refuse(Objection.TOO_MANY_STUDIES);
    }
    String study = first.getFirst().study;
    if (doing instanceof Deleting(var _, var _, boolean heldToo)
        && !heldToo
        && session.number(DeleteSql.IS_HELD, study) > 0) {
      return new Acts.Plan.Refuse(Objection.HELD);
    }
    Set<String> instances = new LinkedHashSet<>();
    first.forEach(one -> instances.add(one.sop));
    if (hide) {
      instances.addAll(notesLeftAlone(session, study, instances));
    }
    Act act =
        switch (doing) {
          case Deleting(DeleteReason reason, Instant until, boolean _) ->
              new Deletion(study, reason, until, List.copyOf(instances));
          case Restoring _ -> new Restoration(study, List.copyOf(instances));
        };
    return new Acts.Plan.Do(
        act, first.getFirst().key, Optional.empty(), List.of(first.getFirst().record));
  }

  /** Rejection notes that would be all that shows of a study go with it. */
  private static Set<String> notesLeftAlone(Session session, String study, Set<String> hiding)
      throws SQLException {
    Set<String> left = new HashSet<>();
    for (Affected one : affected(session, Level.STUDY, study)) {
      if (!one.hidden && !hiding.contains(one.sop)) {
        if (!one.sopClass.equals(RejectionNote.SOP_CLASS)) {
          return Set.of();
        }
        left.add(one.sop);
      }
    }
    return left;
  }

  /** Holds a study, or releases it. */
  KeepingOutcome hold(Pass pass, String study, boolean held, String reason) throws IOException {
    Reaching reaching = reaches.of(pass.reach());
    return acts.commit(
        pass,
        reason,
        session -> {
          List<Affected> found = affected(session, Level.STUDY, study);
          if (found.isEmpty() || !reaching.has(session, study)) {
            return new Acts.Plan.Refuse(Objection.UNKNOWN_UID);
          }
          if ((session.number(DeleteSql.IS_HELD, study) > 0) == held) {
            return new Acts.Plan.Refuse(Objection.NOTHING_TO_DO);
          }
          Affected any = found.getFirst();
          return new Acts.Plan.Do(
              new Hold(study, held), any.key, Optional.empty(), List.of(any.record));
        });
  }

  /** What can still be restored, the next to be destroyed first. */
  List<DeletionEntry> list(Pass pass) throws IOException {
    Set<String> studies = new LinkedHashSet<>();
    Set<String> patients = new LinkedHashSet<>();
    Reaching reaching = reaches.of(pass.reach());
    List<DeletionEntry> entries =
        index.read(session -> {
          List<DeletionEntry> list = new ArrayList<>();
          session.each(
              DeleteSql.DELETIONS,
              row -> {
                if (!reaching.has(session, row.getString(2))) {
                  return true;
                }
                studies.add(row.getString(2));
                patients.add(row.getString(10));
                return list.add(
                    new DeletionEntry(
                        row.getString(1),
                        row.getString(2),
                        DeleteReason.of(row.getString(3)).orElse(DeleteReason.QUALITY),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(6)),
                        row.getLong(7),
                        row.getLong(8) == 0,
                        row.getLong(9) > 0));
              },
              MAX_LISTED);
          return list;
        });
    pass.disclose(Disclosure.of(List.copyOf(studies), List.copyOf(patients), entries.size()));
    return entries;
  }

  /** The held studies. */
  List<HoldEntry> holds(Pass pass) throws IOException {
    record Stored(String study, String actor, long since, SealedColumn details) {}
    List<Stored> rows =
        index.read(session -> {
          List<Stored> list = new ArrayList<>();
          session.each(
              DeleteSql.HOLDS,
              row ->
                  list.add(
                      new Stored(
                          row.getString(1),
                          row.getString(2),
                          row.getLong(3),
                          new SealedColumn(row.getBytes(4)))));
          return list;
        });
    List<HoldEntry> entries = new ArrayList<>();
    Reaching reaching = reaches.of(pass.reach());
    for (Stored row : rows) {
      if (!reaching.has(index, row.study)) {
        continue;
      }
      entries.add(
          new HoldEntry(
              row.study,
              row.actor,
              Instant.ofEpochMilli(row.since),
              new String(
                  sealed.openBytes(row.details.bytes(), "hold", row.study),
                  StandardCharsets.UTF_8)));
    }
    pass.disclose(
        Disclosure.of(
            entries.stream().map(HoldEntry::studyUid).toList(), List.of(), entries.size()));
    return entries;
  }
}

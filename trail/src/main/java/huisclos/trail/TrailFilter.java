package huisclos.trail;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Which records are wanted. Every criterion that is set must hold; an empty set means: any. Studies
 * and patients are one criterion, met by any of them, because a patient's record is touched through
 * either.
 *
 * @param studyUids study instance UIDs
 * @param patientRecords internal ids of patient records
 * @param actors ids of actors
 * @param actions kinds of action
 * @param from the first instant
 * @param until the first instant that is too late
 */
public record TrailFilter(
    Set<String> studyUids,
    Set<String> patientRecords,
    Set<String> actors,
    Set<Action> actions,
    Optional<Instant> from,
    Optional<Instant> until) {

  public TrailFilter {
    studyUids = Set.copyOf(studyUids);
    patientRecords = Set.copyOf(patientRecords);
    actors = Set.copyOf(actors);
    actions = Set.copyOf(actions);
  }

  /** Every record. */
  public static TrailFilter all() {
    return new TrailFilter(
        Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());
  }

  /** What concerns any of these studies or patient records: the question "who saw this patient". */
  public static TrailFilter about(Set<String> studyUids, Set<String> patientRecords) {
    return new TrailFilter(
        studyUids, patientRecords, Set.of(), Set.of(), Optional.empty(), Optional.empty());
  }

  /** The same, by these actors only. */
  public TrailFilter by(Set<String> newActors) {
    return new TrailFilter(studyUids, patientRecords, newActors, actions, from, until);
  }

  /** The same, of these kinds only. */
  public TrailFilter of(Set<Action> newActions) {
    return new TrailFilter(studyUids, patientRecords, actors, newActions, from, until);
  }

  /** The same, within {@code [from, until)} only. */
  public TrailFilter between(Instant newFrom, Instant newUntil) {
    return new TrailFilter(
        studyUids, patientRecords, actors, actions, Optional.of(newFrom), Optional.of(newUntil));
  }

  /** Whether the record is wanted. */
  public boolean test(TrailRecord record) {
    return concerns(record)
        && (actors.isEmpty() || actors.contains(record.actor().id()))
        && (actions.isEmpty() || actions.contains(record.action()))
        && from.map(first -> !record.time().isBefore(first)).orElse(true)
        && until.map(end -> record.time().isBefore(end)).orElse(true);
  }

  private boolean concerns(TrailRecord record) {
    return (studyUids.isEmpty() && patientRecords.isEmpty())
        || !Collections.disjoint(record.studyUids(), studyUids)
        || !Collections.disjoint(record.patientRecords(), patientRecords);
  }
}

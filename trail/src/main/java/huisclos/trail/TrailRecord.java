package huisclos.trail;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of the record of every access: who did what, when, from where, to which studies.
 *
 * <p>Nothing in clear identifies a patient: studies are UIDs, patients are internal ids, facts have
 * keys of a closed vocabulary. Text is cleaned of what could forge a line (see {@link CleanText})
 * and cut at its limit instead of refused, so that no name from outside can suppress its record.
 * Ids are never cut: one that is empty, too long or not printable ASCII is an {@link
 * IllegalArgumentException}. Immutable.
 *
 * @param time when, kept to the microsecond
 * @param action what
 * @param outcome how it ended
 * @param actor who
 * @param remote the peer's address, or empty
 * @param studyUids the study instance UIDs concerned, at most {@value TrailLimits#MAX_IDS}
 * @param patientRecords the internal ids of the patient records concerned, at most {@value
 *     TrailLimits#MAX_IDS}
 * @param count how many objects or matches, of the whole action even where it is split in parts
 * @param facts what else, at most {@value TrailLimits#MAX_FACTS}
 * @param sealed what identifies a patient
 * @param part which part of a split action this is; set by {@link Trail}
 */
public record TrailRecord(
    Instant time,
    Action action,
    Outcome outcome,
    Actor actor,
    String remote,
    List<String> studyUids,
    List<String> patientRecords,
    OptionalLong count,
    Map<Fact, String> facts,
    Optional<SealedPart> sealed,
    Optional<Part> part) {

  /** Part {@code number} (from 1) of {@code of}. */
  public record Part(int number, int of) {
    public Part {
      if (number < 1 || of < number || of > TrailLimits.MAX_IDS) {
        throw new IllegalArgumentException("part of a trail record out of range");
      }
    }
  }

  public TrailRecord {
    time = time.truncatedTo(ChronoUnit.MICROS);
    Objects.requireNonNull(action);
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(actor);
    remote = CleanText.of(remote, TrailLimits.MAX_REMOTE_CHARS);
    studyUids = ids(studyUids);
    patientRecords = ids(patientRecords);
    if (count.isPresent() && count.getAsLong() < 0) {
      throw new IllegalArgumentException("count of a trail record is negative");
    }
    facts = clean(facts);
    Objects.requireNonNull(sealed);
    Objects.requireNonNull(part);
  }

  /** A whole record, not a part of one. */
  public TrailRecord(
      Instant time,
      Action action,
      Outcome outcome,
      Actor actor,
      String remote,
      List<String> studyUids,
      List<String> patientRecords,
      OptionalLong count,
      Map<Fact, String> facts,
      Optional<SealedPart> sealed) {
    this(
        time,
        action,
        outcome,
        actor,
        remote,
        studyUids,
        patientRecords,
        count,
        facts,
        sealed,
        Optional.empty());
  }

  /** Begins a record; what is not set stays empty. */
  public static Builder of(Instant time, Action action, Outcome outcome, Actor actor) {
    return new Builder(time, action, outcome, actor);
  }

  private static List<String> ids(List<String> ids) {
    if (ids.size() > TrailLimits.MAX_IDS) {
      throw new IllegalArgumentException("too many ids in a trail record");
    }
    for (String id : ids) {
      if (id.isEmpty()
          || id.length() > TrailLimits.MAX_ID_CHARS
          || !id.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\')) {
        throw new IllegalArgumentException("an id in a trail record is malformed");
      }
    }
    return List.copyOf(ids);
  }

  private static Map<Fact, String> clean(Map<Fact, String> facts) {
    if (facts.size() > TrailLimits.MAX_FACTS) {
      throw new IllegalArgumentException("too many facts in a trail record");
    }
    Map<Fact, String> clean = new EnumMap<>(Fact.class);
    facts.forEach(
        (fact, value) -> clean.put(fact, CleanText.of(value, TrailLimits.MAX_FACT_CHARS)));
    return Collections.unmodifiableMap(clean);
  }

  /** Collects a record's optional parts; not thread-safe. */
  public static final class Builder {
    private final Instant time;
    private final Action action;
    private final Outcome outcome;
    private final Actor actor;
    private String remote = "";
    private final List<String> studyUids = new ArrayList<>();
    private final List<String> patientRecords = new ArrayList<>();
    private OptionalLong count = OptionalLong.empty();
    private final Map<Fact, String> facts = new EnumMap<>(Fact.class);
    private Optional<SealedPart> sealed = Optional.empty();

    private Builder(Instant time, Action action, Outcome outcome, Actor actor) {
      this.time = time;
      this.action = action;
      this.outcome = outcome;
      this.actor = actor;
    }

    /** The peer's address. */
    public Builder remote(String address) {
      remote = address;
      return this;
    }

    public Builder studies(Collection<String> uids) {
      studyUids.addAll(uids);
      return this;
    }

    public Builder studies(String... uids) {
      return studies(Arrays.asList(uids));
    }

    public Builder patients(Collection<String> internalIds) {
      patientRecords.addAll(internalIds);
      return this;
    }

    public Builder patients(String... internalIds) {
      return patients(Arrays.asList(internalIds));
    }

    public Builder count(long howMany) {
      count = OptionalLong.of(howMany);
      return this;
    }

    public Builder fact(Fact fact, String value) {
      facts.put(fact, value);
      return this;
    }

    public Builder fact(Fact fact, long value) {
      return fact(fact, Long.toString(value));
    }

    public Builder sealed(SealedPart part) {
      sealed = Optional.of(part);
      return this;
    }

    public TrailRecord build() {
      return new TrailRecord(
          time, action, outcome, actor, remote, studyUids, patientRecords, count, facts, sealed);
    }
  }
}

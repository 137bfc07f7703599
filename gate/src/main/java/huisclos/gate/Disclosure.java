package huisclos.gate;

import huisclos.trail.Fact;
import huisclos.trail.SealedPart;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an access touches, as the trail is to keep it. Immutable.
 *
 * @param studyUids the studies concerned
 * @param patientRecords the internal ids of the patient records concerned
 * @param count how many matches or instances
 * @param facts what else may stand in clear; never a patient's value
 * @param sealed what identifies a patient, such as a query's keys
 */
public record Disclosure(
    List<String> studyUids,
    List<String> patientRecords,
    long count,
    Map<Fact, String> facts,
    Optional<SealedPart> sealed) {
  public Disclosure {
    studyUids = List.copyOf(studyUids);
    patientRecords = List.copyOf(patientRecords);
    Map<Fact, String> sorted = new EnumMap<>(Fact.class);
    sorted.putAll(facts);
    facts = Collections.unmodifiableMap(sorted);
  }

  /** Without facts or a sealed part. */
  public static Disclosure of(List<String> studyUids, List<String> patientRecords, long count) {
    return new Disclosure(studyUids, patientRecords, count, Map.of(), Optional.empty());
  }

  /** The same with a further fact. */
  public Disclosure with(Fact fact, String value) {
    Map<Fact, String> more = new EnumMap<>(Fact.class);
    more.putAll(facts);
    more.put(fact, value);
    return new Disclosure(studyUids, patientRecords, count, more, sealed);
  }

  /** The same with a sealed part. */
  public Disclosure with(SealedPart part) {
    return new Disclosure(studyUids, patientRecords, count, facts, Optional.of(part));
  }
}

package huisclos.gate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is open to a person beside what their roles let them see, at one moment.
 *
 * @param shares studies that were shared with them
 * @param glass what they opened in an emergency
 */
record Openings(List<Share> shares, List<Glass> glass) {
  static final Openings NONE = new Openings(List.of(), List.of());

  /** Most ids that one record names. */
  private static final int MAX_NAMED = 8;

  Openings {
    shares = List.copyOf(shares);
    glass = List.copyOf(glass);
  }

  /** As a reach. */
  Reach.Part part() {
    Set<String> studies = new HashSet<>();
    Set<PatientKey> patients = new HashSet<>();
    shares.forEach(share -> studies.add(share.study()));
    glass.forEach(one -> {
      one.study().ifPresent(studies::add);
      one.patient().ifPresent(patients::add);
    });
    return new Reach.Part(studies, patients, Set.of());
  }

  /** Whether all of this was opened in an emergency: no brake holds it back then. */
  boolean cover(Disclosure what) {
    if (what.studyUids().isEmpty() && what.patientRecords().isEmpty()) {
      return false;
    }
    Set<String> studies = new HashSet<>();
    Set<String> records = new HashSet<>();
    for (Glass one : glass) {
      one.study().ifPresent(studies::add);
      if (one.patient().isPresent()) {
        records.addAll(one.records());
      }
    }
    return (!what.studyUids().isEmpty() && studies.containsAll(what.studyUids()))
        || (!what.patientRecords().isEmpty() && records.containsAll(what.patientRecords()));
  }

  /** Ids of the shares by which these studies are open, joined by commas. */
  String sharesOf(List<String> studies) {
    return shares.stream()
        .filter(share -> studies.contains(share.study()))
        .map(Share::id)
        .limit(MAX_NAMED)
        .collect(Collectors.joining(","));
  }

  /** Ids of the emergencies that this belongs to, joined by commas. */
  String glassOf(Disclosure what) {
    return glass.stream()
        .filter(one ->
            one.study().filter(what.studyUids()::contains).isPresent()
                || (one.patient().isPresent()
                    && what.patientRecords().stream().anyMatch(one.records()::contains)))
        .map(Glass::id)
        .limit(MAX_NAMED)
        .collect(Collectors.joining(","));
  }
}

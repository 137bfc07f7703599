package huisclos.gate;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which studies somebody may know of: those that are within every part. What is outside doesn't
 * exist for them. The archive narrows by it whatever it finds, hands out or takes away. Immutable.
 *
 * @param all the parts; none means everything
 */
public record Reach(List<Part> all) {
  /** Every study there is. */
  public static final Reach EVERYTHING = new Reach(List.of());

  /** No study. */
  public static final Reach NOTHING = new Reach(List.of(new Part(Set.of(), Set.of(), Set.of())));

  public Reach {
    all = List.copyOf(all);
  }

  /**
   * A study is within it if any of the three names it. Its text form says how many, not whom.
   *
   * @param studies Study Instance UIDs
   * @param patients its patient, by what the study says of them
   * @param physicians its referring, consulting or requesting physician; compared as the archive
   *     compares names: case, accents and component groups don't matter
   */
  public record Part(Set<String> studies, Set<PatientKey> patients, Set<String> physicians) {
    public Part {
      studies = Set.copyOf(studies);
      patients = Set.copyOf(patients);
      physicians = Set.copyOf(physicians);
    }

    /** These studies alone. */
    public static Part studies(Set<String> studies) {
      return new Part(studies, Set.of(), Set.of());
    }

    /** All of this patient's. */
    public static Part patient(PatientKey patient) {
      return new Part(Set.of(), Set.of(patient), Set.of());
    }

    /** Whether nothing is within. */
    public boolean isEmpty() {
      return studies.isEmpty() && patients.isEmpty() && physicians.isEmpty();
    }

    @Override
    public String toString() {
      return "Part[studies="
          + studies.size()
          + ", patients="
          + patients.size()
          + ", physicians="
          + physicians.size()
          + "]";
    }
  }

  /** What is within this part alone. */
  public static Reach of(Part part) {
    return new Reach(List.of(part));
  }

  /** Whether every study is within, so that there is nothing to narrow. */
  public boolean isEverything() {
    return all.isEmpty();
  }

  /** Whether no study can be within. */
  public boolean isNothing() {
    return all.stream().anyMatch(Part::isEmpty);
  }

  /** What is within both. */
  public Reach and(Reach other) {
    return new Reach(Stream.concat(all.stream(), other.all.stream()).distinct().toList());
  }
}

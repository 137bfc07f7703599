package huisclos.vault;

import java.util.Set;

/**
 * Keys that are to be destroyed in one rotation of the site key.
 *
 * @param patients keys of patient records; the keys of all their studies go with them
 * @param studies keys of single studies
 */
public record Destruction(Set<PatientKeyId> patients, Set<StudyKeyId> studies) {
  /** Nothing: a mere rotation. */
  public static final Destruction NOTHING = new Destruction(Set.of(), Set.of());

  /** Keeps copies. */
  public Destruction {
    patients = Set.copyOf(patients);
    studies = Set.copyOf(studies);
  }

  /** The keys of these studies. */
  public static Destruction ofStudies(Set<StudyKeyId> studies) {
    return new Destruction(Set.of(), studies);
  }

  /** Whether there is nothing to destroy. */
  public boolean isEmpty() {
    return patients.isEmpty() && studies.isEmpty();
  }

  boolean names(RingRecord.Study study) {
    return studies.contains(study.id()) || patients.contains(study.patient());
  }
}

package huisclos.archive;

/** Where an information model begins (PS3.4 §C.6): at the patient, or at the study. */
public enum Root {
  PATIENT,
  STUDY;

  /** The highest level of the model. */
  Level top() {
    return switch (this) {
      case PATIENT -> Level.PATIENT;
      case STUDY -> Level.STUDY;
    };
  }
}

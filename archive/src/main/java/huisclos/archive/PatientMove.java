package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.trail.Action;
import java.util.List;

/**
 * A study goes to another patient record, whose identity its objects carry from then on.
 *
 * @param study the study
 * @param from the record that it was in, so that an index made anew can put it there first
 * @param into the record that it goes to
 * @param identity what is overridden on the way out; empty where it goes back to where it came from
 * @param samePatient whether both records are the same person's: then the former identity may be
 *     shown beside the new one
 */
record PatientMove(
    String study, PatientName from, PatientName into, Overlay identity, boolean samePatient)
    implements Act {
  static final String KIND = "patient-move";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Action action() {
    return Action.PATIENT_MOVE;
  }

  @Override
  public List<String> studies() {
    return List.of(study);
  }

  @Override
  public void write(ActFields to) {
    to.list(Field.STUDIES, List.of(study)).text(Field.SAME_PATIENT, samePatient ? "yes" : "");
    from.write(to, Field.FROM);
    into.write(to, Field.INTO);
    identity.write(to);
  }

  static PatientMove from(ActFields fields) throws ArchiveException {
    return new PatientMove(
        Scope.from(fields).studyUid(),
        PatientName.from(fields, Field.FROM),
        PatientName.from(fields, Field.INTO),
        Overlay.from(fields),
        !fields.text(Field.SAME_PATIENT).isEmpty());
  }
}

package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.trail.Action;
import java.util.List;

/**
 * Two records were one person's: all studies of the one go to the other, and what comes later under
 * the one's identity too.
 *
 * @param from the record that ends
 * @param into the record that stays
 * @param studies those that went
 * @param identity what is overridden on the way out
 */
record PatientMerge(PatientName from, PatientName into, List<String> studies, Overlay identity)
    implements Act {
  static final String KIND = "patient-merge";

  PatientMerge {
    studies = List.copyOf(studies);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Action action() {
    return Action.PATIENT_MERGE;
  }

  @Override
  public void write(ActFields to) {
    to.list(Field.STUDIES, studies);
    from.write(to, Field.FROM);
    into.write(to, Field.INTO);
    identity.write(to);
  }

  static PatientMerge from(ActFields fields) throws ArchiveException {
    return new PatientMerge(
        PatientName.from(fields, Field.FROM),
        PatientName.from(fields, Field.INTO),
        fields.list(Field.STUDIES),
        Overlay.from(fields));
  }
}

package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.trail.Action;
import java.io.IOException;
import java.util.List;

/**
 * A study may not be deleted nor destroyed, or may be again.
 *
 * @param study the study
 * @param held whether it is held from now on
 */
record Hold(String study, boolean held) implements Act {
  static final String HOLD = "hold";
  static final String RELEASE = "hold-release";

  @Override
  public String kind() {
    return held ? HOLD : RELEASE;
  }

  @Override
  public Action action() {
    return held ? Action.HOLD : Action.HOLD_RELEASE;
  }

  @Override
  public List<String> studies() {
    return List.of(study);
  }

  @Override
  public void write(ActFields to) {
    to.list(Field.STUDIES, List.of(study));
  }

  static Hold from(ActFields fields) throws IOException {
    return new Hold(Scope.from(fields).studyUid(), fields.required(Field.KIND).equals(HOLD));
  }
}

package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.trail.Action;
import java.util.List;

/**
 * Attributes are overridden on the way out; the object stays as it came.
 *
 * @param scope of which objects
 * @param overlay what
 * @param onArrival whether a rule made it as the object came: such ones apply before all others
 */
record Correct(Scope scope, Overlay overlay, boolean onArrival) implements Act {
  static final String KIND = "correct";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Action action() {
    return Action.CORRECT;
  }

  @Override
  public List<String> studies() {
    return List.of(scope.studyUid());
  }

  @Override
  public void write(ActFields to) {
    scope.write(to);
    overlay.write(to);
    to.text(Field.ON_ARRIVAL, onArrival ? "yes" : "");
  }

  static Correct from(ActFields fields) throws ArchiveException {
    return new Correct(
        Scope.from(fields), Overlay.from(fields), !fields.text(Field.ON_ARRIVAL).isEmpty());
  }
}

package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.trail.Action;
import java.util.List;

/**
 * An earlier correction counts no more.
 *
 * @param act id of the earlier act
 * @param studies the studies that it was about
 */
record Undo(String act, List<String> studies) implements Act {
  static final String KIND = "undo";

  Undo {
    studies = List.copyOf(studies);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Action action() {
    return Action.UNDO;
  }

  @Override
  public void write(ActFields to) {
    to.list(Field.STUDIES, studies).text(Field.TARGET, act);
  }

  static Undo from(ActFields fields) throws ArchiveException {
    return new Undo(fields.required(Field.TARGET), fields.list(Field.STUDIES));
  }
}

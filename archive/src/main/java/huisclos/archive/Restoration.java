package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.trail.Action;
import java.io.IOException;
import java.util.List;

/**
 * Deleted instances of a study show again.
 *
 * @param study their study
 * @param instances their SOP instance UIDs
 */
record Restoration(String study, List<String> instances) implements Act {
  static final String KIND = "delete-restore";

  Restoration {
    instances = List.copyOf(instances);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Action action() {
    return Action.UNDELETE;
  }

  @Override
  public List<String> studies() {
    return List.of(study);
  }

  @Override
  public void write(ActFields to) {
    to.list(Field.STUDIES, List.of(study)).list(Field.INSTANCES, instances);
  }

  static Restoration from(ActFields fields) throws IOException {
    return new Restoration(Scope.from(fields).studyUid(), fields.list(Field.INSTANCES));
  }
}

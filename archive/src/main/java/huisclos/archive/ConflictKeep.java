package huisclos.archive;

import huisclos.trail.Action;
import java.util.List;

/**
 * An instance that named another patient belongs to its study after all, and carries its identity.
 *
 * @param scope the instance
 * @param identity what is overridden on the way out
 */
record ConflictKeep(Scope scope, Overlay identity) implements Act {
  static final String KIND = "conflict-keep";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Action action() {
    return Action.CONFLICT_RESOLVE;
  }

  @Override
  public List<String> studies() {
    return List.of(scope.studyUid());
  }

  @Override
  public void write(ActFields to) {
    scope.write(to);
    identity.write(to);
  }

  static ConflictKeep from(ActFields fields) throws ArchiveException {
    return new ConflictKeep(Scope.from(fields), Overlay.from(fields));
  }
}

package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.trail.Action;
import java.util.List;

/**
 * A quarantined object was let in, or dropped.
 *
 * @param release whether it was let in: it lies anew under its study's key, as {@code content}
 * @param scope the study, series and SOP instance UID
 * @param quarantined id of the quarantined object
 * @param content id of the object that is the instance's content from then on; empty for a drop
 */
record QuarantineDecision(boolean release, Scope scope, String quarantined, String content)
    implements Act {
  static final String RELEASE = "quarantine-release";
  static final String DROP = "quarantine-drop";

  @Override
  public String kind() {
    return release ? RELEASE : DROP;
  }

  @Override
  public Action action() {
    return release ? Action.QUARANTINE_RELEASE : Action.QUARANTINE_DROP;
  }

  @Override
  public List<String> studies() {
    return List.of(scope.studyUid());
  }

  @Override
  public void write(ActFields to) {
    scope.write(to);
    to.text(Field.TARGET, quarantined).text(Field.OBJECT, content);
  }

  static QuarantineDecision from(ActFields fields) throws ArchiveException {
    return new QuarantineDecision(
        fields.required(Field.KIND).equals(RELEASE),
        Scope.from(fields),
        fields.required(Field.TARGET),
        fields.text(Field.OBJECT));
  }
}

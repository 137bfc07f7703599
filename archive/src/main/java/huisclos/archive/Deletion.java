package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.trail.Action;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Instances of a study show no more, and may be destroyed from a day on.
 *
 * @param study their study
 * @param reason why
 * @param until when they may be destroyed
 * @param instances their SOP instance UIDs, each outright: what comes later isn't meant
 */
record Deletion(String study, DeleteReason reason, Instant until, List<String> instances)
    implements Act {
  static final String KIND = "delete";

  Deletion {
    instances = List.copyOf(instances);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Action action() {
    return Action.DELETE;
  }

  @Override
  public List<String> studies() {
    return List.of(study);
  }

  @Override
  public void write(ActFields to) {
    to.list(Field.STUDIES, List.of(study))
        .text(Field.CODE, reason.word())
        .text(Field.UNTIL, until.toString())
        .list(Field.INSTANCES, instances);
  }

  static Deletion from(ActFields fields) throws IOException {
    try {
      return new Deletion(
          Scope.from(fields).studyUid(),
          DeleteReason.of(fields.required(Field.CODE))
              .orElseThrow(() -> new ArchiveException("a deletion has no known reason")),
          Instant.parse(fields.required(Field.UNTIL)),
          fields.list(Field.INSTANCES));
    } catch (DateTimeParseException e) {
      throw new ArchiveException("a deletion has no end", e);
    }
  }
}

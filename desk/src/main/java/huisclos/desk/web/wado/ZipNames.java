package huisclos.desk.web.wado;

import huisclos.archive.StoredInstance;
import java.time.LocalDateTime;

/**
 * The names of a ZIP's entries: UIDs alone, each only if it is made of what UIDs are made of, so
 * that no entry leaves the folder it is unpacked to.
 */
final class ZipNames {
  /** The time of every entry: when something was stored is nobody's matter here. */
  static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ZipNames() {}

  static String of(StoredInstance instance) {
    return safe(instance.studyUid())
        + "/"
        + safe(instance.seriesUid())
        + "/"
        + safe(instance.sopInstance())
        + ".dcm";
  }

  /** A UID as it is; of anything else, what can't mean anything to a file system. */
  static String safe(String uid) {
    String name = uid.replaceAll("[^0-9A-Za-z.-]", "_");
    return name.isEmpty() || name.startsWith(".") ? "_" + name : name;
  }
}

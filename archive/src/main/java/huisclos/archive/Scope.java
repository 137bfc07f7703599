package huisclos.archive;

import huisclos.archive.ActFields.Field;
import java.util.List;

/**
 * What a correction is about.
 *
 * @param studyUid the study
 * @param seriesUid a series of it; empty for all
 * @param sopUid an instance; empty for all
 */
record Scope(String studyUid, String seriesUid, String sopUid) {
  static Scope study(String uid) {
    return new Scope(uid, "", "");
  }

  boolean covers(String study, String series, String sop) {
    return studyUid.equals(study)
        && (seriesUid.isEmpty() || seriesUid.equals(series))
        && (sopUid.isEmpty() || sopUid.equals(sop));
  }

  Level level() {
    return !sopUid.isEmpty() ? Level.IMAGE : seriesUid.isEmpty() ? Level.STUDY : Level.SERIES;
  }

  void write(ActFields to) {
    to.list(Field.STUDIES, List.of(studyUid))
        .text(Field.SERIES, seriesUid)
        .text(Field.INSTANCE, sopUid);
  }

  static Scope from(ActFields fields) throws ArchiveException {
    List<String> studies = fields.list(Field.STUDIES);
    if (studies.size() != 1) {
      throw new ArchiveException("a correction names one study");
    }
    return new Scope(studies.getFirst(), fields.text(Field.SERIES), fields.text(Field.INSTANCE));
  }
}

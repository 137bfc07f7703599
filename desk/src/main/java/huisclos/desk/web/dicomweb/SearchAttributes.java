package huisclos.desk.web.dicomweb;

import huisclos.archive.Level;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search returns of its own accord (PS3.18 Tables 10.6.3-3 to 10.6.3-5). A level's answer
 * has the attributes of the levels above it too, unless the path names them.
 */
final class SearchAttributes {
  private static final List<Integer> STUDY =
      List.of(
          Tag.STUDY_DATE,
          Tag.STUDY_TIME,
          Tag.ACCESSION_NUMBER,
          Tag.INSTANCE_AVAILABILITY,
          Tag.MODALITIES_IN_STUDY,
          Tag.REFERRING_PHYSICIAN_NAME,
          Tag.TIMEZONE_OFFSET_FROM_UTC,
          Tag.PATIENT_NAME,
          Tag.PATIENT_ID,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX,
          Tag.STUDY_INSTANCE_UID,
          Tag.STUDY_ID,
          Tag.STUDY_DESCRIPTION,
          Tag.NUMBER_OF_STUDY_RELATED_SERIES,
          Tag.NUMBER_OF_STUDY_RELATED_INSTANCES);

  private static final List<Integer> SERIES =
      List.of(
          Tag.MODALITY,
          Tag.TIMEZONE_OFFSET_FROM_UTC,
          Tag.SERIES_DESCRIPTION,
          Tag.SERIES_INSTANCE_UID,
          Tag.SERIES_NUMBER,
          Tag.NUMBER_OF_SERIES_RELATED_INSTANCES,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
          Tag.PERFORMED_PROCEDURE_STEP_START_TIME);

  /** Of the items of the request attributes sequence. */
  private static final List<Integer> REQUEST =
      List.of(Tag.SCHEDULED_PROCEDURE_STEP_ID, Tag.REQUESTED_PROCEDURE_ID);

  private static final List<Integer> INSTANCE =
      List.of(
          Tag.SOP_CLASS_UID,
          Tag.SOP_INSTANCE_UID,
          Tag.INSTANCE_AVAILABILITY,
          Tag.TIMEZONE_OFFSET_FROM_UTC,
          Tag.INSTANCE_NUMBER,
          Tag.ROWS,
          Tag.COLUMNS,
          Tag.BITS_ALLOCATED,
          Tag.NUMBER_OF_FRAMES);

  private SearchAttributes() {}

  /**
   * Adds what the level returns to a query's keys, as keys that ask nothing.
   *
   * @param below the level that the path names an entity of; its attributes are known to who asks
   */
  static void add(DataSet keys, Level level, Level below) {
    List<Integer> tags = new ArrayList<>();
    if (below == Level.PATIENT || level == Level.STUDY) {
      tags.addAll(STUDY);
    }
    if (level == Level.SERIES || (level == Level.IMAGE && below != Level.SERIES)) {
      tags.addAll(SERIES);
      addRequest(keys);
    }
    if (level == Level.IMAGE) {
      tags.addAll(INSTANCE);
      tags.add(Tag.SERIES_INSTANCE_UID);
    }
    tags.add(Tag.STUDY_INSTANCE_UID);
    for (int tag : tags) {
      if (!keys.contains(tag)) {
        keys.putEmpty(tag);
      }
    }
  }

  private static void addRequest(DataSet keys) {
    if (keys.contains(Tag.REQUEST_ATTRIBUTES_SEQUENCE)
        && keys.items(Tag.REQUEST_ATTRIBUTES_SEQUENCE).isEmpty()) {
      return;
    }
    List<DataSet> items = keys.items(Tag.REQUEST_ATTRIBUTES_SEQUENCE);
    DataSet item = items.isEmpty() ? new DataSet() : items.getFirst();
    for (int tag : REQUEST) {
      if (!item.contains(tag)) {
        item.putEmpty(tag);
      }
    }
    keys.putItems(Tag.REQUEST_ATTRIBUTES_SEQUENCE, List.of(item));
  }
}

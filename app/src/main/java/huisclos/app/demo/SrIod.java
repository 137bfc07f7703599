package huisclos.app.demo;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import java.util.List;

/** Basic Text SR IOD (PS3.3 A.35.1): the report on a CT of a head, with its key image. */
final class SrIod implements Iod {
  private static final String HISTORY = "Invented for this demonstration. No such person exists.";
  private static final String FINDING =
      "Hyperdense focus of 2 x 3 cm in the left parietal white matter with a rim of oedema. "
          + "No midline shift. Ventricles and basal cisterns of usual width. "
          + "No fracture of the skull.";
  private static final String CONCLUSION =
      "Small left parietal intracerebral haemorrhage. Follow-up by MR suggested.";

  private final String study;
  private final String series;
  private final String keyImage;

  /** A report on a CT image, by the UIDs of its study, series and itself. */
  SrIod(String study, String series, String keyImage) {
    this.study = study;
    this.series = series;
    this.keyImage = keyImage;
  }

  @Override
  public void fill(DataSet set, int index) {
    set.putEmpty(Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE);
    set.putEmpty(Tag.PERFORMED_PROCEDURE_CODE_SEQUENCE);
    set.putString(Tag.COMPLETION_FLAG, "COMPLETE");
    set.putString(Tag.VERIFICATION_FLAG, "UNVERIFIED");
    set.putItems(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, List.of(evidence()));
    set.putString(Tag.VALUE_TYPE, "CONTAINER");
    Codes.REPORT.putInto(set, Tag.CONCEPT_NAME_CODE_SEQUENCE);
    set.putString(Tag.CONTINUITY_OF_CONTENT, "SEPARATE");
    set.putItems(
        Tag.CONTENT_SEQUENCE,
        List.of(
            section(Codes.HISTORY, List.of(text(Codes.HISTORY, HISTORY))),
            section(Codes.FINDINGS, List.of(text(Codes.FINDING, FINDING), image())),
            section(Codes.CONCLUSIONS, List.of(text(Codes.CONCLUSION, CONCLUSION)))));
  }

  private DataSet evidence() {
    var inSeries = new DataSet();
    inSeries.putString(Tag.SERIES_INSTANCE_UID, series);
    inSeries.putItems(Tag.REFERENCED_SOP_SEQUENCE, List.of(reference()));
    var inStudy = new DataSet();
    inStudy.putString(Tag.STUDY_INSTANCE_UID, study);
    inStudy.putItems(Tag.REFERENCED_SERIES_SEQUENCE, List.of(inSeries));
    return inStudy;
  }

  private DataSet reference() {
    var reference = new DataSet();
    reference.putString(Tag.REFERENCED_SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
    reference.putString(Tag.REFERENCED_SOP_INSTANCE_UID, keyImage);
    return reference;
  }

  private static DataSet section(Codes name, List<DataSet> content) {
    DataSet section = item("CONTAINER", name);
    section.putString(Tag.CONTINUITY_OF_CONTENT, "SEPARATE");
    section.putItems(Tag.CONTENT_SEQUENCE, content);
    return section;
  }

  private static DataSet text(Codes name, String value) {
    DataSet text = item("TEXT", name);
    text.putString(Tag.TEXT_VALUE, value);
    return text;
  }

  private DataSet image() {
    DataSet image = item("IMAGE", Codes.KEY_IMAGE);
    image.putItems(Tag.REFERENCED_SOP_SEQUENCE, List.of(reference()));
    return image;
  }

  private static DataSet item(String type, Codes name) {
    var item = new DataSet();
    item.putString(Tag.RELATIONSHIP_TYPE, "CONTAINS");
    item.putString(Tag.VALUE_TYPE, type);
    name.putInto(item, Tag.CONCEPT_NAME_CODE_SEQUENCE);
    return item;
  }
}

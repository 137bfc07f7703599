package huisclos.archive;

import huisclos.archive.PerformedStepOutcome.Reason;
import huisclos.archive.PerformedStepOutcome.Refused;
import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.dicom.ValueElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of PS3.4 Table F.7.2-1 for what a performed step must have, when.
 *
 * <p>What has to have a value is required. What may be empty may also be left out: many modalities
 * do, and a report that is refused is a report that is lost.
 */
final class PerformedStepForm {
  private static final List<Integer> AT_CREATION =
      List.of(
          Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE,
          Tag.PERFORMED_PROCEDURE_STEP_ID,
          Tag.PERFORMED_STATION_AE_TITLE,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
          Tag.PERFORMED_PROCEDURE_STEP_START_TIME,
          Tag.PERFORMED_PROCEDURE_STEP_STATUS,
          Tag.MODALITY);

  private static final List<Integer> AT_END =
      List.of(Tag.PERFORMED_PROCEDURE_STEP_END_DATE, Tag.PERFORMED_PROCEDURE_STEP_END_TIME);

  /** What N-SET may not change. */
  private static final Set<Integer> FIXED =
      Set.of(
          Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE,
          Tag.PATIENT_NAME,
          Tag.PATIENT_ID,
          Tag.ISSUER_OF_PATIENT_ID,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX,
          Tag.REFERENCED_PATIENT_SEQUENCE,
          Tag.PERFORMED_PROCEDURE_STEP_ID,
          Tag.PERFORMED_STATION_AE_TITLE,
          Tag.PERFORMED_STATION_NAME,
          Tag.PERFORMED_LOCATION,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
          Tag.PERFORMED_PROCEDURE_STEP_START_TIME,
          Tag.MODALITY,
          Tag.STUDY_ID);

  private PerformedStepForm() {}

  /** What is wrong with the attributes of an N-CREATE. */
  static Optional<Refused> atCreation(DataSet set) {
    Optional<Refused> lack = lacking(set, AT_CREATION);
    if (lack.isPresent()) {
      return lack;
    }
    if (!set.string(Tag.PERFORMED_PROCEDURE_STEP_STATUS, "")
        .equals(PerformedStepStatus.IN_PROGRESS.value())) {
      return refused(Reason.INVALID_VALUE, Tag.PERFORMED_PROCEDURE_STEP_STATUS);
    }
    if (DateRange.day(set.string(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, "")).isEmpty()) {
      return refused(Reason.INVALID_VALUE, Tag.PERFORMED_PROCEDURE_STEP_START_DATE);
    }
    for (DataSet item : set.items(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE)) {
      Optional<Refused> inner = lacking(item, List.of(Tag.STUDY_INSTANCE_UID));
      if (inner.isPresent()) {
        return inner;
      }
      if (!Uid.isUsable(item.string(Tag.STUDY_INSTANCE_UID, ""))) {
        return refused(Reason.INVALID_VALUE, Tag.STUDY_INSTANCE_UID);
      }
    }
    return series(set);
  }

  /** What is wrong with an N-SET on a step in progress. */
  static Optional<Refused> atChange(DataSet known, DataSet changes) {
    for (Element element : changes) {
      Optional<Element> before = known.get(element.tag());
      if (FIXED.contains(element.tag()) && !(before.isPresent() && same(before.get(), element))) {
        return refused(Reason.INVALID_VALUE, element.tag());
      }
    }
    if (changes.contains(Tag.PERFORMED_PROCEDURE_STEP_STATUS)
        && PerformedStepStatus.of(changes.string(Tag.PERFORMED_PROCEDURE_STEP_STATUS, ""))
            .isEmpty()) {
      return refused(Reason.INVALID_VALUE, Tag.PERFORMED_PROCEDURE_STEP_STATUS);
    }
    return Optional.empty();
  }

  /** What the whole step lacks after a change. */
  static Optional<Refused> whole(DataSet set) {
    PerformedStepStatus status = status(set);
    if (status.ended()) {
      Optional<Refused> lack = lacking(set, AT_END);
      if (lack.isPresent()) {
        return lack;
      }
    }
    // A step that was broken off before its first image has no series to name.
    if (status == PerformedStepStatus.COMPLETED) {
      Optional<Refused> lack = lacking(set, List.of(Tag.PERFORMED_SERIES_SEQUENCE));
      if (lack.isPresent()) {
        return lack;
      }
    }
    return series(set);
  }

  static PerformedStepStatus status(DataSet set) {
    return PerformedStepStatus.of(set.string(Tag.PERFORMED_PROCEDURE_STEP_STATUS, ""))
        .orElse(PerformedStepStatus.IN_PROGRESS);
  }

  private static Optional<Refused> series(DataSet set) {
    for (DataSet series : set.items(Tag.PERFORMED_SERIES_SEQUENCE)) {
      Optional<Refused> lack = lacking(series, List.of(Tag.SERIES_INSTANCE_UID));
      if (lack.isPresent()) {
        return lack;
      }
      if (!Uid.isUsable(series.string(Tag.SERIES_INSTANCE_UID, ""))) {
        return refused(Reason.INVALID_VALUE, Tag.SERIES_INSTANCE_UID);
      }
    }
    if (instances(set).size() > OrderLimits.MAX_STEP_INSTANCES) {
      return refused(Reason.TOO_LARGE, Tag.PERFORMED_SERIES_SEQUENCE);
    }
    return Optional.empty();
  }

  /** The instances that the step names, each with its series. */
  static Map<String, String> instances(DataSet set) {
    Map<String, String> instances = new LinkedHashMap<>();
    for (DataSet series : set.items(Tag.PERFORMED_SERIES_SEQUENCE)) {
      String uid = series.string(Tag.SERIES_INSTANCE_UID, "");
      List<DataSet> references = new ArrayList<>(series.items(Tag.REFERENCED_IMAGE_SEQUENCE));
      references.addAll(series.items(Tag.REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE));
      for (DataSet reference : references) {
        reference
            .string(Tag.REFERENCED_SOP_INSTANCE_UID)
            .filter(Uid::isUsable)
            .ifPresent(sop -> instances.putIfAbsent(sop, uid));
      }
    }
    return instances;
  }

  private static Optional<Refused> lacking(DataSet set, List<Integer> tags) {
    for (int tag : tags) {
      if (!set.contains(tag)) {
        return refused(Reason.MISSING_ATTRIBUTE, tag);
      }
      if (set.string(tag, "").isEmpty() && set.items(tag).isEmpty()) {
        return refused(Reason.MISSING_VALUE, tag);
      }
    }
    return Optional.empty();
  }

  private static boolean same(Element a, Element b) {
    return a instanceof ValueElement x
        && b instanceof ValueElement y
        && Arrays.equals(x.bytes(), y.bytes());
  }

  private static Optional<Refused> refused(Reason reason, int tag) {
    return Optional.of(new Refused(reason, List.of(tag)));
  }
}

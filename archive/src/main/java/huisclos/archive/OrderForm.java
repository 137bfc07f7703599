package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Element;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A worklist data set that has all that an answer needs (the return keys of type 1 in PS3.4 Table
 * K.6-1), with what the index keeps of it in clear.
 */
record OrderForm(
    DataSet attributes,
    String studyUid,
    int date,
    long time,
    String modality,
    List<String> stations) {
  /** PS3.5 §6.2: AE. */
  private static final int MAX_AE_TITLE = 16;

  /** PS3.5 §6.2: SH. */
  private static final int MAX_SHORT = 16;

  /** Either the form, or what is wrong with which attribute. */
  sealed interface Check {
    record Good(OrderForm form) implements Check {}

    record Bad(OrderProblem problem, int tag) implements Check {}
  }

  /**
   * Completes and checks a data set. Study UID and identifiers that nobody gave are made up here;
   * {@code known} is the entry that it updates, whose own are kept.
   */
  static Check of(DataSet given, Optional<DataSet> known) throws IOException {
    DataSet set = cleaned(given);
    List<DataSet> steps = set.items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    if (steps.size() != 1) {
      return new Check.Bad(OrderProblem.NOT_ONE_STEP, Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    }
    DataSet step = steps.getFirst();
    for (int tag : new int[] {Tag.PATIENT_NAME, Tag.PATIENT_ID}) {
      if (set.string(tag, "").isEmpty()) {
        return new Check.Bad(OrderProblem.MISSING, tag);
      }
    }
    String modality = step.string(Tag.MODALITY, "").toUpperCase(Locale.ROOT);
    if (modality.isEmpty()) {
      return new Check.Bad(OrderProblem.MISSING, Tag.MODALITY);
    }
    if (!modality.matches("[A-Z0-9_ ]{1,16}")) {
      return new Check.Bad(OrderProblem.MALFORMED, Tag.MODALITY);
    }
    step.putString(Tag.MODALITY, modality);
    String day = step.string(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, "");
    OptionalInt date = DateRange.day(day);
    if (date.isEmpty()) {
      return new Check.Bad(
          day.isEmpty() ? OrderProblem.MISSING : OrderProblem.MALFORMED,
          Tag.SCHEDULED_PROCEDURE_STEP_START_DATE);
    }
    if (step.string(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, "").isEmpty()) {
      step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, "000000");
    }
    Optional<TimeRange> time =
        TimeRange.moment(step.string(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, ""));
    if (time.isEmpty()) {
      return new Check.Bad(OrderProblem.MALFORMED, Tag.SCHEDULED_PROCEDURE_STEP_START_TIME);
    }
    Optional<List<String>> stations = stations(step);
    if (stations.isEmpty()) {
      return new Check.Bad(OrderProblem.MALFORMED, Tag.SCHEDULED_STATION_AE_TITLE);
    }
    identify(set, step, known);
    String study = set.string(Tag.STUDY_INSTANCE_UID, "");
    if (!Uid.isValid(study)) {
      return new Check.Bad(OrderProblem.MALFORMED, Tag.STUDY_INSTANCE_UID);
    }
    if (encode(set).length > ArchiveLimits.MAX_ATTRIBUTES_BYTES) {
      return new Check.Bad(OrderProblem.TOO_LARGE, 0);
    }
    return new Check.Good(
        new OrderForm(set, study, date.getAsInt(), time.get().from(), modality, stations.get()));
  }

  /** Without file meta, group lengths, private and bulky elements, none of which is answered. */
  private static DataSet cleaned(DataSet given) {
    List<Integer> tags = new ArrayList<>();
    for (Element element : given) {
      int tag = element.tag();
      boolean bulk = (tag >>> 16) >= 0x5000;
      if (!bulk && (tag >>> 16) > 0x0007 && !Tags.isPrivate(tag) && (tag & 0xFFFF) != 0) {
        tags.add(tag);
      }
    }
    return given.copyOf(tags);
  }

  private static Optional<List<String>> stations(DataSet step) {
    List<String> titles =
        step.strings(Tag.SCHEDULED_STATION_AE_TITLE).stream()
            .map(String::strip)
            .filter(t -> !t.isEmpty())
            .distinct()
            .toList();
    boolean good =
        titles.size() <= OrderLimits.MAX_STATIONS
            && titles.stream()
                .allMatch(t ->
                    t.length() <= MAX_AE_TITLE && t.chars().allMatch(c -> c >= ' ' && c < 0x7f));
    return good ? Optional.of(titles) : Optional.empty();
  }

  private static void identify(DataSet set, DataSet step, Optional<DataSet> known) {
    if (set.string(Tag.STUDY_INSTANCE_UID, "").isEmpty()) {
      set.putString(
          Tag.STUDY_INSTANCE_UID,
          known
              .flatMap(k -> k.string(Tag.STUDY_INSTANCE_UID))
              .orElseGet(() -> Uid.fromUuid(UUID.randomUUID())));
    }
    if (set.string(Tag.REQUESTED_PROCEDURE_ID, "").isEmpty()) {
      set.putString(
          Tag.REQUESTED_PROCEDURE_ID,
          known
              .flatMap(k -> k.string(Tag.REQUESTED_PROCEDURE_ID))
              .orElseGet(() -> set.string(Tag.ACCESSION_NUMBER).orElseGet(OrderForm::invented)));
    }
    if (step.string(Tag.SCHEDULED_PROCEDURE_STEP_ID, "").isEmpty()) {
      step.putString(
          Tag.SCHEDULED_PROCEDURE_STEP_ID,
          known.map(OrderForm::stepId).orElseGet(() -> set.string(Tag.REQUESTED_PROCEDURE_ID, "")));
    }
  }

  /** An identifier that fits SH and is not met twice. */
  private static String invented() {
    return Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1, 36)
        .toUpperCase(Locale.ROOT)
        .transform(id -> id.substring(0, Math.min(id.length(), MAX_SHORT)));
  }

  /** Scheduled Procedure Step ID of an entry. */
  static String stepId(DataSet entry) {
    return step(entry).string(Tag.SCHEDULED_PROCEDURE_STEP_ID, "");
  }

  /** The one item of an entry's Scheduled Procedure Step Sequence. */
  static DataSet step(DataSet entry) {
    List<DataSet> steps = entry.items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    return steps.isEmpty() ? new DataSet() : steps.getFirst();
  }

  /** The issuer that an entry states, or the site's own. */
  static String issuer(DataSet entry, Optional<String> defaultIssuer) {
    return entry
        .string(Tag.ISSUER_OF_PATIENT_ID)
        .filter(i -> !i.isEmpty())
        .orElseGet(() -> defaultIssuer.orElse(""));
  }

  static byte[] encode(DataSet set) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    DataSetWriter.write(set, bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return bytes.toByteArray();
  }
}

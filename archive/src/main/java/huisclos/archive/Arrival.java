package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the index needs to know of a data set, as {@link HeaderReader} kept it.
 *
 * @param header its attributes
 * @param studyUid Study Instance UID
 * @param seriesUid Series Instance UID
 * @param sopUid SOP Instance UID
 * @param sopClass SOP Class UID
 * @param extras the keys beside those built in that the header was read for
 */
record Arrival(
    DataSet header,
    String studyUid,
    String seriesUid,
    String sopUid,
    String sopClass,
    List<ExtraKey> extras) {

  private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*+");

  /** The arrival of a data set; empty if a UID is missing or none. */
  static Optional<Arrival> of(DataSet header) {
    return of(header, List.of());
  }

  /** The same, read for these keys too. */
  static Optional<Arrival> of(DataSet header, List<ExtraKey> extras) {
    String study = header.string(Tag.STUDY_INSTANCE_UID, "");
    String series = header.string(Tag.SERIES_INSTANCE_UID, "");
    String sop = header.string(Tag.SOP_INSTANCE_UID, "");
    String sopClass = header.string(Tag.SOP_CLASS_UID, "");
    boolean usable =
        Uid.isUsable(study) && isUsable(series) && isUsable(sop) && Uid.isUsable(sopClass);
    return usable
        ? Optional.of(new Arrival(header, study, series, sop, sopClass, extras))
        : Optional.empty();
  }

  /**
   * Whether it can serve as a UID although it is longer than the 64 characters of PS3.5 §9.1: some
   * devices append to the UIDs of others. A study's goes into the trail, which takes 64.
   */
  private static boolean isUsable(String uid) {
    return uid.length() <= ArchiveLimits.MAX_UID_CHARS && UID.matcher(uid).matches();
  }

  /** The arrival as these corrections leave it; itself where none is about it. */
  Arrival corrected(List<Correction> corrections) {
    List<Correction> about = Correction.about(corrections, studyUid, seriesUid, sopUid);
    return about.isEmpty()
        ? this
        : new Arrival(Effective.of(header, about), studyUid, seriesUid, sopUid, sopClass, extras);
  }

  /** The arrival as what a rule corrects leaves it. */
  Arrival coerced(Overlay overlay) {
    Correction made = new Correction(0, Instant.EPOCH, true, true, Scope.study(studyUid), overlay);
    return corrected(List.of(made));
  }

  /** Patient ID, trimmed; empty where there is none. */
  String patientId() {
    return header.string(Tag.PATIENT_ID, "").strip();
  }

  /** Issuer of Patient ID, or this one. */
  String issuer(Optional<String> otherwise) {
    String issuer = header.string(Tag.ISSUER_OF_PATIENT_ID, "").strip();
    return issuer.isEmpty() ? otherwise.orElse("") : issuer;
  }

  DataSet attributes(Level level) {
    return SealedAttributes.of(header, level);
  }

  /** A date as a number, or null where it is none. */
  @Nullable Integer date(int tag) {
    OptionalInt day = DateRange.day(header.string(tag, ""));
    return day.isPresent() ? day.getAsInt() : null;
  }

  /** A time as microseconds of the day, or null where it is none. */
  @Nullable Long time(int tag) {
    return TimeRange.moment(header.string(tag, "")).map(TimeRange::from).orElse(null);
  }

  /** A whole number, or null where it is none. */
  @Nullable Integer number(int tag) {
    OptionalInt number = header.integer(tag);
    return number.isPresent() ? number.getAsInt() : null;
  }
}

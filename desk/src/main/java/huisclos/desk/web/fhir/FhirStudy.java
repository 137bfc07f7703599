package huisclos.desk.web.fhir;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Reference;

/** A study as FHIR R4's {@code ImagingStudy}, from what a query returns of it. */
final class FhirStudy {
  /** What is asked for of a study. */
  static final List<Integer> TAGS =
      List.of(
          Tag.STUDY_INSTANCE_UID,
          Tag.STUDY_DATE,
          Tag.STUDY_TIME,
          Tag.TIMEZONE_OFFSET_FROM_UTC,
          Tag.ACCESSION_NUMBER,
          Tag.STUDY_DESCRIPTION,
          Tag.REFERRING_PHYSICIAN_NAME,
          Tag.MODALITIES_IN_STUDY,
          Tag.NUMBER_OF_STUDY_RELATED_SERIES,
          Tag.NUMBER_OF_STUDY_RELATED_INSTANCES,
          Tag.PATIENT_ID,
          Tag.ISSUER_OF_PATIENT_ID,
          Tag.PATIENT_NAME);

  /** What is asked for of a series. */
  static final List<Integer> SERIES_TAGS =
      List.of(
          Tag.SERIES_INSTANCE_UID,
          Tag.SERIES_NUMBER,
          Tag.MODALITY,
          Tag.SERIES_DESCRIPTION,
          Tag.NUMBER_OF_SERIES_RELATED_INSTANCES);

  private static final String MODALITIES = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String IDENTIFIER_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203";

  private FhirStudy() {}

  /**
   * A study.
   *
   * @param base where its images are to be had by DICOMweb
   */
  static ImagingStudy of(DataSet row, String base) {
    String uid = row.string(Tag.STUDY_INSTANCE_UID, "");
    ImagingStudy study = new ImagingStudy();
    study.setId(uid);
    study.setStatus(ImagingStudy.ImagingStudyStatus.AVAILABLE);
    study.addIdentifier().setSystem("urn:dicom:uid").setValue("urn:oid:" + uid);
    text(row, Tag.ACCESSION_NUMBER)
        .ifPresent(number ->
            study.addIdentifier(
                new Identifier()
                    .setType(new CodeableConcept(new Coding(IDENTIFIER_TYPES, "ACSN", "")))
                    .setValue(number)));
    study.setSubject(subject(row));
    started(row).ifPresent(study::setStartedElement);
    text(row, Tag.STUDY_DESCRIPTION).ifPresent(study::setDescription);
    text(row, Tag.REFERRING_PHYSICIAN_NAME)
        .ifPresent(name -> study.setReferrer(new Reference().setDisplay(name)));
    row.strings(Tag.MODALITIES_IN_STUDY).stream()
        .filter(code -> !code.isBlank())
        .forEach(code -> study.addModality(new Coding(MODALITIES, code, "")));
    row.integer(Tag.NUMBER_OF_STUDY_RELATED_SERIES).ifPresent(study::setNumberOfSeries);
    row.integer(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES).ifPresent(study::setNumberOfInstances);
    Endpoint endpoint = new Endpoint();
    endpoint.setId("dicomweb");
    endpoint.setStatus(Endpoint.EndpointStatus.ACTIVE);
    endpoint.setConnectionType(
        new Coding(
            "http://terminology.hl7.org/CodeSystem/endpoint-connection-type", "dicom-wado-rs", ""));
    endpoint.addPayloadType().setText("DICOM");
    endpoint.setAddress(base);
    study.addContained(endpoint);
    study.addEndpoint(new Reference("#dicomweb"));
    return study;
  }

  /** By identifier: patients have no resource of their own here. */
  private static Reference subject(DataSet row) {
    Reference subject = new Reference().setType("Patient");
    text(row, Tag.PATIENT_ID)
        .ifPresent(id -> {
          Identifier identifier =
              new Identifier()
                  .setType(new CodeableConcept(new Coding(IDENTIFIER_TYPES, "MR", "")))
                  .setValue(id);
          text(row, Tag.ISSUER_OF_PATIENT_ID)
              .ifPresent(issuer -> identifier.setAssigner(new Reference().setDisplay(issuer)));
          subject.setIdentifier(identifier);
        });
    text(row, Tag.PATIENT_NAME).ifPresent(subject::setDisplay);
    return subject;
  }

  /** Adds a series. */
  static void addSeries(ImagingStudy study, DataSet row) {
    ImagingStudy.ImagingStudySeriesComponent series = study.addSeries();
    series.setUid(row.string(Tag.SERIES_INSTANCE_UID, ""));
    row.integer(Tag.SERIES_NUMBER).stream().filter(n -> n >= 0).forEach(series::setNumber);
    series.setModality(new Coding(MODALITIES, row.string(Tag.MODALITY, "OT"), ""));
    text(row, Tag.SERIES_DESCRIPTION).ifPresent(series::setDescription);
    row.integer(Tag.NUMBER_OF_SERIES_RELATED_INSTANCES).ifPresent(series::setNumberOfInstances);
  }

  /** With the time only where its zone is known: FHIR has no time without one. */
  private static Optional<DateTimeType> started(DataSet row) {
    String date = row.string(Tag.STUDY_DATE, "");
    if (!date.matches("[0-9]{8}")) {
      return Optional.empty();
    }
    String day = date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6);
    String time = row.string(Tag.STUDY_TIME, "");
    String zone = row.string(Tag.TIMEZONE_OFFSET_FROM_UTC, "");
    boolean exact = time.matches("[0-9]{6}.*") && zone.matches("[+-][0-9]{4}");
    String text =
        exact
            ? "%sT%s:%s:%s%s:%s"
                .formatted(
                    day,
                    time.substring(0, 2),
                    time.substring(2, 4),
                    time.substring(4, 6),
                    zone.substring(0, 3),
                    zone.substring(3))
            : day;
    try {
      return Optional.of(new DateTimeType(text));
    } catch (RuntimeException e) {
      // Of the month 13, say: what the study says of itself can't be said in FHIR.
      return Optional.empty();
    }
  }

  private static Optional<String> text(DataSet row, int tag) {
    return row.string(tag).map(String::strip).filter(value -> !value.isEmpty());
  }
}

package huisclos.probe.finding;

import java.util.Locale;

/** What was recognised at a door, by what it said. */
public enum Service {
  DICOM,
  DICOM_OVER_TLS,
  DICOMWEB,
  WADO_URI,
  ORTHANC_REST,
  DCM4CHEE_REST,
  DICOOGLE_REST,
  /** A viewer or portal: something that people open in a browser. */
  VIEWER,
  FHIR,
  HL7_MLLP,
  /** An open HTTP listing in which DICOM files lie. */
  LISTING,
  FTP,
  SMB,
  /** A bucket that lists itself to anyone. */
  BUCKET,
  /** A web server that is none of these. */
  HTTP,
  /** Something answers, and it isn't known what. */
  UNKNOWN;

  /** In words. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

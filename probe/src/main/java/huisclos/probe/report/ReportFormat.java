package huisclos.probe.report;

/** The forms of a report. */
public enum ReportFormat {
  HTML,
  PDF,
  JSON,
  CSV,
  SARIF,
  TEXT
}

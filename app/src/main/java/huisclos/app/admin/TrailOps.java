package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.dicom.Uid;
import huisclos.trail.Action;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailFilter;
import huisclos.trail.TrailReader;
import huisclos.trail.WhoReport;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Questions to the trail. Each is on record itself before it is answered (DICOM 110101). */
final class TrailOps {
  private TrailOps() {}

  static JsonNode who(Site site, JsonNode arguments) throws Exception {
    String patient = arguments.path("patient").asString("");
    String study = arguments.path("study").asString("");
    if (!study.isEmpty() && !Uid.isUsable(study)) {
      // It would go on record as it is, and a Patient ID typed here must not.
      throw UserError.usage("--study takes a Study Instance UID", "a patient is --patient ID");
    }
    Set<String> studies = study.isEmpty() ? Set.of() : Set.of(study);
    Set<String> patients = new HashSet<>();
    if (!patient.isEmpty()) {
      patients.addAll(site.archive().patientRecords(site.operatorsFind(), patient));
    }
    String device = arguments.path("device").asString("");
    TrailFilter filter =
        device.isEmpty()
            ? TrailFilter.about(studies, patients)
            : TrailFilter.all().by(Set.of(device));
    site.recordOperator(Action.TRAIL_READ, "trail who", studies, patients);
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    if (studies.isEmpty() && patients.isEmpty() && device.isEmpty()) {
      WhoReport.json(Stream.empty(), rows);
    } else {
      try (Stream<TrailEntry> entries = TrailReader.records(site.home().trail(), filter)) {
        WhoReport.json(WhoReport.rows(entries), rows);
      }
    }
    return AdminWire.JSON
        .createObjectNode()
        .set("rows", AdminWire.JSON.readTree(rows.toByteArray()));
  }
}

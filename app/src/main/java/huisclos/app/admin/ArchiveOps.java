package huisclos.app.admin;

import huisclos.app.home.Site;
import huisclos.archive.ConflictEntry;
import huisclos.archive.QuarantineEntry;
import huisclos.dicom.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the archive set aside or noticed and a keeper has to decide. */
final class ArchiveOps {
  private ArchiveOps() {}

  static JsonNode conflicts(Site site, JsonNode arguments) throws Exception {
    ObjectNode result = AdminWire.JSON.createObjectNode();
    ArrayNode rows = result.putArray("conflicts");
    for (ConflictEntry entry : site.archive().conflicts(site.operatorsFind())) {
      rows.addObject()
          .put("number", entry.id())
          .put("kind", entry.kind())
          .put("time", entry.noted().toString())
          .put("study", entry.studyUid())
          .put("instance", entry.sopInstance())
          .put("filedUnder", entry.patientRecord())
          .put("cameAs", entry.came().string(Tag.PATIENT_ID, ""));
    }
    for (QuarantineEntry entry : site.archive().quarantine(site.operatorsFind())) {
      rows.addObject()
          .put("kind", "quarantine")
          .put("time", entry.received().toString())
          .put("study", entry.studyUid())
          .put("instance", entry.sopInstance())
          .put("id", entry.id())
          .put("from", entry.sender());
    }
    for (var proposal : site.archive().orders().patients().proposals(site.operatorsFind())) {
      rows.addObject()
          .put("kind", "merge-proposed")
          .put("time", proposal.noted().toString())
          .put("study", "")
          .put("instance", "")
          .put("id", Long.toString(proposal.id()))
          .put("into", proposal.details().string(Tag.PATIENT_ID, ""))
          .put(
              "ending",
              proposal.details().items(Tag.OTHER_PATIENT_IDS_SEQUENCE).stream()
                  .findFirst()
                  .flatMap(item -> item.string(Tag.PATIENT_ID))
                  .orElse(""));
    }
    return result;
  }
}

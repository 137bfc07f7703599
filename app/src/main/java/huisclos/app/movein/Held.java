package huisclos.app.movein;

import huisclos.app.home.Site;
import huisclos.archive.FindOutcome;
import huisclos.archive.Level;
import huisclos.archive.Query;
import huisclos.archive.Root;
import huisclos.courier.Courier;
import huisclos.courier.Line;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.gate.Destination;
import huisclos.net.MoveResult;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the archive holds of a study, and how an old PACS is asked to send one to its door. */
final class Held {
  private static final String MOVE = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;

  private final Site site;

  Held(Site site) {
    this.site = site;
  }

  /**
   * The SOP instance UIDs that are here of these series; on record as the operator's queries.
   *
   * @throws IOException if a series has more instances than a query may have answers
   */
  Set<String> instances(String study, Collection<String> series) throws IOException {
    Set<String> found = new HashSet<>();
    for (String one : series) {
      DataSet identifier = new DataSet();
      identifier.putString(Tag.QUERY_RETRIEVE_LEVEL, "IMAGE");
      identifier.putString(Tag.STUDY_INSTANCE_UID, study);
      identifier.putString(Tag.SERIES_INSTANCE_UID, one);
      identifier.putEmpty(Tag.SOP_INSTANCE_UID);
      Query query = new Query(Level.IMAGE, Root.STUDY, identifier);
      switch (site.archive().find(site.operatorsFind(), query)) {
        case FindOutcome.Found answer ->
            answer.rows().forEach(row -> found.add(row.string(Tag.SOP_INSTANCE_UID, "")));
        case FindOutcome.TooMany _ ->
            throw new IOException("a series is too long to be reconciled: pull it by C-GET");
        case FindOutcome.Denied _, FindOutcome.Invalid _ ->
            throw new IOException("what is here can't be looked up");
      }
    }
    return found;
  }

  /** Asks for a study; the status of the answer once all has been sent. */
  int move(Courier courier, Destination peer, String study) throws IOException {
    DataSet identifier = new DataSet();
    identifier.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    identifier.putString(Tag.STUDY_INSTANCE_UID, study);
    try (Line line =
        courier.dial(
            peer,
            spec ->
                spec.propose(
                    MOVE,
                    List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN)))) {
      MoveResult result = line.association().move(MOVE, site.gate().aet(), identifier, _ -> {});
      return result.reply().status();
    }
  }
}

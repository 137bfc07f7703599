package huisclos.desk.dimse;

import huisclos.archive.Root;
import huisclos.dicom.Uids;
import java.util.List;
import java.util.Optional;

/** The query/retrieve information models that are served (PS3.4 §C.6), by their SOP classes. */
final class QueryModels {
  private static final String PATIENT_FIND =
      Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final String STUDY_FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final String PATIENT_MOVE =
      Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;
  private static final String STUDY_MOVE = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;
  private static final String PATIENT_GET = Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  private static final String STUDY_GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;

  static final List<String> FIND = List.of(PATIENT_FIND, STUDY_FIND);
  static final List<String> MOVE = List.of(PATIENT_MOVE, STUDY_MOVE);
  static final List<String> GET = List.of(PATIENT_GET, STUDY_GET);

  private QueryModels() {}

  /** The root of a FIND, MOVE or GET model; empty for any other SOP class. */
  static Optional<Root> root(String sopClass) {
    return switch (sopClass) {
      case PATIENT_FIND, PATIENT_MOVE, PATIENT_GET -> Optional.of(Root.PATIENT);
      case STUDY_FIND, STUDY_MOVE, STUDY_GET -> Optional.of(Root.STUDY);
      default -> Optional.empty();
    };
  }
}

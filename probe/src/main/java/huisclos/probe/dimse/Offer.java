package huisclos.probe.dimse;

import huisclos.dicom.Uids;
import huisclos.net.AssociateRq;
import huisclos.net.ProposedContext;
import huisclos.net.UserItem;
import java.util.ArrayList;
import java.util.List;

/** What an association is asked for: who we say we are, and the contexts in their order. */
final class Offer {
  /** The title that is called: of nobody, for whoever doesn't check it. */
  static final String CALLED = "ANY-SCP";

  /**
   * The probe's own, unlike the archive's, which must not be told by it; derived from a random UUID
   * (PS3.5 Annex B.2).
   */
  static final String CLASS_UID = "2.25.139571260803777771488536564217391904899";

  static final String VERSION_NAME = "HUISCLOS_PROBE";

  /** Longest P-DATA-TF we take, bytes. */
  static final int MAX_PDU = 16_384;

  static final String STUDY_FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  static final String STUDY_GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  static final String STUDY_MOVE = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;
  static final String PATIENT_FIND = Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  static final String PATIENT_GET = Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  static final String PATIENT_MOVE = Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;
  static final String WORKLIST_FIND = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND;

  /**
   * The abstract syntaxes of the first association. Their order is that of {@code
   * Fingerprint.contexts} and of the table in package {@code software}: append only.
   */
  static final List<String> FIRST =
      List.of(
          Uids.VERIFICATION,
          PATIENT_FIND,
          PATIENT_MOVE,
          PATIENT_GET,
          STUDY_FIND,
          STUDY_MOVE,
          STUDY_GET,
          WORKLIST_FIND,
          Uids.CT_IMAGE_STORAGE,
          Uids.SECONDARY_CAPTURE_IMAGE_STORAGE,
          Uids.STORAGE_COMMITMENT_PUSH_MODEL,
          Uids.MODALITY_PERFORMED_PROCEDURE_STEP);

  private static final List<String> SYNTAXES =
      List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);

  private Offer() {}

  /**
   * The request for these abstract syntaxes; the context of index n has id 2n + 1.
   *
   * @param calling the title that we call ourselves
   */
  static AssociateRq of(String calling, List<String> abstractSyntaxes) {
    List<ProposedContext> contexts = new ArrayList<>();
    for (String syntax : abstractSyntaxes) {
      contexts.add(new ProposedContext(2 * contexts.size() + 1, syntax, SYNTAXES));
    }
    return AssociateRq.of(
        CALLED,
        calling,
        contexts,
        List.of(
            new UserItem.MaximumLength(MAX_PDU),
            new UserItem.ImplementationClassUid(CLASS_UID),
            new UserItem.ImplementationVersionName(VERSION_NAME)));
  }

  /** Whether we proposed this transfer syntax. */
  static boolean speaks(String transferSyntax) {
    return SYNTAXES.contains(transferSyntax);
  }
}

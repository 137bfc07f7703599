package huisclos.desk.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.Semantics;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.gate.Verb;
import huisclos.net.AssociateRq;
import huisclos.net.Bytes;
import huisclos.net.ContextAnswer;
import huisclos.net.ContextAnswer.Refusal;
import huisclos.net.ProposedContext;
import huisclos.net.UserItem;
import huisclos.net.UserItem.CommonExtendedNegotiation;
import huisclos.net.UserItem.ExtendedNegotiation;
import huisclos.net.UserItem.RoleSelection;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private static final String IMPLICIT = Uids.IMPLICIT_VR_LITTLE_ENDIAN;
  private static final String STUDY_FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final String STUDY_GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  private static final String PRIVATE = "2.25.1001";
  private static final String UNKNOWN = "2.25.1002";

  private final Negotiation table = new Negotiation(Set.of(PRIVATE));

  /** Every service with each verb alone: it stands with its own, and with none of the others. */
  @Test
  void eachServiceNeedsItsVerbAndNoOther() {
    table
        .services()
        .forEach((uid, service) -> {
          for (Verb verb : Verb.values()) {
            ContextAnswer answer = one(table, EnumSet.of(verb), uid, IMPLICIT);
            boolean stands = service.open() || service.asScp().equals(Optional.of(verb));
            assertThat(answer)
                .as("%s with %s", uid, verb)
                .isEqualTo(stands ? ContextAnswer.accept(IMPLICIT) : Refusal.USER_REJECTION);
          }
        });
    assertThat(table.services()).containsKeys(Uids.CT_IMAGE_STORAGE, PRIVATE, STUDY_FIND);
    assertThat(one(table, EnumSet.allOf(Verb.class), UNKNOWN, IMPLICIT))
        .isEqualTo(Refusal.ABSTRACT_SYNTAX_NOT_SUPPORTED);
  }

  /** Every role a requestor can propose, with and without each of the two verbs it may need. */
  @Test
  void rolesAreGrantedByTheirOwnVerbs() {
    table
        .services()
        .forEach((uid, service) -> {
          for (int bits = 0; bits < 16; bits++) {
            boolean scu = (bits & 1) != 0;
            boolean scp = (bits & 2) != 0;
            Set<Verb> verbs = EnumSet.noneOf(Verb.class);
            if ((bits & 4) != 0) {
              service.asScp().ifPresent(verbs::add);
            }
            if ((bits & 8) != 0) {
              service.asScu().ifPresent(verbs::add);
            }
            Negotiation.Agreed agreed =
                agree(
                    table,
                    verbs,
                    List.of(uid),
                    List.of(IMPLICIT),
                    new RoleSelection(uid, scu, scp));
            boolean grantedScu =
                scu && (service.open() || service.asScp().filter(verbs::contains).isPresent());
            boolean grantedScp = scp && service.asScu().filter(verbs::contains).isPresent();
            assertThat(agreed.answers())
                .containsExactly(new RoleSelection(uid, grantedScu, grantedScp));
            assertThat(agreed.contexts().get(1))
                .as("%s %s", uid, bits)
                .isEqualTo(
                    grantedScu || grantedScp
                        ? ContextAnswer.accept(IMPLICIT)
                        : Refusal.USER_REJECTION);
          }
        });
  }

  @Test
  void storageTakesEveryTransferSyntaxAndTheRestTwo() {
    for (TransferSyntax syntax : TransferSyntax.all()) {
      table
          .services()
          .forEach((uid, service) -> {
            boolean taken = service == Service.STORAGE || Negotiation.PLAIN.contains(syntax.uid());
            assertThat(one(table, EnumSet.allOf(Verb.class), uid, syntax.uid()))
                .isEqualTo(
                    taken
                        ? ContextAnswer.accept(syntax.uid())
                        : Refusal.TRANSFER_SYNTAXES_NOT_SUPPORTED);
          });
    }
    assertThat(one(table, EnumSet.allOf(Verb.class), STUDY_FIND, "2.25.7", IMPLICIT))
        .isEqualTo(ContextAnswer.accept(IMPLICIT));
  }

  @Test
  void queriesAgreeOnWhatIsAskedAndKnown() {
    assertThat(semantics(1, 1, 1, 1, 1)).isEqualTo(new Semantics(true, true, true, true));
    assertThat(semantics(1, 0, 0, 0, 0)).isEqualTo(new Semantics(true, false, false, false));
    assertThat(semantics(0, 0, 1, 0, 0)).isEqualTo(new Semantics(false, false, true, false));
    assertThat(semantics(1)).isEqualTo(new Semantics(true, false, false, false));
    assertThat(extended(STUDY_FIND, 1, 1, 1, 1, 1)).containsExactly(1, 1, 1, 1, 0);
    assertThat(extended(STUDY_FIND, 1, 0)).containsExactly(1, 0);
    assertThat(extended(STUDY_GET, 1, 1)).containsExactly(1, 0);
    assertThat(extended(Uids.CT_IMAGE_STORAGE, 0, 0, 0, 0, 0, 0)).containsExactly(2, 0, 1, 0, 1, 0);
    assertThat(extended(Uids.VERIFICATION, 1)).isEmpty();
    Negotiation.Agreed agreed =
        agree(table, Set.of(), List.of(STUDY_FIND), List.of(IMPLICIT), item(STUDY_FIND, 1, 1, 1));
    assertThat(agreed.answers()).as("without a grant").isEmpty();
  }

  @Test
  void specialisationsAreTakenOnlyOfClassesTheSiteNames() {
    CommonExtendedNegotiation claim =
        new CommonExtendedNegotiation(
            UNKNOWN, Negotiation.STORAGE_SERVICE_CLASS, List.of(Uids.CT_IMAGE_STORAGE));
    Set<Verb> store = EnumSet.of(Verb.STORE);
    assertThat(answer(table, store, claim)).isEqualTo(Refusal.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    Negotiation open = new Negotiation(Set.of(), Set.of(Uids.CT_IMAGE_STORAGE));
    assertThat(answer(open, store, claim)).isEqualTo(ContextAnswer.accept(IMPLICIT));
    assertThat(answer(open, EnumSet.of(Verb.FIND), claim)).isEqualTo(Refusal.USER_REJECTION);
    assertThat(agree(open, store, List.of(UNKNOWN), List.of(IMPLICIT), claim).specialised())
        .isEqualTo(Map.of(UNKNOWN, Uids.CT_IMAGE_STORAGE));
    assertThat(
            answer(
                open,
                store,
                new CommonExtendedNegotiation(
                    UNKNOWN, Negotiation.STORAGE_SERVICE_CLASS, List.of(Uids.MR_IMAGE_STORAGE))))
        .isEqualTo(Refusal.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    assertThat(
            answer(
                open,
                store,
                new CommonExtendedNegotiation(
                    UNKNOWN, "1.2.840.10008.4.9", List.of(Uids.CT_IMAGE_STORAGE))))
        .isEqualTo(Refusal.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    // A class that isn't storage can't be made so by a claim.
    CommonExtendedNegotiation find =
        new CommonExtendedNegotiation(
            STUDY_FIND, Negotiation.STORAGE_SERVICE_CLASS, List.of(Uids.CT_IMAGE_STORAGE));
    assertThat(agree(open, store, List.of(STUDY_FIND), List.of(IMPLICIT), find).contexts().get(1))
        .isEqualTo(Refusal.USER_REJECTION);
  }

  private ContextAnswer answer(Negotiation by, Set<Verb> verbs, CommonExtendedNegotiation claim) {
    return agree(by, verbs, List.of(UNKNOWN), List.of(IMPLICIT), claim)
        .contexts()
        .getOrDefault(1, Refusal.NO_REASON);
  }

  private Semantics semantics(int... asked) {
    return agree(
            table,
            EnumSet.of(Verb.FIND),
            List.of(STUDY_FIND),
            List.of(IMPLICIT),
            item(STUDY_FIND, asked))
        .semantics()
        .getOrDefault(STUDY_FIND, Semantics.BASELINE);
  }

  private byte[] extended(String uid, int... asked) {
    return agree(
            table, EnumSet.allOf(Verb.class), List.of(uid), List.of(IMPLICIT), item(uid, asked))
        .answers()
        .stream()
        .filter(ExtendedNegotiation.class::isInstance)
        .map(item -> ((ExtendedNegotiation) item).information().toArray())
        .findFirst()
        .orElse(new byte[0]);
  }

  private static ExtendedNegotiation item(String uid, int... asked) {
    byte[] bytes = new byte[asked.length];
    for (int i = 0; i < asked.length; i++) {
      bytes[i] = (byte) asked[i];
    }
    return new ExtendedNegotiation(uid, Bytes.of(bytes));
  }

  private static ContextAnswer one(
      Negotiation by, Set<Verb> verbs, String uid, String... syntaxes) {
    return agree(by, verbs, List.of(uid), List.of(syntaxes))
        .contexts()
        .getOrDefault(1, Refusal.NO_REASON);
  }

  private static Negotiation.Agreed agree(
      Negotiation by,
      Set<Verb> verbs,
      List<String> uids,
      List<String> syntaxes,
      UserItem... items) {
    List<ProposedContext> contexts = new ArrayList<>();
    for (String uid : uids) {
      contexts.add(new ProposedContext(2 * contexts.size() + 1, uid, syntaxes));
    }
    return by.agree(AssociateRq.of("CALLED", "CALLING", contexts, List.of(items)), verbs::contains);
  }
}

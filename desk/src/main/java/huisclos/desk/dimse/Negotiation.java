package huisclos.desk.dimse;

import huisclos.archive.Semantics;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.Uids;
import huisclos.gate.Verb;
import huisclos.net.AssociateRq;
import huisclos.net.ContextAnswer;
import huisclos.net.ProposedContext;
import huisclos.net.UserItem;
import huisclos.net.UserItem.CommonExtendedNegotiation;
import huisclos.net.UserItem.RoleSelection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The negotiating table: which abstract syntaxes the archive takes part in, in which role, and the
 * verb each role needs. The conformance statement is read off it. Immutable, thread-safe.
 *
 * <p>A verb that isn't granted refuses that presentation context alone, with result 1 (user
 * rejection, PS3.8 §9.3.3.2); C-ECHO needs no grant.
 */
public final class Negotiation {
  /** Command sets and data sets without pixels travel in any of these. */
  static final List<String> PLAIN =
      List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);

  /** Storage Service Class (PS3.4 Annex B), as common extended negotiation names it. */
  static final String STORAGE_SERVICE_CLASS = "1.2.840.10008.4.2";

  private final Map<String, Service> services = new HashMap<>();
  private final Set<String> generalSopClasses;

  /** The table with these private storage SOP classes beside the standard's. */
  public Negotiation(Set<String> privateStorageSopClasses) {
    this(privateStorageSopClasses, Set.of());
  }

  /**
   * The table with these private storage SOP classes beside the standard's.
   *
   * @param generalSopClasses storage SOP classes of which a requestor may store its own
   *     specialisations, unknown here, once it says by common extended negotiation that they are
   *     (PS3.7 §D.3.3.6); empty allows none
   */
  public Negotiation(Set<String> privateStorageSopClasses, Set<String> generalSopClasses) {
    UidRegistry.storageSopClasses().forEach(uid -> services.put(uid, Service.STORAGE));
    privateStorageSopClasses.forEach(uid -> services.put(uid, Service.STORAGE));
    services.put(Uids.VERIFICATION, Service.VERIFICATION);
    QueryModels.FIND.forEach(model -> services.put(model, Service.FIND));
    QueryModels.MOVE.forEach(model -> services.put(model, Service.MOVE));
    QueryModels.GET.forEach(model -> services.put(model, Service.GET));
    services.put(Uids.STORAGE_COMMITMENT_PUSH_MODEL, Service.COMMITMENT);
    services.put(Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND, Service.WORKLIST);
    services.put(Uids.MODALITY_PERFORMED_PROCEDURE_STEP, Service.PERFORMED_STEP);
    services.put(Uids.MODALITY_PERFORMED_PROCEDURE_STEP_RETRIEVE, Service.PERFORMED_STEP);
    this.generalSopClasses = Set.copyOf(generalSopClasses);
  }

  /** The whole table, by abstract syntax. */
  Map<String, Service> services() {
    return Collections.unmodifiableMap(new TreeMap<>(services));
  }

  /**
   * What was agreed with a requestor.
   *
   * @param contexts the answer to each presentation context by its id
   * @param answers role selections and extended negotiations
   * @param semantics how queries are meant, by SOP class; baseline where there is none
   * @param specialised storage SOP classes unknown here, with the general class that each is one of
   * @param services what each SOP class of the request is to us
   */
  record Agreed(
      Map<Integer, ContextAnswer> contexts,
      List<UserItem> answers,
      Map<String, Semantics> semantics,
      Map<String, String> specialised,
      Map<String, Service> services) {
    /** Whether the SOP class is of this service. */
    boolean is(String sopClass, Service service) {
      return services.get(sopClass) == service;
    }
  }

  /** Answers all that a request proposes, given which verbs the requestor holds. */
  Agreed agree(AssociateRq request, Predicate<Verb> holds) {
    Map<String, String> specialised = specialised(request);
    Map<Integer, ContextAnswer> contexts = new HashMap<>();
    Map<String, Service> known = new HashMap<>();
    for (ProposedContext context : request.contexts()) {
      service(context.abstractSyntax(), specialised)
          .ifPresent(service -> known.put(context.abstractSyntax(), service));
      contexts.put(
          context.id(),
          answer(context, request.roleSelection(context.abstractSyntax()), holds, specialised));
    }
    List<UserItem> answers = new ArrayList<>(roles(request.roleSelections(), holds, specialised));
    Map<String, Semantics> semantics = new HashMap<>();
    for (UserItem.ExtendedNegotiation asked : request.extendedNegotiations()) {
      String sopClass = asked.sopClass();
      Optional<Service> service = service(sopClass, specialised);
      boolean granted = service.isPresent() && service.get().asScp().filter(holds).isPresent();
      Optional<UserItem.ExtendedNegotiation> answer =
          granted ? ExtendedAnswers.answer(service.get(), asked) : Optional.empty();
      if (answer.isPresent()) {
        answers.add(answer.get());
        if (service.get() == Service.FIND) {
          semantics.put(sopClass, ExtendedAnswers.semantics(answer.get()));
        }
      }
    }
    return new Agreed(contexts, answers, semantics, specialised, known);
  }

  /** What the request says are specialisations of a class that the site lets be specialised. */
  private Map<String, String> specialised(AssociateRq request) {
    Map<String, String> specialised = new HashMap<>();
    for (CommonExtendedNegotiation claim : request.commonExtendedNegotiations()) {
      if (!services.containsKey(claim.sopClass())
          && claim.serviceClass().equals(STORAGE_SERVICE_CLASS)) {
        claim.relatedGeneralSopClasses().stream()
            .filter(generalSopClasses::contains)
            .filter(uid -> services.get(uid) == Service.STORAGE)
            .findFirst()
            .ifPresent(general -> specialised.put(claim.sopClass(), general));
      }
    }
    return specialised;
  }

  private Optional<Service> service(String sopClass, Map<String, String> specialised) {
    return specialised.containsKey(sopClass)
        ? Optional.of(Service.STORAGE)
        : Optional.ofNullable(services.get(sopClass));
  }

  private ContextAnswer answer(
      ProposedContext context,
      Optional<RoleSelection> role,
      Predicate<Verb> holds,
      Map<String, String> specialised) {
    Optional<Service> service = service(context.abstractSyntax(), specialised);
    if (service.isEmpty()) {
      return ContextAnswer.Refusal.ABSTRACT_SYNTAX_NOT_SUPPORTED;
    }
    RoleSelection granted =
        granted(service.get(), role.orElse(defaultRole(context.abstractSyntax())), holds);
    if (!granted.scu() && !granted.scp()) {
      return ContextAnswer.Refusal.USER_REJECTION;
    }
    // The requestor's own order of preference decides among the syntaxes that we know.
    return context.transferSyntaxes().stream()
        .filter(uid -> takes(service.get(), uid))
        .findFirst()
        .map(ContextAnswer::accept)
        .orElse(ContextAnswer.Refusal.TRANSFER_SYNTAXES_NOT_SUPPORTED);
  }

  /** Whether a service's data sets are taken in this transfer syntax. */
  static boolean takes(Service service, String transferSyntax) {
    return service == Service.STORAGE
        ? TransferSyntax.of(transferSyntax).isPresent()
        : PLAIN.contains(transferSyntax);
  }

  /** The role selections granted, for those proposed (PS3.7 Annex D.3.3.4). */
  private List<RoleSelection> roles(
      List<RoleSelection> proposed, Predicate<Verb> holds, Map<String, String> specialised) {
    List<RoleSelection> granted = new ArrayList<>();
    for (RoleSelection role : proposed) {
      service(role.sopClass(), specialised)
          .ifPresent(service -> granted.add(granted(service, role, holds)));
    }
    return granted;
  }

  private static RoleSelection granted(
      Service service, RoleSelection proposed, Predicate<Verb> holds) {
    boolean scu = proposed.scu() && (service.open() || service.asScp().filter(holds).isPresent());
    boolean scp = proposed.scp() && service.asScu().filter(holds).isPresent();
    return new RoleSelection(proposed.sopClass(), scu, scp);
  }

  private static RoleSelection defaultRole(String sopClass) {
    return new RoleSelection(sopClass, true, false);
  }
}

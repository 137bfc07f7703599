package huisclos.desk.dimse;

import huisclos.dicom.TransferSyntax;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.Uids;
import huisclos.gate.Verb;
import huisclos.net.ContextAnswer;
import huisclos.net.ProposedContext;
import huisclos.net.UserItem.RoleSelection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final Set<String> PLAIN =
      Set.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN, Uids.EXPLICIT_VR_LITTLE_ENDIAN);

  /**
   * What the archive does with one abstract syntax.
   *
   * @param asScp the verb that lets a requestor be SCU of it; empty where it never may
   * @param asScu the verb that lets a requestor be SCP of it, by role selection (C-GET's
   *     sub-operations)
   * @param open whether no grant is needed (C-ECHO)
   */
  record Service(Optional<Verb> asScp, Optional<Verb> asScu, boolean open) {
    boolean stores() {
      return asScu.isPresent();
    }
  }

  private final Map<String, Service> services = new HashMap<>();

  /** The table with these private storage SOP classes beside the standard's. */
  public Negotiation(Set<String> privateStorageSopClasses) {
    Service storage = new Service(Optional.of(Verb.STORE), Optional.of(Verb.GET), false);
    UidRegistry.storageSopClasses().forEach(uid -> services.put(uid, storage));
    privateStorageSopClasses.forEach(uid -> services.put(uid, storage));
    services.put(Uids.VERIFICATION, new Service(Optional.empty(), Optional.empty(), true));
    for (String model : QueryModels.FIND) {
      services.put(model, new Service(Optional.of(Verb.FIND), Optional.empty(), false));
    }
    for (String model : QueryModels.GET) {
      services.put(model, new Service(Optional.of(Verb.GET), Optional.empty(), false));
    }
  }

  /** The answer to one proposed context, given which verbs the requestor holds. */
  ContextAnswer answer(
      ProposedContext context, Optional<RoleSelection> role, Predicate<Verb> holds) {
    Service service = services.get(context.abstractSyntax());
    if (service == null) {
      return ContextAnswer.Refusal.ABSTRACT_SYNTAX_NOT_SUPPORTED;
    }
    RoleSelection granted =
        roles(service, role.orElse(defaultRole(context.abstractSyntax())), holds);
    if (!granted.scu() && !granted.scp()) {
      return ContextAnswer.Refusal.USER_REJECTION;
    }
    // The requestor's own order of preference decides among the syntaxes that we know.
    return context.transferSyntaxes().stream()
        .filter(uid -> service.stores() ? TransferSyntax.of(uid).isPresent() : PLAIN.contains(uid))
        .findFirst()
        .map(ContextAnswer::accept)
        .orElse(ContextAnswer.Refusal.TRANSFER_SYNTAXES_NOT_SUPPORTED);
  }

  /** The role selections granted, for those proposed (PS3.7 Annex D.3.3.4). */
  List<RoleSelection> roles(List<RoleSelection> proposed, Predicate<Verb> holds) {
    return proposed.stream()
        .filter(role -> services.containsKey(role.sopClass()))
        .map(role -> {
          Service service = services.getOrDefault(role.sopClass(), NOTHING);
          return roles(service, role, holds);
        })
        .toList();
  }

  private static final Service NOTHING = new Service(Optional.empty(), Optional.empty(), false);

  private static RoleSelection roles(
      Service service, RoleSelection proposed, Predicate<Verb> holds) {
    boolean scu = proposed.scu() && (service.open() || service.asScp().filter(holds).isPresent());
    boolean scp = proposed.scp() && service.asScu().filter(holds).isPresent();
    return new RoleSelection(proposed.sopClass(), scu, scp);
  }

  private static RoleSelection defaultRole(String sopClass) {
    return new RoleSelection(sopClass, true, false);
  }
}

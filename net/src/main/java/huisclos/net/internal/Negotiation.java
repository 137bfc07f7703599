package huisclos.net.internal;

import huisclos.dicom.Implementation;
import huisclos.dicom.Uids;
import huisclos.net.AcceptedContext;
import huisclos.net.AnsweredContext;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRq;
import huisclos.net.ContextAnswer;
import huisclos.net.NetLimits;
import huisclos.net.PduLimits;
import huisclos.net.ProposedContext;
import huisclos.net.UserItem;
import huisclos.net.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns an admission's verdict into the A-ASSOCIATE-AC, and either into the standing contexts. */
public final class Negotiation {
  /** What an acceptance says and what it lets in. */
  public record Accepted(AssociateAc answer, List<AcceptedContext> contexts) {}

  private Negotiation() {}

  /**
   * The acceptor's side. Only what was proposed is granted.
   *
   * @throws IllegalStateException if the verdict accepts a transfer syntax that wasn't proposed
   */
  public static Accepted accept(AssociateRq request, Verdict.Admit verdict, NetLimits limits) {
    List<AnsweredContext> answers = new ArrayList<>();
    List<AcceptedContext> standing = new ArrayList<>();
    for (ProposedContext context : request.contexts()) {
      ContextAnswer answer =
          verdict.contexts().getOrDefault(context.id(), ContextAnswer.Refusal.USER_REJECTION);
      switch (answer) {
        case ContextAnswer.Accepted(String syntax) -> {
          if (!context.transferSyntaxes().contains(syntax)) {
            throw new IllegalStateException("a transfer syntax was accepted that wasn't proposed");
          }
          answers.add(new AnsweredContext(context.id(), 0, syntax));
          standing.add(standing(context, syntax, request, verdict.answers()));
        }
        case ContextAnswer.Refusal refusal ->
            answers.add(
                new AnsweredContext(context.id(), refusal.code(), Uids.IMPLICIT_VR_LITTLE_ENDIAN));
      }
    }
    AssociateAc answer =
        new AssociateAc(
            1,
            request.titles(),
            AssociateRq.DICOM_APPLICATION_CONTEXT,
            answers,
            userItems(request, verdict, limits));
    return new Accepted(answer, standing);
  }

  private static List<UserItem> userItems(
      AssociateRq request, Verdict.Admit verdict, NetLimits limits) {
    List<UserItem> items = new ArrayList<>();
    items.add(new UserItem.MaximumLength(limits.maxPduBytes()));
    items.add(new UserItem.ImplementationClassUid(Implementation.CLASS_UID));
    items.add(new UserItem.ImplementationVersionName(Implementation.VERSION_NAME));
    request.asyncOperationsWindow().ifPresent(asked -> items.add(window(asked)));
    items.addAll(verdict.answers());
    return items;
  }

  /**
   * The peer may ask for several operations before the first is answered; they are performed in
   * order. Of what we invoke there is one at a time.
   */
  private static UserItem.AsyncOperationsWindow window(UserItem.AsyncOperationsWindow asked) {
    int most = PduLimits.MAX_OPERATIONS_WINDOW;
    int invoked = asked.invoked() == 0 ? most : Math.min(asked.invoked(), most);
    return new UserItem.AsyncOperationsWindow(invoked, 1);
  }

  private static AcceptedContext standing(
      ProposedContext context, String syntax, AssociateRq request, List<UserItem> answers) {
    Optional<UserItem.RoleSelection> proposed = request.roleSelection(context.abstractSyntax());
    Optional<UserItem.RoleSelection> granted = role(answers, context.abstractSyntax());
    return standing(context, syntax, proposed, granted);
  }

  /** Without both, the requestor is SCU and not SCP (PS3.7 Annex D.3.3.4). */
  private static AcceptedContext standing(
      ProposedContext context,
      String syntax,
      Optional<UserItem.RoleSelection> proposed,
      Optional<UserItem.RoleSelection> granted) {
    boolean scu = true;
    boolean scp = false;
    if (proposed.isPresent() && granted.isPresent()) {
      scu = proposed.get().scu() && granted.get().scu();
      scp = proposed.get().scp() && granted.get().scp();
    }
    return new AcceptedContext(context.id(), context.abstractSyntax(), syntax, scu, scp);
  }

  private static Optional<UserItem.RoleSelection> role(List<UserItem> items, String sopClass) {
    return items.stream()
        .filter(UserItem.RoleSelection.class::isInstance)
        .map(UserItem.RoleSelection.class::cast)
        .filter(role -> role.sopClass().equals(sopClass))
        .findFirst();
  }

  /** The requestor's side: what of its request was accepted, as far as it was proposed. */
  public static List<AcceptedContext> accepted(AssociateRq request, AssociateAc answer) {
    List<AcceptedContext> standing = new ArrayList<>();
    for (AnsweredContext one : answer.contexts()) {
      for (ProposedContext context : request.contexts()) {
        if (one.accepted()
            && one.id() == context.id()
            && context.transferSyntaxes().contains(one.transferSyntax())) {
          standing.add(
              standing(
                  context,
                  one.transferSyntax(),
                  request.roleSelection(context.abstractSyntax()),
                  answer.roleSelection(context.abstractSyntax())));
        }
      }
    }
    return standing;
  }
}

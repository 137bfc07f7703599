package huisclos.net;

import huisclos.dicom.Implementation;
import java.util.ArrayList;
import java.util.List;

/**
 * What a requestor asks for. Maximum length and implementation class UID are added by {@link
 * Requestor}. Immutable.
 *
 * @param callingAet our title
 * @param calledAet the peer's
 * @param contexts at most 128
 * @param userItems role selections, extended negotiations, user identity
 */
public record AssociateRequestSpec(
    String callingAet, String calledAet, List<ProposedContext> contexts, List<UserItem> userItems) {
  public AssociateRequestSpec {
    contexts = List.copyOf(contexts);
    userItems = List.copyOf(userItems);
    if (contexts.size() > PduLimits.MAX_CONTEXTS) {
      throw new IllegalArgumentException("an association has at most 128 presentation contexts");
    }
  }

  /** Titles alone. */
  public static AssociateRequestSpec of(String callingAet, String calledAet) {
    return new AssociateRequestSpec(callingAet, calledAet, List.of(), List.of());
  }

  /** With one more presentation context, under the next id. */
  public AssociateRequestSpec propose(String abstractSyntax, List<String> transferSyntaxes) {
    List<ProposedContext> more = new ArrayList<>(contexts);
    more.add(new ProposedContext(2 * contexts.size() + 1, abstractSyntax, transferSyntaxes));
    return new AssociateRequestSpec(callingAet, calledAet, more, userItems);
  }

  /** With one more user item. */
  public AssociateRequestSpec with(UserItem item) {
    List<UserItem> more = new ArrayList<>(userItems);
    more.add(item);
    return new AssociateRequestSpec(callingAet, calledAet, contexts, more);
  }

  /** With the request to be an SCP of this SOP class too, as C-GET needs it. */
  public AssociateRequestSpec alsoScpOf(String sopClass) {
    return with(new UserItem.RoleSelection(sopClass, false, true));
  }

  /** The request. */
  AssociateRq request(NetLimits limits, String implementationClassUid) {
    List<UserItem> items = new ArrayList<>();
    items.add(new UserItem.MaximumLength(limits.maxPduBytes()));
    items.add(new UserItem.ImplementationClassUid(implementationClassUid));
    items.add(new UserItem.ImplementationVersionName(Implementation.VERSION_NAME));
    items.addAll(userItems);
    return AssociateRq.of(calledAet, callingAet, contexts, items);
  }
}

package huisclos.net;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The user information of a request or of its answer, by kind. */
public sealed interface UserInformation permits AssociateRq, AssociateAc {
  /** Every sub-item, in order. */
  List<UserItem> userItems();

  /**
   * The longest P-DATA-TF that the sender takes, in bytes; 0 is no limit, which is also what a
   * missing item means.
   */
  default long maximumLength() {
    return first(UserItem.MaximumLength.class).map(UserItem.MaximumLength::bytes).orElse(0L);
  }

  /** The sender's implementation class UID. */
  default Optional<String> implementationClassUid() {
    return first(UserItem.ImplementationClassUid.class).map(UserItem.ImplementationClassUid::uid);
  }

  /** The sender's implementation version name. */
  default Optional<String> implementationVersionName() {
    return first(UserItem.ImplementationVersionName.class)
        .map(UserItem.ImplementationVersionName::name);
  }

  /** The operations window asked for or granted. */
  default Optional<UserItem.AsyncOperationsWindow> asyncOperationsWindow() {
    return first(UserItem.AsyncOperationsWindow.class);
  }

  /** Every role selection, in order. */
  default List<UserItem.RoleSelection> roleSelections() {
    return all(UserItem.RoleSelection.class).toList();
  }

  /** The role selection of one SOP class. */
  default Optional<UserItem.RoleSelection> roleSelection(String sopClass) {
    return all(UserItem.RoleSelection.class).filter(r -> r.sopClass().equals(sopClass)).findFirst();
  }

  /** Every extended negotiation, in order. */
  default List<UserItem.ExtendedNegotiation> extendedNegotiations() {
    return all(UserItem.ExtendedNegotiation.class).toList();
  }

  /** Every common extended negotiation, in order. */
  default List<UserItem.CommonExtendedNegotiation> commonExtendedNegotiations() {
    return all(UserItem.CommonExtendedNegotiation.class).toList();
  }

  /** The user identity, in a request. */
  default Optional<UserItem.UserIdentity> userIdentity() {
    return first(UserItem.UserIdentity.class);
  }

  /** The user identity's answer, in an acceptance. */
  default Optional<UserItem.UserIdentityAnswer> userIdentityAnswer() {
    return first(UserItem.UserIdentityAnswer.class);
  }

  private <T extends UserItem> Stream<T> all(Class<T> kind) {
    return userItems().stream().filter(kind::isInstance).map(kind::cast);
  }

  private <T extends UserItem> Optional<T> first(Class<T> kind) {
    return all(kind).findFirst();
  }
}

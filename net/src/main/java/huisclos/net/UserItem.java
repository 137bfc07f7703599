package huisclos.net;

import java.util.List;

/** A sub-item of the user information item (PS3.8 §9.3.2.3, Annex D; PS3.7 Annex D.3.3). */
public sealed interface UserItem {
  /** The item type byte. */
  int itemType();

  /**
   * The longest P-DATA-TF that its sender wants to receive (PS3.8 Annex D.1), in bytes after the
   * PDU length field; 0 is no limit.
   */
  record MaximumLength(long bytes) implements UserItem {
    @Override
    public int itemType() {
      return 0x51;
    }
  }

  /** PS3.7 Annex D.3.3.2.1. */
  record ImplementationClassUid(String uid) implements UserItem {
    @Override
    public int itemType() {
      return 0x52;
    }
  }

  /**
   * How many operations may run at once (PS3.7 Annex D.3.3.3); 0 is no limit.
   *
   * @param invoked by the requestor of the association
   * @param performed by the requestor of the association
   */
  record AsyncOperationsWindow(int invoked, int performed) implements UserItem {
    @Override
    public int itemType() {
      return 0x53;
    }
  }

  /**
   * Which roles the association's requestor proposes, or is granted, for a SOP class (PS3.7 Annex
   * D.3.3.4).
   */
  record RoleSelection(String sopClass, boolean scu, boolean scp) implements UserItem {
    @Override
    public int itemType() {
      return 0x54;
    }
  }

  /** PS3.7 Annex D.3.3.2.3. */
  record ImplementationVersionName(String name) implements UserItem {
    @Override
    public int itemType() {
      return 0x55;
    }
  }

  /** Service class application information about a SOP class (PS3.7 Annex D.3.3.5). */
  record ExtendedNegotiation(String sopClass, Bytes information) implements UserItem {
    @Override
    public int itemType() {
      return 0x56;
    }
  }

  /** The service class and the general classes of a SOP class (PS3.7 Annex D.3.3.6). */
  record CommonExtendedNegotiation(
      String sopClass, String serviceClass, List<String> relatedGeneralSopClasses)
      implements UserItem {
    public CommonExtendedNegotiation {
      relatedGeneralSopClasses = List.copyOf(relatedGeneralSopClasses);
    }

    @Override
    public int itemType() {
      return 0x57;
    }
  }

  /**
   * Who the user is (PS3.7 Annex D.3.3.7).
   *
   * @param type 1 user name, 2 user name and passcode, 3 Kerberos ticket, 4 SAML assertion, 5 JSON
   *     web token; others are handed on as they came
   * @param responseRequested whether the requestor wants a positive answer
   * @param primary name, ticket, assertion or token
   * @param secondary the passcode where the type is 2, else empty
   */
  record UserIdentity(int type, boolean responseRequested, Bytes primary, Bytes secondary)
      implements UserItem {
    @Override
    public int itemType() {
      return 0x58;
    }
  }

  /** The positive answer to a {@link UserIdentity} (PS3.7 Annex D.3.3.7.2). */
  record UserIdentityAnswer(Bytes response) implements UserItem {
    @Override
    public int itemType() {
      return 0x59;
    }
  }

  /** A sub-item of a type not known here; the standard has it ignored (PS3.8 §9.3.1). */
  record Unknown(int itemType, Bytes value) implements UserItem {}
}

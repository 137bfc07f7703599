package huisclos.gate;

import java.util.List;

/** What came of a step of signing in. Shows nothing of a secret. */
public sealed interface SignIn {
  /**
   * Signed in.
   *
   * @param session the code of the new session: a cookie's value
   * @param recoveryCodes to be shown once, where they were just made
   */
  record Done(String session, List<String> recoveryCodes) implements SignIn {
    public Done {
      recoveryCodes = List.copyOf(recoveryCodes);
    }

    @Override
    public String toString() {
      return "Done[...]";
    }
  }

  /**
   * The second factor is asked for.
   *
   * @param ticket the code of the sign-in under way: a cookie's value
   * @param code whether a code is one way
   * @param passkey whether a passkey is one
   */
  record Second(String ticket, boolean code, boolean passkey) implements SignIn {
    @Override
    public String toString() {
      return "Second[...]";
    }
  }

  /** A second factor is to be set up. */
  record Enrol(String ticket) implements SignIn {
    @Override
    public String toString() {
      return "Enrol[...]";
    }
  }

  /** No, and that is on record. Whoever asked is told no more than that. */
  record Refused(Reason reason) implements SignIn {}

  /** What was chosen can't be taken; nothing was changed or used up. */
  record Unfit(UserAdmin.Refusal why) implements SignIn {}
}

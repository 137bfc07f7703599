package huisclos.net;

import java.util.List;
import java.util.Map;

/** What an {@link Admission} decides. */
public sealed interface Verdict {
  /**
   * Yes.
   *
   * @param contexts an answer for each proposed presentation context by its id; one without an
   *     answer is refused by the user
   * @param answers the user information that answers the request's: role selections, extended
   *     negotiations, the positive answer to a user identity. A role is granted only as far as it
   *     was proposed
   * @param provider what serves this association, and no other
   */
  record Admit(
      Map<Integer, ContextAnswer> contexts, List<UserItem> answers, ServiceProvider provider)
      implements Verdict {
    public Admit {
      contexts = Map.copyOf(contexts);
      answers = List.copyOf(answers);
    }
  }

  /** No, with the fields of the A-ASSOCIATE-RJ (PS3.8 Table 9-21). */
  record Reject(int result, int source, int reason) implements Verdict {
    /** The one answer to whoever doesn't fit: permanent, service-user, no reason given. */
    public static final Reject NO_REASON = new Reject(1, 1, 1);

    /** The answer as a PDU. */
    public AssociateRj answer() {
      return new AssociateRj(result, source, reason);
    }
  }
}

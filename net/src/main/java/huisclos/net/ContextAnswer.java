package huisclos.net;

/** What an {@link Admission} says to one presentation context. */
public sealed interface ContextAnswer {
  /** Accepted in one of the proposed transfer syntaxes. */
  record Accepted(String transferSyntax) implements ContextAnswer {}

  /** Refused (PS3.8 Table 9-18). */
  enum Refusal implements ContextAnswer {
    USER_REJECTION(1),
    NO_REASON(2),
    ABSTRACT_SYNTAX_NOT_SUPPORTED(3),
    TRANSFER_SYNTAXES_NOT_SUPPORTED(4);

    private final int code;

    Refusal(int code) {
      this.code = code;
    }

    /** The result byte. */
    public int code() {
      return code;
    }
  }

  /** Accepted in this transfer syntax. */
  static ContextAnswer accept(String transferSyntax) {
    return new Accepted(transferSyntax);
  }
}

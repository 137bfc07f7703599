package huisclos.desk.hl7;

/** Why a message isn't taken: a code of HL7 table 0357 with static words, never a value. */
final class Hl7Fault extends Exception {
  private static final long serialVersionUID = 1L;

  /** The codes of table 0357 that are answered. */
  enum Code {
    SEGMENT_SEQUENCE(100, "Segment sequence error"),
    REQUIRED_FIELD(101, "Required field missing"),
    DATA_TYPE(102, "Data type error"),
    UNSUPPORTED_TYPE(200, "Unsupported message type"),
    UNSUPPORTED_EVENT(201, "Unsupported event code"),
    UNKNOWN_KEY(204, "Unknown key identifier"),
    INTERNAL(207, "Application internal error");

    private final int number;
    private final String words;

    Code(int number, String words) {
      this.number = number;
      this.words = words;
    }

    int number() {
      return number;
    }

    String words() {
      return words;
    }
  }

  private final Code code;
  private final boolean rejected;

  private Hl7Fault(Code code, boolean rejected, String what) {
    super(what);
    this.code = code;
    this.rejected = rejected;
  }

  /** The message was understood and can't be carried out (AE). */
  static Hl7Fault error(Code code, String what) {
    return new Hl7Fault(code, false, what);
  }

  /** The message is none that is taken (AR). */
  static Hl7Fault rejection(Code code, String what) {
    return new Hl7Fault(code, true, what);
  }

  Code code() {
    return code;
  }

  /** AE or AR (HL7 table 0008). */
  String acknowledgment() {
    return rejected ? "AR" : "AE";
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

package huisclos.net;

/** DIMSE statuses (PS3.7 Annex C; PS3.4 annexes B and C for the service classes). */
public final class Status {
  public static final int SUCCESS = 0x0000;
  public static final int NO_SUCH_ATTRIBUTE = 0x0105;
  public static final int INVALID_ATTRIBUTE_VALUE = 0x0106;
  public static final int ATTRIBUTE_LIST_ERROR = 0x0107;
  public static final int PROCESSING_FAILURE = 0x0110;
  public static final int DUPLICATE_SOP_INSTANCE = 0x0111;
  public static final int NO_SUCH_SOP_INSTANCE = 0x0112;
  public static final int NO_SUCH_EVENT_TYPE = 0x0113;
  public static final int NO_SUCH_ARGUMENT = 0x0114;
  public static final int INVALID_ARGUMENT_VALUE = 0x0115;
  public static final int ATTRIBUTE_VALUE_OUT_OF_RANGE = 0x0116;
  public static final int INVALID_SOP_INSTANCE = 0x0117;
  public static final int NO_SUCH_SOP_CLASS = 0x0118;
  public static final int CLASS_INSTANCE_CONFLICT = 0x0119;
  public static final int MISSING_ATTRIBUTE = 0x0120;
  public static final int MISSING_ATTRIBUTE_VALUE = 0x0121;
  public static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;
  public static final int NO_SUCH_ACTION_TYPE = 0x0123;
  public static final int NOT_AUTHORIZED = 0x0124;

  /** Of storage commitment only: it is being worked on already (PS3.3 §C.14.1.1). */
  public static final int DUPLICATE_TRANSACTION_UID = 0x0131;

  public static final int DUPLICATE_INVOCATION = 0x0210;
  public static final int UNRECOGNIZED_OPERATION = 0x0211;
  public static final int MISTYPED_ARGUMENT = 0x0212;
  public static final int RESOURCE_LIMITATION = 0x0213;
  public static final int REFUSED_OUT_OF_RESOURCES = 0xA700;
  public static final int UNABLE_TO_CALCULATE_MATCHES = 0xA701;
  public static final int UNABLE_TO_PERFORM_SUB_OPERATIONS = 0xA702;
  public static final int MOVE_DESTINATION_UNKNOWN = 0xA801;
  public static final int DATA_SET_DOES_NOT_MATCH_SOP_CLASS = 0xA900;
  public static final int SUB_OPERATIONS_WITH_FAILURES = 0xB000;
  public static final int CANNOT_UNDERSTAND = 0xC000;
  public static final int CONFLICTING_CONTENT = 0xC001;
  public static final int CANCEL = 0xFE00;
  public static final int PENDING = 0xFF00;
  public static final int PENDING_WARNING = 0xFF01;

  /**
   * Never on the wire: the association has no presentation context for it, so that nothing was
   * sent.
   */
  public static final int NOT_NEGOTIATED = -1;

  private Status() {}

  /** Whether more answers follow. */
  public static boolean isPending(int status) {
    return status == PENDING || status == PENDING_WARNING;
  }

  /** Whether it was done, with a remark (PS3.7 Annex C.3). */
  public static boolean isWarning(int status) {
    return status == 0x0001
        || status == ATTRIBUTE_LIST_ERROR
        || status == ATTRIBUTE_VALUE_OUT_OF_RANGE
        || (status & 0xF000) == 0xB000;
  }

  /** As PS3.7 writes it: four hexadecimal digits. */
  public static String format(int status) {
    return status == NOT_NEGOTIATED ? "not negotiated" : "0x%04X".formatted(status & 0xFFFF);
  }
}

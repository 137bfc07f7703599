package huisclos.net;

/**
 * A-ABORT (PS3.8 §9.3.8).
 *
 * @param source 0 service-user, 2 service-provider
 * @param reason why, when the source is the provider (Table 9-26), else 0
 */
public record Abort(int source, int reason) implements Pdu {
  static final int TYPE = 7;

  /** The source of an abort that a DICOM application asked for. */
  public static final int SERVICE_USER = 0;

  /** The source of an abort that the upper layer itself asked for. */
  public static final int SERVICE_PROVIDER = 2;

  /** Reasons of the service-provider. */
  public static final int REASON_NOT_SPECIFIED = 0;

  public static final int UNRECOGNIZED_PDU = 1;
  public static final int UNEXPECTED_PDU = 2;
  public static final int UNRECOGNIZED_PDU_PARAMETER = 4;
  public static final int UNEXPECTED_PDU_PARAMETER = 5;
  public static final int INVALID_PDU_PARAMETER_VALUE = 6;

  @Override
  public int type() {
    return TYPE;
  }
}

package huisclos.net;

/**
 * A-ASSOCIATE-RJ (PS3.8 §9.3.4).
 *
 * @param result 1 rejected permanently, 2 rejected for now
 * @param source 1 service-user, 2 service-provider (ACSE), 3 service-provider (presentation)
 * @param reason its meaning depends on the source (Table 9-21)
 */
public record AssociateRj(int result, int source, int reason) implements Pdu {
  static final int TYPE = 3;

  @Override
  public int type() {
    return TYPE;
  }

  /** Result, source and reason in words, as Table 9-21 has them. */
  public String words() {
    String how =
        switch (result) {
          case 1 -> "rejected permanently";
          case 2 -> "rejected for now";
          default -> "rejected";
        };
    return how + ": " + why();
  }

  private String why() {
    return switch (source) {
      case 1 ->
          switch (reason) {
            case 1 -> "no reason given";
            case 2 -> "application context name not supported";
            case 3 -> "calling AE title not recognized";
            case 7 -> "called AE title not recognized";
            default -> "unknown reason of the service-user";
          };
      case 2 ->
          switch (reason) {
            case 1 -> "no reason given by the upper layer";
            case 2 -> "protocol version not supported";
            default -> "unknown reason of the upper layer";
          };
      case 3 ->
          switch (reason) {
            case 1 -> "temporary congestion";
            case 2 -> "local limit exceeded";
            default -> "unknown reason of the presentation layer";
          };
      default -> "unknown source";
    };
  }
}

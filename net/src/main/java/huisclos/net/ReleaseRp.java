package huisclos.net;

/** A-RELEASE-RP (PS3.8 §9.3.7): the answer to an A-RELEASE-RQ. */
public record ReleaseRp() implements Pdu {
  static final int TYPE = 6;

  @Override
  public int type() {
    return TYPE;
  }
}

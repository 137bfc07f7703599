package huisclos.net;

/** A-RELEASE-RQ (PS3.8 §9.3.6): the peer has no more to ask. */
public record ReleaseRq() implements Pdu {
  static final int TYPE = 5;

  @Override
  public int type() {
    return TYPE;
  }
}

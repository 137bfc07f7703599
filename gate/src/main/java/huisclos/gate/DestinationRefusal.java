package huisclos.gate;

/** Why a peer was not added or removed, and what helps. */
public enum DestinationRefusal {
  NOT_A_TITLE("not an application entity title: 1 to 16 printable ASCII characters, no backslash"),
  OWN_TITLE("this is the archive's own title: it can't be a peer of itself"),
  NOT_AN_ADDRESS("not an address: HOST:PORT, such as 192.0.2.7:2762 or [2001:db8::7]:2762"),
  TITLE_KNOWN("a peer of this title is known; --replace takes its place"),
  BAD_TRUST("--trust is no X.509 certificate in PEM"),
  OWN_AUTHORITY(
      "--trust names this archive's own authority: leave it out, the peer is then known by the"
          + " certificates of the device of the same title (`device add AET`)"),
  TRUST_EXPIRED("the certificate of --trust has expired"),
  BAD_IDENTITY(
      "--identity is no certificate with its unencrypted PKCS#8 key (openssl pkcs8 -topk8 -nodes"
          + " makes one)"),
  IDENTITY_EXPIRED("the certificate of --identity has expired"),
  TOO_MANY("there are too many peers: remove one that is not used"),
  UNKNOWN_PEER("no peer of this title is known; see `peer list`");

  private final String message;

  DestinationRefusal(String message) {
    this.message = message;
  }

  /** What is wrong and what helps, in a sentence without value from outside. */
  public String message() {
    return message;
  }
}

package huisclos.gate;

/** Why a device was not added, renewed or revoked, and what helps. */
public enum DeviceRefusal {
  NOT_A_TITLE("not an application entity title: 1 to 16 printable ASCII characters, no backslash"),
  NOT_A_DESTINATION("a move destination is not an application entity title"),
  TITLE_KNOWN(
      "a device of this title is known; --replace revokes its certificates, `device renew` adds one"),
  KEY_KNOWN("this key is known already, and a key is certified once: make a new key pair"),
  BAD_REQUEST(
      "not a PKCS#10 request signed by its own key (RSA of 2048 to 8192 bits, or P-256, P-384,"
          + " P-521)"),
  BAD_CERTIFICATE("not an X.509 certificate of an RSA (2048 to 8192 bits) or NIST curve key"),
  CERTIFICATE_EXPIRED("this certificate has expired"),
  OWN_CERTIFICATE("this certificate is of this archive's own authority; use --csr instead"),
  UNKNOWN_DEVICE("no device of this title is known; see `device list`"),
  UNKNOWN_SERIAL("no certificate of this serial number is known; see `device list`");

  private final String message;

  DeviceRefusal(String message) {
    this.message = message;
  }

  /** What is wrong and what helps, in a sentence without value from outside. */
  public String message() {
    return message;
  }
}

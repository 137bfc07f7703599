package huisclos.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import huisclos.gate.internal.CertificateWriter;
import huisclos.gate.internal.Pem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** A browser with an authenticator of one P-256 key, by the letter of WebAuthn §6 and §7. */
final class SoftAuthenticator {
  static final int PRESENT = 1;
  static final int VERIFIED = 4;
  private static final int ATTESTED = 0x40;
  private static final int COORDINATE = 32;

  private final KeyPair pair = CertificateWriter.newEcKey();
  private final byte[] id = new byte[16];
  String origin = "https://pacs.example.test";
  String host = "pacs.example.test";
  int flags = PRESENT | VERIFIED;
  int counter;

  SoftAuthenticator() {
    new SecureRandom().nextBytes(id);
  }

  String id() {
    return text(id);
  }

  /** A new credential: attestation none, CBOR written by hand (RFC 8949). */
  String create(String challenge) {
    ByteArrayOutputStream cose = new ByteArrayOutputStream();
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    cose.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, COORDINATE});
    cose.writeBytes(coordinate(key.getW().getAffineX().toByteArray()));
    cose.writeBytes(new byte[] {0x22, 0x58, COORDINATE});
    cose.writeBytes(coordinate(key.getW().getAffineY().toByteArray()));
    byte[] attested =
        ByteBuffer.allocate(16 + 2 + id.length + cose.size())
            .put(new byte[16])
            .putShort((short) id.length)
            .put(id)
            .put(cose.toByteArray())
            .array();
    byte[] data = data(flags | ATTESTED, attested);
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.write(0xa3);
    cbor(object, "fmt");
    cbor(object, "none");
    cbor(object, "attStmt");
    object.write(0xa0);
    cbor(object, "authData");
    object.write(0x58);
    object.write(data.length);
    object.writeBytes(data);
    return """
    {"id":"%s","rawId":"%s","type":"public-key","clientExtensionResults":{},
     "response":{"clientDataJSON":"%s","attestationObject":"%s","transports":[]}}\
    """
        .formatted(
            id(), id(), text(client("webauthn.create", challenge)), text(object.toByteArray()));
  }

  /** An assertion; the counter goes on by one. */
  String get(String challenge) {
    counter++;
    byte[] data = data(flags, new byte[0]);
    byte[] client = client("webauthn.get", challenge);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(data);
      signature.update(Pem.sha256(client));
      return """
      {"id":"%s","rawId":"%s","type":"public-key","clientExtensionResults":{},
       "response":{"clientDataJSON":"%s","authenticatorData":"%s","signature":"%s"}}\
      """
          .formatted(id(), id(), text(client), text(data), text(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] data(int bits, byte[] attested) {
    return ByteBuffer.allocate(37 + attested.length)
        .put(Pem.sha256(host.getBytes(UTF_8)))
        .put((byte) bits)
        .putInt(counter)
        .put(attested)
        .array();
  }

  private byte[] client(String type, String challenge) {
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
        .formatted(type, challenge, origin)
        .getBytes(UTF_8);
  }

  private static void cbor(ByteArrayOutputStream out, String text) {
    out.write(0x60 + text.length());
    out.writeBytes(text.getBytes(UTF_8));
  }

  private static byte[] coordinate(byte[] number) {
    byte[] padded = new byte[COORDINATE];
    int length = Math.min(number.length, COORDINATE);
    System.arraycopy(number, number.length - length, padded, COORDINATE - length, length);
    return Arrays.copyOf(padded, COORDINATE);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

package huisclos.desk.web.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import huisclos.desk.web.WebSite;
import huisclos.gate.Admission;
import huisclos.gate.Identity;
import huisclos.gate.Role;
import huisclos.gate.SignIn;
import huisclos.gate.UserAdmin;
import huisclos.gate.WebGate;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody who came by an invitation, with a password and an authenticator app. */
public final class SignedIn {
  static final String REMOTE = "192.0.2.9";

  private SignedIn() {}

  static Identity as(WebSite site, String name, Role role, String... physicians) throws Exception {
    String session = session(site, Instant.now(), name, role, physicians);
    return ((Admission.Admitted) site.gate.web().session(session, REMOTE)).identity();
  }

  /** The same as the value of the session's cookie. */
  public static String session(
      WebSite site, Instant now, String name, Role role, String... physicians) throws Exception {
    site.gate
        .users()
        .add(
            new UserAdmin.Order(name, "", Set.of(), Set.of(role), Set.of(physicians), Set.of()),
            Optional.empty(),
            "root");
    WebGate web = site.gate.web();
    String code = web.invitations().invite(name, "root").orElseThrow();
    SignIn came =
        web.invitations().accept(code, "", "correct horse battery".getBytes(UTF_8), REMOTE);
    if (came instanceof SignIn.Enrol(String ticket)) {
      String secret = web.enrolments().totp(ticket).orElseThrow().secret();
      came = web.enrolments().confirmTotp(ticket, totp(secret, now), REMOTE);
    }
    return ((SignIn.Done) came).session();
  }

  /** RFC 6238 with what authenticator apps take for granted; the secret in base 32. */
  static String totp(String secret) throws GeneralSecurityException {
    return totp(secret, Instant.now());
  }

  private static String totp(String secret, Instant now) throws GeneralSecurityException {
    byte[] key = new byte[secret.length() * 5 / 8];
    for (int i = 0; i < key.length * 8; i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(secret.charAt(i / 5));
      key[i / 8] |= (byte) (((value >> (4 - i % 5)) & 1) << (7 - i % 8));
    }
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "RAW"));
    long step = now.getEpochSecond() / 30;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
  }
}

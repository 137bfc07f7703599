package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import huisclos.desk.web.Route;
import huisclos.gate.Gate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * How to trust the authority that this door's certificate comes from. The certificate names nobody;
 * its fingerprint is to be compared with what the keeper says, since this page may be anybody's.
 */
final class TrustPages {
  private static final int PEM_LINE = 64;

  private final Gate gate;

  TrustPages(Gate gate) {
    this.gate = gate;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/trust", Route.Access.PUBLIC, this::show),
        Route.get("/trust/ca.pem", Route.Access.PUBLIC, this::certificate));
  }

  private void show(Call call) throws IOException {
    Texts t = Texts.of(call);
    Html body =
        Html.of(
            """
            <p>%s</p>
            <p><a href="/trust/ca.pem" download="ca.pem">%s</a></p>
            <p>%s</p>
            <p><code class="secret">%s</code></p>
            <h2>%s</h2>
            <ul>
            <li>%s</li>
            <li>%s</li>
            <li>%s</li>
            <li>%s</li>
            </ul>
            """,
            t.get("trust.why"),
            t.get("trust.get"),
            t.get("trust.compare"),
            fingerprint(gate.ca().certificate()),
            t.get("trust.how"),
            t.get("trust.windows"),
            t.get("trust.mac"),
            t.get("trust.linux"),
            t.get("trust.firefox"));
    Page.show(call, 200, t, t.get("trust.title"), body);
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate has an encoding, every JDK SHA-256", e);
    }
  }

  private void certificate(Call call) throws IOException {
    try {
      String pem =
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'})
                  .encodeToString(gate.ca().certificate().getEncoded())
              + "\n-----END CERTIFICATE-----\n";
      call.set("Content-Disposition", "attachment; filename=\"ca.pem\"");
      call.respond(200, "application/x-pem-file", pem.getBytes(StandardCharsets.US_ASCII));
    } catch (CertificateEncodingException e) {
      throw new IOException("a certificate has no encoding", e);
    }
  }
}

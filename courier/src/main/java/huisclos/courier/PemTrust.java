package huisclos.courier;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the certificates of one file in PEM, and nothing else. */
public final class PemTrust {
  /** Longest file that is read, bytes. */
  static final int MAX_BYTES = 64 * 1024;

  private PemTrust() {}

  /**
   * A context for who dials.
   *
   * @throws IOException with why, if the file can't be read, is longer than 64 KiB or holds no
   *     certificate
   */
  public static SSLContext of(Path file) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate one :
          CertificateFactory.getInstance("X.509").generateCertificates(read(file))) {
        store.setCertificateEntry("trusted" + number++, one);
      }
      if (number == 0) {
        throw new IOException("the file to trust by holds no certificate in PEM");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the file to trust by holds no certificate in PEM", e);
    }
  }

  private static InputStream read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("the file to trust by is longer than 64 KiB");
      }
      return new ByteArrayInputStream(bytes);
    }
  }
}

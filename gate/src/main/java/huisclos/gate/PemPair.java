package huisclos.gate;

import huisclos.gate.internal.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The web door's certificate and key in files that somebody else keeps fresh. Looked at once a
 * second at most; a pair that doesn't fit or is out of date doesn't replace the one in use, and is
 * told of once. Safe from many threads.
 */
final class PemPair {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final byte[] SAMPLE =
      "does the key fit?".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final Path certificateFile;
  private final Path keyFile;
  private final Clock clock;
  private final Consumer<String> onUnfit;
  private Instant looked = Instant.MIN;
  private @Nullable Seen seen;
  private Optional<AcquiredKeys.Held> current = Optional.empty();

  /** What of the files changes when they do. */
  private record Seen(FileTime certificate, long certificateBytes, FileTime key, long keyBytes) {}

  /**
   * @param certificateFile the chain in PEM, the door's own first
   * @param keyFile its key, PKCS#8 in PEM, not encrypted
   * @param onUnfit told why a changed pair wasn't taken
   * @throws IOException if the pair is unfit now, saying what would mend it
   */
  PemPair(Path certificateFile, Path keyFile, Clock clock, Consumer<String> onUnfit)
      throws IOException {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    this.clock = clock;
    this.onUnfit = onUnfit;
    Seen first = look();
    this.current = Optional.of(read());
    this.seen = first;
    this.looked = clock.instant();
  }

  /** The pair in use. */
  synchronized AcquiredKeys.Held current() {
    Instant now = clock.instant();
    if (Duration.between(looked, now).abs().compareTo(LOOK) >= 0) {
      looked = now;
      try {
        Seen present = look();
        if (!present.equals(seen)) {
          seen = present;
          current = Optional.of(read());
        }
      } catch (IOException e) {
        onUnfit.accept(String.valueOf(e.getMessage()));
      }
    }
    return current.orElseThrow();
  }

  private Seen look() throws IOException {
    try {
      return new Seen(
          Files.getLastModifiedTime(certificateFile),
          Files.size(certificateFile),
          Files.getLastModifiedTime(keyFile),
          Files.size(keyFile));
    } catch (IOException e) {
      throw new IOException("the web door's certificate or key can't be read", e);
    }
  }

  private AcquiredKeys.Held read() throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    try (var in = new ByteArrayInputStream(bytes(certificateFile))) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        chain.add((X509Certificate) one);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the web door's certificate is none in PEM", e);
    }
    if (chain.isEmpty()) {
      throw new IOException("the web door's certificate is none in PEM");
    }
    PrivateKey key =
        Pem.decode(bytes(keyFile), "PRIVATE KEY")
            .flatMap(der -> Pem.privateKey(der, chain.getFirst().getPublicKey().getAlgorithm()))
            .orElseThrow(() ->
                new IOException(
                    "the web door's key is no unencrypted PKCS#8 key of its certificate's kind"
                        + " (openssl pkcs8 -topk8 -nodes makes one)"));
    if (!fits(key, chain.getFirst())) {
      throw new IOException("the web door's key is not that of its certificate");
    }
    if (clock.instant().isAfter(chain.getFirst().getNotAfter().toInstant())) {
      throw new IOException("the web door's certificate is out of date");
    }
    return new AcquiredKeys.Held(key, chain);
  }

  private static byte[] bytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Pem.MAX_BYTES + 1);
      if (bytes.length > Pem.MAX_BYTES) {
        throw new IOException("the web door's certificate or key is longer than 64 KiB");
      }
      return bytes;
    }
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(SAMPLE);
      byte[] signature = signer.sign();
      signer.initVerify(certificate.getPublicKey());
      signer.update(SAMPLE);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}

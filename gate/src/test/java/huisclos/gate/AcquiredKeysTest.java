package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web door's certificate: kept sealed, or read from files that change. */
final class AcquiredKeysTest {
  @TempDir Path folder;

  private final MemoryRecordStore records = new MemoryRecordStore();
  private final TestProtector protector = new TestProtector();

  AcquiredKeysTest() {}

  @Test
  void aCertificateAndTheAccountOutliveARestart() throws Exception {
    AcquiredKeys keys = new AcquiredKeys(records, protector);
    assertThat(keys.held()).isEmpty();
    KeyPair account = keys.accountKey();
    X509Certificate certificate = certificate("any");
    keys.use(account.getPrivate(), List.of(certificate));
    AcquiredKeys again = new AcquiredKeys(records, protector);
    assertThat(again.held().orElseThrow().certificate()).isEqualTo(certificate);
    assertThat(again.accountKey().getPublic()).isEqualTo(account.getPublic());
    byte[] sealed = records.get("web-certificate", "account").orElseThrow();
    assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(
            new String(
                account.getPrivate().getEncoded(), java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @Test
  void aProofIsShownForItsNameAloneAndOnlyForAWhile() throws Exception {
    AcquiredKeys keys = new AcquiredKeys(records, protector);
    keys.prove("Pacs.Example", keys.accountKey().getPrivate(), certificate("any"));
    assertThat(keys.proof("pacs.example")).isPresent();
    assertThat(keys.proof("other.example")).isEmpty();
    keys.proveNothing();
    assertThat(keys.proof("pacs.example")).isEmpty();
  }

  @Test
  void aPairThatDoesNotFitDoesNotReplaceTheOneInUse() throws Exception {
    Path first = pair("first");
    Path second = pair("second");
    Path certificate = folder.resolve("web.cert.pem");
    Path key = folder.resolve("web.key.pem");
    Files.copy(first.resolve("c.pem"), certificate);
    Files.copy(first.resolve("k.pem"), key);
    List<String> unfit = new ArrayList<>();
    Instant[] now = {Instant.now()};
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now[0];
          }
        };
    PemPair pem = new PemPair(certificate, key, clock, unfit::add);
    var before = pem.current().certificate();
    put(second.resolve("c.pem"), certificate, 1);
    now[0] = now[0].plus(Duration.ofSeconds(2));
    assertThat(pem.current().certificate()).isEqualTo(before);
    assertThat(unfit).containsExactly("the web door's key is not that of its certificate");
    put(second.resolve("k.pem"), key, 2);
    now[0] = now[0].plus(Duration.ofSeconds(2));
    assertThat(pem.current().certificate()).isNotEqualTo(before);
    assertThatThrownBy(() -> new PemPair(first.resolve("c.pem"), key, clock, unfit::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not that of its certificate");
  }

  private X509Certificate certificate(String name) throws Exception {
    return huisclos.gate.internal.Pem.certificate(Files.readAllBytes(pair(name).resolve("c.pem")))
        .orElseThrow();
  }

  private void put(Path from, Path to, int later) throws IOException {
    Files.write(to, Files.readAllBytes(from));
    Files.setLastModifiedTime(to, FileTime.from(Instant.now().plusSeconds(60L * later)));
  }

  /** A self-signed pair by the JDK's keytool and openssl-free PEM. */
  private Path pair(String name) throws Exception {
    Path at = Files.createDirectories(folder.resolve(name));
    KeyPair key = huisclos.gate.internal.CertificateWriter.newEcKey();
    var signer =
        new org.bouncycastle.operator.jcajce.JcaContentSignerBuilder("SHA256withECDSA")
            .build(key.getPrivate());
    var subject = new org.bouncycastle.asn1.x500.X500Name("CN=" + name);
    var holder =
        new org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder(
                subject,
                java.math.BigInteger.valueOf(name.hashCode()),
                java.util.Date.from(Instant.now().minusSeconds(60)),
                java.util.Date.from(Instant.now().plus(Duration.ofDays(30))),
                subject,
                key.getPublic())
            .build(signer);
    Files.write(
        at.resolve("c.pem"), huisclos.gate.internal.Pem.encode("CERTIFICATE", holder.getEncoded()));
    Files.write(
        at.resolve("k.pem"),
        huisclos.gate.internal.Pem.encode("PRIVATE KEY", key.getPrivate().getEncoded()));
    return at;
  }
}

package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.gate.internal.CertificateWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteCaTest {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  @TempDir Path temp;

  private final TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final TestProtector protector = new TestProtector();

  private Path keys() {
    return temp.resolve("keys");
  }

  private SiteCa open() throws IOException {
    return SiteCa.open(keys(), protector, clock);
  }

  @Test
  void itIsMadeOnceAndStays() throws Exception {
    SiteCa first = open();
    assertThat(open().certificate()).isEqualTo(first.certificate());
    assertThat(Files.readAllBytes(keys().resolve("ca.pem"))).isEqualTo(first.pem());
    first.certificate().verify(first.certificate().getPublicKey());
    assertThat(first.certificate().getBasicConstraints()).as("signs leaves only").isZero();
    Duration left =
        Duration.between(clock.instant(), first.certificate().getNotAfter().toInstant());
    assertThat(left).isEqualTo(Duration.ofDays(7_305));
  }

  @Test
  void onlyTheOwnerReadsItAndTheKeyIsSealed() throws Exception {
    open();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys())))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(keys())) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    String bytes =
        new String(Files.readAllBytes(keys().resolve("ca.key")), StandardCharsets.ISO_8859_1);
    // The PKCS#8 prefix of a P-256 key: the OID of the curve followed by the private octets.
    String curve =
        new String(
            new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7, 4},
            StandardCharsets.ISO_8859_1);
    assertThat(bytes).doesNotContain(curve).doesNotContain("PRIVATE KEY");
  }

  @Test
  void anotherKeyDoesNotOpenItAndNothingIsReplaced() throws Exception {
    open();
    byte[] before = Files.readAllBytes(keys().resolve("ca.key"));
    assertThatThrownBy(() -> SiteCa.open(keys(), new TestProtector(), clock))
        .isInstanceOf(IOException.class);
    assertThat(Files.readAllBytes(keys().resolve("ca.key"))).isEqualTo(before);

    Files.delete(keys().resolve("ca.key"));
    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("backup");
  }

  @Test
  void damageIsAnErrorNeverAnotherAuthority() throws Exception {
    X509Certificate original = open().certificate();
    Path file = keys().resolve("ca.key");
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      if (i % 3 == 0) {
        bad = Arrays.copyOf(bad, random.nextInt(bad.length));
      } else {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bad);
      assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }
    Files.write(file, good);
    assertThat(open().certificate()).isEqualTo(original);
  }

  @Test
  void subjectsAreRandomHexAndNameNobody() throws Exception {
    SiteCa ca = open();
    X509Certificate device = ca.certifyDevice(CertificateWriter.newEcKey().getPublic());
    X509Certificate server =
        ca.certifyServer(CertificateWriter.newEcKey().getPublic(), List.of("localhost"));
    for (X509Certificate certificate : List.of(ca.certificate(), device, server)) {
      assertThat(certificate.getSubjectX500Principal().getName()).matches("CN=[0-9a-f]{32}");
      assertThat(certificate.getSerialNumber().signum()).isPositive();
      assertThat(certificate.getSerialNumber().bitLength()).isBetween(64, 159);
    }
    assertThat(device.getSubjectX500Principal()).isNotEqualTo(server.getSubjectX500Principal());
  }

  @Test
  void leavesAreWhatTheyAreFor() throws Exception {
    SiteCa ca = open();
    X509Certificate device = ca.certifyDevice(CertificateWriter.newEcKey().getPublic());
    X509Certificate server =
        ca.certifyServer(
            CertificateWriter.newRsaKey().getPublic(), List.of("pacs.example", "192.0.2.1"));
    assertThat(device.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    assertThat(device.getSubjectAlternativeNames()).isNull();
    assertThat(server.getExtendedKeyUsage()).containsExactlyInAnyOrder(SERVER_AUTH, CLIENT_AUTH);
    assertThat(CertificateNames.of(server)).isEqualTo(Set.of("pacs.example", "192.0.2.1"));
    assertThat(Duration.between(clock.instant(), device.getNotAfter().toInstant()))
        .isEqualTo(Duration.ofDays(1_095));
    for (X509Certificate leaf : List.of(device, server)) {
      assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
      assertThat(ca.signed(leaf)).isTrue();
      leaf.checkValidity();
    }
    SiteCa other = SiteCa.open(temp.resolve("other"), protector, clock);
    assertThat(other.signed(device)).isFalse();
  }

  @Test
  void noLeafOutlivesTheAuthority() throws Exception {
    SiteCa ca = open();
    clock.advance(Duration.ofDays(7_300));
    X509Certificate device = ca.certifyDevice(CertificateWriter.newEcKey().getPublic());
    assertThat(device.getNotAfter()).isEqualTo(ca.certificate().getNotAfter());
  }
}

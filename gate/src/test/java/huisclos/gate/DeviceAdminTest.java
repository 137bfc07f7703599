package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.gate.internal.CertificateWriter;
import huisclos.gate.internal.Pem;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeviceAdminTest {
  @TempDir Path temp;

  private GateHome home;
  private DeviceAdmin devices;

  @BeforeEach
  void open() throws IOException {
    home = new GateHome(temp.resolve("home"));
    devices = home.gate.devices();
  }

  @AfterEach
  void close() throws IOException {
    home.close();
  }

  private static DeviceAdmin.Order order(String aet, KeySource key, boolean replace) {
    return new DeviceAdmin.Order(aet, DeviceAdmin.defaultVerbs(), Set.of(), key, replace);
  }

  private static DeviceRefusal refused(DeviceAdmin.Result result) {
    if (result instanceof DeviceAdmin.Result.Refused(DeviceRefusal why)) {
      return why;
    }
    throw new AssertionError("not refused: " + result);
  }

  private static KeySource requested() {
    KeyPair pair = CertificateWriter.newEcKey();
    return KeySource.requested(GateHome.request(pair, pair));
  }

  @Test
  void aDeviceGetsItsFiles() throws Exception {
    Path out = temp.resolve("ids");
    IdentityFiles.check(out, "CT1", false);
    IssuedIdentity issued =
        GateHome.issued(devices.add(order(" CT1 ", new KeySource.Generated(), false), "root"));
    IdentityFiles.write(out, issued.filesWithPkcs12(), false);

    for (String name :
        new String[] {"CT1.key.pem", "CT1.cert.pem", "ca.pem", "CT1.p12", "CT1.p12.password"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve(name))))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(out.resolve("CT1.key.pem")))
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .endsWith("-----END PRIVATE KEY-----\n");
    char[] password = Files.readString(out.resolve("CT1.p12.password")).strip().toCharArray();
    KeyStore store = KeyStore.getInstance(out.resolve("CT1.p12").toFile(), password);
    assertThat(store.getKey("CT1", password)).isNotNull();
    assertThat(store.getCertificateChain("CT1")).hasSize(2);

    Device device = home.registry.device("CT1").orElseThrow();
    assertThat(device.verbs()).containsExactlyInAnyOrder(Verb.STORE, Verb.COMMIT);
    assertThat(device.moveTo()).containsExactly("CT1");
    assertThatThrownBy(() -> IdentityFiles.check(out, "CT1", false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> IdentityFiles.write(out, issued.files(), false))
        .isInstanceOf(FileAlreadyExistsException.class);
    IdentityFiles.write(out, issued.files(), true);
  }

  @Test
  void oneFolderHoldsOneArchivesIdentities() throws Exception {
    Path out = temp.resolve("ids");
    IdentityFiles.write(out, home.add("CT1").files(), false);
    IdentityFiles.write(out, home.add("CT2").files(), false);
    Files.writeString(out.resolve("ca.pem"), "another");
    IssuedIdentity third = home.add("CT3");
    assertThatThrownBy(() -> IdentityFiles.write(out, third.files(), false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(out.resolve("CT3.key.pem")).doesNotExist();
  }

  @Test
  void filesStayInTheirFolder() {
    for (String name : new String[] {"../x", "/etc/x", ".x", "", "a/b", "a\u0000b"}) {
      assertThatThrownBy(
              () -> IdentityFiles.write(temp.resolve("ids"), Map.of(name, new byte[1]), true))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void onRecord() throws Exception {
    IssuedIdentity first = home.add("CT1", Verb.STORE, Verb.FIND_ALL);
    devices.renew("CT1", requested(), "alice");
    devices.revokeSerial(first.serial(), "bob");
    assertThat(home.records())
        .filteredOn(r -> r.action().name().startsWith("DEVICE_"))
        .extracting(TrailRecord::action)
        .containsExactly(Action.DEVICE_ADD, Action.DEVICE_RENEW, Action.DEVICE_REVOKE);
    TrailRecord add =
        home.records().stream()
            .filter(r -> r.action() == Action.DEVICE_ADD)
            .findFirst()
            .orElseThrow();
    assertThat(add.actor().id()).isEqualTo("root");
    assertThat(add.facts())
        .containsEntry(Fact.TARGET, "CT1")
        .containsEntry(Fact.GRANTS, "find-all,store")
        .containsEntry(Fact.SERIAL, first.serial());
  }

  @Test
  void whatIsRefusedChangesNothing() throws Exception {
    home.add("CT1");
    KeySource any = new KeySource.Generated();
    assertThat(refused(devices.add(order("CT1", any, false), "root")))
        .isEqualTo(DeviceRefusal.TITLE_KNOWN);
    assertThat(refused(devices.add(order("A\\B", any, false), "root")))
        .isEqualTo(DeviceRefusal.NOT_A_TITLE);
    assertThat(
            refused(
                devices.add(
                    new DeviceAdmin.Order("X", Set.of(), Set.of("A\nB"), any, false), "root")))
        .isEqualTo(DeviceRefusal.NOT_A_DESTINATION);
    assertThat(refused(devices.renew("CT9", any, "root"))).isEqualTo(DeviceRefusal.UNKNOWN_DEVICE);
    assertThat(refused(devices.revokeDevice("CT9", "root")))
        .isEqualTo(DeviceRefusal.UNKNOWN_DEVICE);
    for (String serial : new String[] {"", "zz", "-1", "ff".repeat(99), "0123456789"}) {
      assertThat(refused(devices.revokeSerial(serial, "root")))
          .isEqualTo(DeviceRefusal.UNKNOWN_SERIAL);
    }
    assertThat(home.registry.certificates()).hasSize(1);
    for (DeviceRefusal refusal : DeviceRefusal.values()) {
      assertThat(refusal.message()).isNotBlank();
    }
  }

  @Test
  void aSerialMayBeWrittenWithColonsAndCapitals() throws Exception {
    IssuedIdentity issued = home.add("CT1");
    String colons = issued.serial().toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
    assertThat(devices.revokeSerial(colons, "root")).isInstanceOf(DeviceAdmin.Result.Revoked.class);
    assertThat(home.gate.welcome(issued.certificate())).isFalse();
  }

  @Test
  void ofARequestOnlyTheKeyIsTaken() throws Exception {
    KeyPair pair = CertificateWriter.newEcKey();
    IssuedIdentity issued =
        GateHome.issued(
            devices.add(
                order("CT1", KeySource.requested(GateHome.request(pair, pair)), false), "root"));
    X509Certificate certificate = issued.certificate();
    assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
    assertThat(certificate.getSubjectX500Principal().getName()).matches("CN=[0-9a-f]{32}");
    assertThat(issued.files()).containsOnlyKeys("CT1.cert.pem", "ca.pem");
    assertThat(issued.filesWithPkcs12()).containsOnlyKeys("CT1.cert.pem", "ca.pem");
    assertThat(home.gate.welcome(certificate)).isTrue();

    byte[] pem = Pem.encode("CERTIFICATE REQUEST", GateHome.request(pair, pair));
    assertThat(refused(devices.add(order("CT2", KeySource.requested(pem), false), "root")))
        .as("a key is certified once")
        .isEqualTo(DeviceRefusal.KEY_KNOWN);
    assertThat(refused(devices.renew("CT1", KeySource.requested(pem), "root")))
        .isEqualTo(DeviceRefusal.KEY_KNOWN);
    devices.revokeDevice("CT1", "root");
    assertThat(refused(devices.add(order("CT1", KeySource.requested(pem), true), "root")))
        .as("a revoked key doesn't come back")
        .isEqualTo(DeviceRefusal.KEY_KNOWN);
  }

  @Test
  void aRequestMustBeProvenAndStrong() throws Exception {
    KeyPair mine = CertificateWriter.newEcKey();
    KeyPair others = CertificateWriter.newEcKey();
    KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
    weak.initialize(1024);
    KeyPair rsa1024 = weak.generateKeyPair();
    for (byte[] bad :
        new byte[][] {
          GateHome.request(others, mine),
          GateHome.request(rsa1024, rsa1024),
          new byte[0],
          "hello".getBytes(StandardCharsets.US_ASCII),
          new byte[Pem.MAX_BYTES + 1]
        }) {
      assertThat(refused(devices.add(order("CT1", KeySource.requested(bad), false), "root")))
          .isEqualTo(DeviceRefusal.BAD_REQUEST);
    }
    assertThat(home.registry.devices()).isEmpty();
  }

  @Test
  void mangledRequestsAndCertificatesAreRefusedNeverMore() throws Exception {
    KeyPair pair = CertificateWriter.newEcKey();
    byte[] request = GateHome.request(pair, pair);
    byte[] certificate = Pem.der(home.gate.ca().certificate());
    Random random = new Random(42);
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    int tried = 0;
    while (System.nanoTime() < end) {
      byte[] bad = (tried++ % 2 == 0 ? request : certificate).clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      // Either answer will do: what matters is that there is one.
      assertThat(CertificateWriter.requestedKey(bad)).isNotNull();
      assertThat(Pem.certificate(bad)).isNotNull();
    }
    assertThat(tried).isGreaterThan(100);
  }

  @Test
  void aForeignCertificateIsPinned() throws Exception {
    Path other = temp.resolve("other");
    SiteCa foreign = SiteCa.open(other, home.protector, home.clock);
    X509Certificate pinned = foreign.certifyDevice(CertificateWriter.newEcKey().getPublic());
    X509Certificate sibling = foreign.certifyDevice(CertificateWriter.newEcKey().getPublic());
    IssuedIdentity issued =
        GateHome.issued(
            devices.add(order("CT1", KeySource.foreign(Pem.encode(pinned)), false), "root"));
    assertThat(issued.files()).containsOnlyKeys("CT1.cert.pem", "ca.pem");
    assertThat(home.gate.welcome(pinned)).isTrue();
    assertThat(home.gate.welcome(sibling)).as("its issuer isn't trusted").isFalse();
    assertThat(home.registry.certificates().getFirst().origin())
        .isEqualTo(DeviceCertificate.Origin.PINNED);

    X509Certificate own = home.add("CT2").certificate();
    assertThat(refused(devices.add(order("CT3", KeySource.foreign(Pem.der(own)), false), "root")))
        .isEqualTo(DeviceRefusal.OWN_CERTIFICATE);
    home.clock.advance(Duration.ofDays(1_096));
    assertThat(
            refused(devices.add(order("CT3", KeySource.foreign(Pem.der(sibling)), false), "root")))
        .isEqualTo(DeviceRefusal.CERTIFICATE_EXPIRED);
    assertThat(refused(devices.add(order("CT3", KeySource.foreign(new byte[9]), false), "root")))
        .isEqualTo(DeviceRefusal.BAD_CERTIFICATE);
  }

  @Test
  void aRenewalLeavesThirtyDaysForTheChange() throws Exception {
    X509Certificate old = home.add("CT1").certificate();
    X509Certificate fresh =
        GateHome.issued(devices.renew("CT1", requested(), "root")).certificate();
    assertThat(home.gate.welcome(old)).isTrue();
    assertThat(home.gate.welcome(fresh)).isTrue();
    home.clock.advance(Duration.ofDays(30));
    assertThat(home.gate.welcome(old)).isTrue();
    home.clock.advance(Duration.ofSeconds(1));
    assertThat(home.gate.welcome(old)).isFalse();
    assertThat(home.gate.welcome(fresh)).isTrue();
  }
}

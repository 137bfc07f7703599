package huisclos.probe.inquiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Rung;
import huisclos.probe.inquiry.ContactSearch.Found;
import huisclos.probe.inquiry.ContactSearch.Source;
import huisclos.probe.notice.RdapContacts;
import huisclos.probe.notice.SavedContacts;
import huisclos.probe.notice.SecurityTxt;
import huisclos.probe.scope.Scope;
import huisclos.probe.scope.ScopeException;
import huisclos.probe.scope.ScopeFolder;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.KillSwitch;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.TcpNetwork;
import huisclos.probe.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ContactSearchTest {
  private static final InstantSource NOON = InstantSource.fixed(ScopeFolder.NOON);
  private static final String WELL_KNOWN = "/.well-known/security.txt";
  private static final String NETWORK =
      """
      {"objectClassName":"ip network","name":"CLINIC-NET","country":"DE","entities":[
       {"roles":["abuse"],"vcardArray":["vcard",[["email",{},"text","abuse@net.example"]]]}]}
      """;
  private static final String TXT =
      "Contact: mailto:security@clinic.example\nExpires: 2027-01-01T00:00:00Z\n";

  private static ServerSocketFactory tls = ServerSocketFactory.getDefault();
  private static Optional<KeyStore> ours = Optional.empty();

  @TempDir static Path made;
  @TempDir Path dir;

  private final List<String> journal = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void certificate() throws Exception {
    Path store = made.resolve("server.p12");
    char[] password = "only-a-test".toCharArray();
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(password),
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=rdap.test",
                "-ext",
                "san=dns:rdap.test",
                "-validity",
                "90")
            .redirectErrorStream(true)
            .redirectOutput(made.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    tls = context.getServerSocketFactory();
    KeyStore anchor = KeyStore.getInstance("PKCS12");
    anchor.load(null, null);
    anchor.setCertificateEntry("server", keys.getCertificate("server"));
    ours = Optional.of(anchor);
  }

  private static String text(String rungs, int http, int https, String inquiry) {
    return ScopeFolder.HEAD
        + "rungs = ["
        + rungs
        + "]\n[rates]\nper_host_per_second = 1000\n[ports]\nhttp = ["
        + http
        + "]\nhttps = ["
        + https
        + "]\n[[range]]\ncidr = \"127.0.0.1/32\"\n[[range]]\ncidr = \"192.0.2.0/24\"\n"
        + "[[range]]\ncidr = \"10.0.0.0/24\"\n[inquiry]\n"
        + inquiry;
  }

  private static String rdap(String host, int port) {
    return "rdap = \"https://%s:%d/rdap/\"\nrdap_addresses = [\"127.0.0.1\"]\n"
        .formatted(host, port);
  }

  private Scope scope(String text) throws IOException, ScopeException {
    return new ScopeFolder(Files.createTempDirectory(dir, "scope")).signed(text).load();
  }

  private SavedContacts saved() {
    return new SavedContacts(dir);
  }

  private List<Found> search(Scope scope, Optional<KeyStore> trusted, String... addresses)
      throws Exception {
    TrustManagerFactory anchors =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    anchors.init(trusted.orElse(null));
    return new ContactSearch(
            scope,
            saved(),
            new ContactSearch.Means(
                (door, purpose) -> journal.add(door.address() + " " + purpose.what()),
                (to, within) -> loopback(to.getAddress()).connect(to, within),
                new KillSwitch(),
                NOON,
                anchors))
        .about(
            Arrays.stream(addresses)
                .map(address -> new Door(address, 104, DoorKind.DICOM, Optional.empty()))
                .toList());
  }

  private static Wire.Network loopback(InetAddress address) throws DialException {
    if (!address.isLoopbackAddress()) {
      throw new DialException(DialException.Kind.SILENT, "a test asks this machine alone");
    }
    return new TcpNetwork();
  }

  @Test
  void theRegistryIsAskedOnceAboutEachAddressAndItsAnswersAreSaved() throws Exception {
    try (OneAnswer server = new OneAnswer(tls)) {
      server
          .on("/rdap/ip/192.0.2.7", 200, "Content-Type: application/rdap+json", NETWORK)
          .on("/rdap/ip/192.0.2.8", 302, "Location: https://other.example/ip/192.0.2.8", "")
          .on("/rdap/ip/192.0.2.9", 200, "Content-Type: application/json", "{\"hello\":1}");
      Scope scope = scope(text("\"reachable\"", 80, 443, rdap("rdap.test", server.port())));
      String[] doors = {"192.0.2.7", "192.0.2.7", "192.0.2.8", "192.0.2.9", "10.0.0.7", "9.9.9.9"};
      List<Found> found = search(scope, ours, doors);

      assertThat(found).extracting(Found::source).containsOnly(Source.RDAP);
      assertThat(found)
          .extracting(one -> one.address() + " " + one.file().isPresent() + " " + one.words())
          .containsExactly(
              "192.0.2.7 true from rdap.test",
              "192.0.2.8 false HTTP 302 to https://other.example/ip/192.0.2.8,"
                  + " which was not followed",
              "192.0.2.9 false no RDAP about an address",
              "10.0.0.7 false no registry knows a private address",
              "9.9.9.9 false not in this scope");
      assertThat(server.asked)
          .containsExactly("/rdap/ip/192.0.2.7", "/rdap/ip/192.0.2.8", "/rdap/ip/192.0.2.9");
      RdapContacts contacts = saved().rdap("192.0.2.7").orElseThrow();
      assertThat(contacts.abuse()).containsExactly("abuse@net.example");
      assertThat(contacts.network()).isEqualTo("CLINIC-NET");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(saved().rdapFile("192.0.2.7"))))
          .isEqualTo("rw-------");
      assertThat(journal)
          .startsWith(
              "127.0.0.1 TCP connection to the RDAP service",
              "127.0.0.1 TLS handshake with the RDAP service, its certificate verified",
              "127.0.0.1 GET (RDAP) ip/192.0.2.7");

      assertThat(search(scope, ours, "192.0.2.7").getFirst().file()).isPresent();
      assertThat(server.asked).as("what is saved isn't asked again").hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"rdap.test, false", "other.test, true"})
  void aRegistryWhoseCertificateIsNotItsOwnIsNotBelieved(String name, boolean trusted)
      throws Exception {
    try (OneAnswer server = new OneAnswer(tls)) {
      server.on("/rdap/ip/192.0.2.7", 200, "Content-Type: application/rdap+json", NETWORK);
      Scope scope = scope(text("\"reachable\"", 80, 443, rdap(name, server.port())));
      List<Found> found =
          search(scope, trusted ? ours : Optional.empty(), "192.0.2.7", "192.0.2.8");
      assertThat(found)
          .extracting(Found::words)
          .containsExactly(
              "TLS: certificate not trusted here",
              "not asked any more: TLS: certificate not trusted here");
      assertThat(saved().rdap("192.0.2.7")).isEmpty();
      assertThat(journal).noneMatch(line -> line.contains("GET"));
      assertThat(server.asked).noneMatch(path -> path.startsWith("/rdap"));
    }
  }

  @Test
  void theRegistrysMandateIsForItsAddressItsPortAndItsQuestionsInTheWindow() throws Exception {
    Scope scope = scope(text("\"reachable\"", 80, 443, rdap("rdap.test", 443)));
    InetAddress there = InetAddress.ofLiteral("127.0.0.1");
    InetAddress elsewhere = InetAddress.ofLiteral("192.0.2.7");
    Purpose get = Questions.rdap(URI.create("https://rdap.test/rdap/"), elsewhere).get();
    RdapMandate mandate = new RdapMandate(scope, 443, NOON);
    assertThat(mandate.objection(there, 443, get)).isEmpty();
    assertThat(mandate.objection(there, 80, get)).isPresent();
    assertThat(mandate.objection(elsewhere, 443, get)).isPresent();
    assertThat(mandate.objection(there, 443, Purpose.of(Rung.ASSOCIATES, "GET /"))).isPresent();
    assertThat(mandate.objection(there, 443, Purpose.withNames(Rung.ASSOCIATES, get.what())))
        .isPresent();
    assertThat(mandate.rungs(there)).isEmpty();
    assertThat(
            new RdapMandate(scope, 443, InstantSource.fixed(scope.until()))
                .objection(there, 443, get))
        .isPresent();
  }

  @Test
  void aHostIsAskedOverHttpsFirstAndOnlyTheFieldsOfItsFileAreKept() throws Exception {
    try (OneAnswer secure = new OneAnswer(tls);
        OneAnswer clear = new OneAnswer(ServerSocketFactory.getDefault())) {
      clear.on(WELL_KNOWN, 200, "Content-Type: text/plain; charset=utf-8", TXT + "Jane CANARY\n");
      Scope scope =
          scope(
              text(
                  "\"reachable\", \"associates\"",
                  clear.port(),
                  secure.port(),
                  "security_txt = true\nrdap = \"https://rdap.test\"\n"));
      assertThat(ContactSearch.sources(scope)).containsExactly(Source.SECURITY_TXT);
      List<Found> found = search(scope, ours, "127.0.0.1");

      assertThat(found.getFirst().file()).contains(dir.resolve("security-127.0.0.1.txt"));
      assertThat(secure.asked).containsExactly(WELL_KNOWN);
      assertThat(clear.asked).containsExactly(WELL_KNOWN);
      assertThat(journal.getFirst()).isEqualTo("127.0.0.1 TCP connection for security.txt");
      assertThat(Files.readString(dir.resolve("security-127.0.0.1.txt"))).isEqualTo(TXT);
      SecurityTxt txt = saved().securityTxt("127.0.0.1").orElseThrow();
      assertThat(txt.contacts()).containsExactly(URI.create("mailto:security@clinic.example"));
      assertThat(txt.current(ScopeFolder.NOON)).isTrue();
    }
  }

  @Test
  void aPageARedirectAndAFileThatNeverEndsAreNotTaken() throws Exception {
    for (String[] answer :
        new String[][] {
          {"200", "Content-Type: text/html", TXT, "isn't text/plain"},
          {"301", "Location: /security.txt", "", "not followed"},
          {"200", "Content-Type: text/plain", TXT + "#".repeat(70_000), "longer than"},
          {"200", "Content-Type: text/plain", "hello", "no contact"},
        }) {
      try (OneAnswer clear = new OneAnswer(ServerSocketFactory.getDefault())) {
        clear
            .on(WELL_KNOWN, Integer.parseInt(answer[0]), answer[1], answer[2])
            .on("/security.txt", 200, "Content-Type: text/plain", TXT);
        String text =
            text("\"reachable\", \"associates\"", clear.port(), 1, "security_txt = true\n")
                .replace("https = [1]", "https = []");
        Found found = search(scope(text), ours, "127.0.0.1").getFirst();
        assertThat(found.file()).isEmpty();
        assertThat(found.words()).contains(answer[3]);
        assertThat(clear.asked).containsExactly(WELL_KNOWN);
      }
    }
  }

  @Test
  void withoutTheRungAHostIsNotAsked() throws Exception {
    try (OneAnswer clear = new OneAnswer(ServerSocketFactory.getDefault())) {
      clear.on(WELL_KNOWN, 200, "Content-Type: text/plain", TXT);
      String text = text("\"reachable\"", clear.port(), 443, "security_txt = true\n");
      Found found = search(scope(text), ours, "127.0.0.1").getFirst();
      assertThat(found.words()).contains("doesn't allow the rung associates");
      assertThat(clear.asked).isEmpty();
      assertThat(journal).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rdap = \"http://rdap.test\"",
        "rdap = \"https://192.0.2.1/\"",
        "rdap = \"https://rdap.test/?a=b\"",
        "rdap_addresses = [\"192.0.2.1\"]",
        "rdap = \"https://rdap.test\"\nrdap_addresses = [\"192.0.2.0/24\"]",
        "rdap = \"https://rdap.test\"\nrdap_addresses = [\"rdap.test\"]",
        "rdap = \"https://rdap.test\"\nrdap_addresses = [\"224.0.0.1\"]"
      })
  void anInquiryThatCannotBeMeantStopsTheScope(String inquiry) {
    assertThatThrownBy(() -> scope(text("\"reachable\"", 80, 443, inquiry + "\n")))
        .isInstanceOf(ScopeException.class)
        .hasMessageContaining("scope.toml:");
  }
}

package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerKeysTest {
  @TempDir Path keys;

  private final TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final TestProtector protector = new TestProtector();
  private final List<X509Certificate> issued = new ArrayList<>();

  private ServerKeys open(String... names) throws IOException {
    SiteCa ca = SiteCa.open(keys, protector, clock);
    return ServerKeys.open(keys, protector, ca, ServerNames.of(List.of(names)), clock, issued::add);
  }

  private static X509Certificate chosen(ServerKeys server, String keyType) {
    String alias = Objects.requireNonNull(server.chooseServerAlias(keyType, null, null));
    X509Certificate[] chain = Objects.requireNonNull(server.getCertificateChain(alias));
    assertThat(server.getPrivateKey(alias)).isNotNull();
    return chain[0];
  }

  @Test
  void bothKindsAreMadeOnceAndNamed() throws Exception {
    List<X509Certificate> first;
    try (ServerKeys server = open("PACS.example", "192.0.2.1", "2001:db8::1")) {
      X509Certificate rsa = chosen(server, "RSA");
      X509Certificate ec = chosen(server, "EC");
      assertThat(((RSAPublicKey) rsa.getPublicKey()).getModulus().bitLength()).isEqualTo(3072);
      assertThat(ec.getPublicKey().getAlgorithm()).isEqualTo("EC");
      assertThat(CertificateNames.of(ec))
          .contains(
              "pacs.example",
              "192.0.2.1",
              "2001:db8:0:0:0:0:0:1",
              "localhost",
              "127.0.0.1",
              "0:0:0:0:0:0:0:1");
      assertThat(server.chooseServerAlias("DSA", null, null)).isNull();
      first = List.of(rsa, ec);
    }
    assertThat(issued).hasSize(2);
    try (ServerKeys again = open("PACS.example", "192.0.2.1", "2001:db8::1")) {
      assertThat(List.of(chosen(again, "RSA"), chosen(again, "EC"))).isEqualTo(first);
      assertThat(issued).as("nothing made anew").hasSize(2);
    }
  }

  @Test
  void closingGivesUpAKeyThatIsStillBeingMade() throws Exception {
    ServerKeys server = open("one.example");
    server.close();
    List<X509Certificate> atClosing = List.copyOf(issued);
    boolean onDisk = Files.exists(keys.resolve("server-rsa.key"));
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("first-server-key")) {
        thread.join();
      }
    }
    assertThat(issued).isEqualTo(atClosing);
    assertThat(keys.resolve("server-rsa.key").toFile().exists()).isEqualTo(onDisk);
    assertThat(server.chooseServerAlias("RSA", null, null) == null).isEqualTo(!onDisk);
    try (ServerKeys again = open("one.example")) {
      assertThat(chosen(again, "RSA").getPublicKey()).isInstanceOf(RSAPublicKey.class);
    }
  }

  @Test
  void otherNamesMakeOtherCertificates() throws Exception {
    X509Certificate before;
    try (ServerKeys server = open("one.example")) {
      before = chosen(server, "EC");
    }
    try (ServerKeys server = open("two.example")) {
      assertThat(chosen(server, "EC")).isNotEqualTo(before);
      assertThat(CertificateNames.of(chosen(server, "EC")))
          .contains("two.example")
          .doesNotContain("one.example");
    }
  }

  @Test
  void damagedOnesAreMadeAnew() throws Exception {
    try (ServerKeys server = open()) {
      assertThat(chosen(server, "RSA")).isNotNull();
    }
    Files.write(keys.resolve("server-ec.key"), new byte[] {1, 2, 3});
    try (ServerKeys server = open()) {
      assertThat(chosen(server, "EC")).isNotNull();
      assertThat(issued).hasSize(3);
    }
  }

  @Test
  void theyRenewThemselvesWithoutRestart() throws Exception {
    try (ServerKeys server = open()) {
      X509Certificate rsa = chosen(server, "RSA");
      X509Certificate ec = chosen(server, "EC");
      String oldAlias = Objects.requireNonNull(server.chooseServerAlias("EC", null, null));
      server.renew();
      assertThat(chosen(server, "EC")).as("not due").isEqualTo(ec);

      clock.advance(Duration.ofDays(397 - 89));
      server.renew();
      assertThat(chosen(server, "EC")).isNotEqualTo(ec);
      assertThat(chosen(server, "RSA")).isNotEqualTo(rsa);
      assertThat(server.getPrivateKey(oldAlias))
          .as("a handshake under way goes on with the old one")
          .isNotNull();
      assertThat(Duration.between(clock.instant(), chosen(server, "EC").getNotAfter().toInstant()))
          .isEqualTo(Duration.ofDays(397));
    }
  }

  @Test
  void nearTheAuthoritysEndTheyAreNotRenewedForNothing() throws Exception {
    open().close();
    clock.advance(Duration.ofDays(7_304));
    try (ServerKeys server = open()) {
      X509Certificate last = chosen(server, "EC");
      server.renew();
      assertThat(chosen(server, "EC")).isEqualTo(last);
    }
  }

  @Test
  void whatIsNoNameIsNamed() {
    for (String bad :
        List.of("a b", "", "*", "http://x", "1.2.3", "a..b", "x".repeat(300), "::g")) {
      assertThatThrownBy(() -> ServerNames.of(List.of(bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("neither a DNS name nor an address");
    }
    assertThat(ServerNames.of(List.of("Bücher.example"))).contains("xn--bcher-kva.example");
  }
}

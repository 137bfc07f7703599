package huisclos.probe.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.TlsGrade;
import huisclos.probe.finding.TlsGrade.ClientCertificate;
import huisclos.probe.finding.TlsGrade.Grade;
import huisclos.probe.finding.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DICOM over TLS: asked for where clear text isn't answered, graded, and a certificate missed. */
class TlsTest {
  private static final char[] PASSWORD = "only-a-test".toCharArray();
  private static SSLContext context;

  @TempDir static Path dir;

  @BeforeAll
  static void certificate() throws Exception {
    Path store = dir.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=server",
                "-validity",
                "90")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
  }

  private static FakeScp server(String protocol, boolean certificate) throws IOException {
    SSLServerSocket listening =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.setEnabledProtocols(new String[] {protocol});
    listening.setNeedClientAuth(certificate);
    return new FakeScp(
        listening,
        FakeScp.scp(
            syntax -> Offer.FIRST.contains(syntax) ? 0 : 3,
            (peer, request) -> peer.reply(request, 0, Optional.empty())));
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, DICOM", "TLSv1.2, DICOM", "TLSv1.3, DICOM_TLS", "TLSv1.2, DICOM_TLS"})
  void theLookGoesOnOverTls(String protocol, DoorKind kind) throws IOException {
    try (FakeScp scp = server(protocol, false)) {
      Finding finding = new LookBed().look(scp.port(), kind);
      assertThat(finding.service()).isEqualTo(Service.DICOM_OVER_TLS);
      assertThat(finding.verdict()).isEqualTo(Verdict.DOWNLOADABLE);
      assertThat(finding.barrier())
          .isEqualTo(kind == DoorKind.DICOM ? Barrier.TLS_REQUIRED : Barrier.NONE);
      TlsGrade grade = finding.tls().orElseThrow();
      assertThat(grade.protocol()).isEqualTo(protocol);
      assertThat(grade.grade()).isEqualTo(Grade.SOUND);
      assertThat(grade.retiredTaken()).isFalse();
      assertThat(grade.clientCertificate()).isEqualTo(ClientCertificate.NOT_ASKED);
      assertThat(grade.selfSigned()).isTrue();
      assertThat(grade.keyBits()).isEqualTo(256);
      assertThat(grade.certificateSha256()).hasSize(64);
      assertThat(grade.notAfter()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, DICOM", "TLSv1.2, DICOM", "TLSv1.3, DICOM_TLS", "TLSv1.2, DICOM_TLS"})
  void whoRequiresACertificateIsClosed(String protocol, DoorKind kind) throws IOException {
    try (FakeScp scp = server(protocol, true)) {
      Finding finding = new LookBed().look(scp.port(), kind);
      assertThat(finding.barrier()).isEqualTo(Barrier.CLIENT_CERTIFICATE);
      assertThat(finding.verdict()).isEqualTo(Verdict.CLOSED);
      assertThat(finding.rung(Rung.ASSOCIATES).answer()).isEqualTo(Answer.NO);
      assertThat(finding.tls().orElseThrow().clientCertificate())
          .isEqualTo(ClientCertificate.REQUIRED);
    }
  }

  @Test
  void aRetiredTlsAloneIsGradedSo() throws IOException {
    byte[] protocolVersion = {21, 3, 2, 0, 2, 2, 70};
    byte[] serverHello = new byte[80];
    System.arraycopy(new byte[] {22, 3, 2, 0, 75, 2, 0, 0, 71, 3, 2}, 0, serverHello, 0, 11);
    try (FakeScp scp =
        new FakeScp((peer, _) -> {
          byte[] header = peer.in().readNBytes(5);
          if (header.length < 5 || header[0] != 22) {
            return;
          }
          byte[] hello = peer.in().readNBytes((header[3] & 0xFF) << 8 | (header[4] & 0xFF));
          // An up-to-date client says 1.2 here and the truth in an extension (RFC 8446 §4.1.2).
          boolean old = hello[4] == 3 && hello[5] == 2;
          peer.write(old ? serverHello : protocolVersion);
          peer.in().readAllBytes();
        })) {
      LookBed bed = new LookBed();
      Finding finding = bed.look(scp.port());
      TlsGrade grade = finding.tls().orElseThrow();
      assertThat(grade.grade()).isEqualTo(Grade.RETIRED);
      assertThat(grade.retiredTaken()).isTrue();
      assertThat(finding.barrier()).isEqualTo(Barrier.TLS_REQUIRED);
      assertThat(finding.rung(Rung.ASSOCIATES).answer()).isEqualTo(Answer.NO);
      assertThat(bed.journal()).containsSubsequence(List.of(Asks.OLD_HELLO, Asks.OLD_HELLO_END));
    }
  }

  @Test
  void aPortForTlsThatSpeaksClearTextIsFoundOut() throws IOException {
    try (FakeScp scp =
        new FakeScp((peer, _) -> peer.serve(_ -> 3, "1.2.3", "FAKE", (_, _) -> {}))) {
      Finding finding = new LookBed().look(scp.port(), DoorKind.DICOM_TLS);
      assertThat(finding.service()).isEqualTo(Service.DICOM);
      assertThat(finding.notes()).anyMatch(note -> note.contains("clear text"));
      assertThat(finding.tls()).isEmpty();
    }
  }
}

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.app.client.Called;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.gate.ClientIdentity;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.NetLimits;
import huisclos.net.Requestor;
import huisclos.net.Status;
import huisclos.trail.Fact;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A stranger gets nothing: the table of refusals, row by row, each on record. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RefusalsIT {
  private static final List<String> PLAIN = List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
  private static final String STUDY_FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;

  @TempDir static Path folder;
  private static RunningArchive archive;
  private static Path reader;
  private static Path sender;
  private static Optional<Path> shortLived = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    archive = RunningArchive.start(folder);
    reader = archive.device(folder.resolve("ids"), "READER", "find,get");
    sender = archive.device(folder.resolve("ids"), "SENDER", "store");
    if (Processes.run(List.of("sh", "-c", "command -v openssl"), Map.of()).status() == 0) {
      shortLived();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    archive.close();
  }

  @Test
  void noCertificate() throws Exception {
    assertNothingAnswered(trustingAnyone());
    assertOnRecord("no-certificate");
  }

  @Test
  void foreignCertificate() throws Exception {
    Path other = folder.resolve("other");
    Processes.here(
            "device",
            "add",
            "READER",
            "--out",
            other.resolve("ids").toString(),
            "--home",
            other.resolve("home").toString())
        .ok();
    Files.copy(
        folder.resolve("ids/ca.pem"),
        other.resolve("ids/ca.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    assertNothingAnswered(ClientIdentity.load(other.resolve("ids/READER")).context());
    assertOnRecord("foreign-certificate");
  }

  @Test
  void revokedCertificate() throws Exception {
    Path gone = archive.device(folder.resolve("ids"), "GONE", "find");
    ClientIdentity identity = ClientIdentity.load(gone);
    try (Association before = called(gone).open(echo(called(gone)))) {
      assertThat(before.echo().success()).isTrue();
      archive.verb("device", "revoke", "GONE").ok();
      assertThatThrownBy(before::echo)
          .as("an open association ends with the identity")
          .isInstanceOf(AssociationException.class);
    }
    assertNothingAnswered(identity.context());
    assertOnRecord("revoked-certificate");
  }

  /** Made first and looked at last, so that nobody waits for it to run out. */
  private static void shortLived() throws Exception {
    Path dir = Files.createDirectories(folder.resolve("short"));
    String script =
        """
        cd %s
        touch index.txt; echo 01 > serial
        printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index.txt\\nserial=serial\\nnew_certs_dir=.\\n'\
        'default_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' > ca.cnf
        openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out req.pem -subj /CN=short 2>/dev/null
        openssl ca -config ca.cnf -selfsign -keyfile key.pem -in req.pem -out cert.pem -batch -notext \
          -startdate $(date -u -d '-1 hour' +%%Y%%m%%d%%H%%M%%SZ) \
          -enddate $(date -u -d '+8 seconds' +%%Y%%m%%d%%H%%M%%SZ) 2>/dev/null
        """
            .formatted(dir);
    Processes.run(List.of("bash", "-c", script), Map.of()).ok();
    archive
        .verb(
            "device",
            "add",
            "SHORT",
            "--cert",
            dir.resolve("cert.pem").toString(),
            "--out",
            dir.resolve("out").toString())
        .ok();
    Files.copy(dir.resolve("key.pem"), dir.resolve("out/SHORT.key.pem"));
    shortLived = Optional.of(dir.resolve("out/SHORT"));
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void expiredCertificate() throws Exception {
    Processes.peer("openssl");
    ClientIdentity identity = ClientIdentity.load(shortLived.orElseThrow());
    Instant end = identity.certificate().getNotAfter().toInstant();
    while (!Instant.now().isAfter(end.plusMillis(500))) {
      Thread.sleep(100);
    }
    assertNothingAnswered(identity.context());
    assertOnRecord("expired-certificate");
  }

  @Test
  void plainText() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), archive.port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(associateRq());
      byte[] answer = socket.getInputStream().readAllBytes();
      // At most a TLS alert record (type 21); no DICOM PDU, no name.
      assertThat(answer.length).isLessThan(16);
      if (answer.length > 0) {
        assertThat(answer[0]).isEqualTo((byte) 21);
      }
    }
    assertOnRecord("plain-text");
  }

  @Test
  void retiredTls() throws Exception {
    Processes.peer("openssl");
    for (String version : List.of("-tls1", "-tls1_1")) {
      Processes.Result result =
          Processes.run(
              List.of(
                  "openssl",
                  "s_client",
                  "-connect",
                  archive.address(),
                  version,
                  "-cipher",
                  "ALL:@SECLEVEL=0"),
              Map.of());
      assertThat(result.out()).doesNotContain("BEGIN CERTIFICATE");
      assertThat(result.status()).isNotZero();
    }
    assertOnRecord("retired-tls");
  }

  @Test
  void titlesThatDoNotFitTheCertificate() throws Exception {
    for (String[] titles :
        new String[][] {
          {"SENDER", "HUISCLOS", "calling-aet"},
          {"READER", "ORTHANC", "called-aet"},
          {"ANY-SCU", "ANY-SCP", "calling-aet"}
        }) {
      AssociateRequestSpec spec =
          AssociateRequestSpec.of(titles[0], titles[1]).propose(Uids.VERIFICATION, PLAIN);
      assertThatThrownBy(() -> connect(ClientIdentity.load(reader).context(), spec))
          .isInstanceOfSatisfying(
              AssociationException.class,
              e -> {
                assertThat(e.ending()).isInstanceOf(Ending.Rejected.class);
                var answer = ((Ending.Rejected) e.ending()).answer();
                assertThat(List.of(answer.result(), answer.source(), answer.reason()))
                    .containsExactly(1, 1, 1);
              });
      assertOnRecord(titles[2]);
    }
  }

  @Test
  void verbNotGrantedRefusesThatContextAlone() throws Exception {
    Called called = called(sender);
    AssociateRequestSpec spec =
        echo(called)
            .propose(STUDY_FIND, PLAIN)
            .propose(Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET, PLAIN)
            .propose(Uids.CT_IMAGE_STORAGE, PLAIN);
    try (Association association = called.open(spec)) {
      assertThat(association.echo().success()).isTrue();
      assertThat(association.context(Uids.CT_IMAGE_STORAGE)).isPresent();
      assertThat(association.context(STUDY_FIND)).isEmpty();
      assertThat(association.answer().contexts().stream().map(context -> context.result()).toList())
          .containsExactly(0, 1, 1, 0);
    }
    assertOnRecord("not-granted");
  }

  @Test
  void broadQueryWithoutFindAll() throws Exception {
    for (String name : List.of("*", "A*", "")) {
      assertThat(find(reader, name)).isEqualTo(Status.NOT_AUTHORIZED);
    }
    assertOnRecord("broad-query");
  }

  @Test
  void moreMatchesThanOneQueryMayReturn() throws Exception {
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < 1_001; i++) {
      Synthetic.of(i).named("MANYFOLD^N" + i).write(many);
    }
    Processes.Result sent =
        Processes.here(
                "send",
                archive.address(),
                "--identity",
                sender.toString(),
                "--associations",
                "4",
                many.toString())
            .ok();
    assertThat(sent.out()).contains("sent 1001, failed 0");
    List<DataSet> rows = new ArrayList<>();
    assertThat(find(reader, "MANYFOLD*", rows)).isEqualTo(Status.REFUSED_OUT_OF_RESOURCES);
    assertThat(rows).as("refused before any row").isEmpty();
    assertThat(find(reader, "MANYFOLD^N10*", rows)).isEqualTo(Status.SUCCESS);
    assertThat(rows).hasSize(12);
    assertOnRecord("too-many");
  }

  @Test
  void nothingNamesTheProduct() throws Exception {
    SSLContext context = ClientIdentity.load(reader).context();
    try (SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), archive.port)) {
      socket.startHandshake();
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      String subject = certificate.getSubjectX500Principal().getName();
      String issuer = certificate.getIssuerX500Principal().getName();
      assertThat(subject + issuer).doesNotContainIgnoringCase("huisclos");
      assertThat(new String(certificate.getEncoded(), StandardCharsets.ISO_8859_1))
          .doesNotContainIgnoringCase("huisclos");
    }
    Called called = called(reader);
    try (Association association = called.open(echo(called))) {
      assertThat(association.answer().implementationVersionName()).contains("1");
    }
  }

  private static int find(Path identity, String name) throws IOException {
    return find(identity, name, new ArrayList<>());
  }

  private static int find(Path identity, String name, List<DataSet> rows) throws IOException {
    DataSet query = new DataSet();
    query.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    query.putString(Tag.PATIENT_NAME, name);
    query.putEmpty(Tag.STUDY_INSTANCE_UID);
    rows.clear();
    Called called = called(identity);
    try (Association association = called.open(called.request().propose(STUDY_FIND, PLAIN))) {
      return association.find(STUDY_FIND, query, rows::add).status();
    }
  }

  private static Called called(Path identity) {
    return Called.of(archive.address(), "HUISCLOS", identity);
  }

  private static AssociateRequestSpec echo(Called called) {
    return called.request().propose(Uids.VERIFICATION, PLAIN);
  }

  private static Association connect(SSLContext context, AssociateRequestSpec spec)
      throws AssociationException {
    return Requestor.connect(
        InetSocketAddress.createUnresolved("127.0.0.1", archive.port),
        Optional.of(context),
        spec,
        NetLimits.DEFAULT);
  }

  /** Speaks TLS and asks for an association: no byte of an answer may come. */
  private static void assertNothingAnswered(SSLContext context) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), archive.port)) {
      socket.setSoTimeout(20_000);
      int answered;
      try {
        socket.startHandshake();
        socket.getOutputStream().write(associateRq());
        answered = socket.getInputStream().read();
      } catch (IOException e) {
        // Refused in the handshake; with TLS 1.3 the client learns of it at its first read.
        answered = -1;
      }
      assertThat(answered).isEqualTo(-1);
    }
  }

  private static SSLContext trustingAnyone() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, null);
    return context;
  }

  /** The stranger's side: it looks at no certificate. */
  private static final class Anyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** A-ASSOCIATE-RQ from ANY-SCU to ANY-SCP with Verification, as PS3.8 §9.3.2 lays it out. */
  private static byte[] associateRq() {
    HexFormat hex = HexFormat.of();
    String application =
        "10000015" + hex.formatHex("1.2.840.10008.3.1.1.1".getBytes(StandardCharsets.US_ASCII));
    String context =
        "2000002e01000000"
            + "30000011"
            + hex.formatHex("1.2.840.10008.1.1".getBytes(StandardCharsets.US_ASCII))
            + "40000011"
            + hex.formatHex("1.2.840.10008.1.2".getBytes(StandardCharsets.US_ASCII));
    String user = "5000000851000004" + "00004000";
    String titles =
        hex.formatHex("ANY-SCP         ANY-SCU         ".getBytes(StandardCharsets.US_ASCII));
    String body = "00010000" + titles + "00".repeat(32) + application + context + user;
    return hex.parseHex("0100" + "%08x".formatted(body.length() / 2) + body);
  }

  /** Waits for a refusal with this reason on the trail: a flood may be summed up a little later. */
  private static void assertOnRecord(String reason) throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Stream<TrailEntry> entries = TrailReader.records(archive.home.resolve("trail"))) {
        if (entries.anyMatch(e -> reason.equals(e.record().facts().get(Fact.REASON)))) {
          return;
        }
      }
      Thread.sleep(50);
    }
    assertThat(false).as("on record: %s", reason).isTrue();
  }
}

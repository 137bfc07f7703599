package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import huisclos.testkit.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DCMTK's tools against our server, and our requestor against its servers. */
class DcmtkTest {
  private static final String FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

  @TempDir Path folder;

  private final MemoryArchive archive = new MemoryArchive();
  private final RecordingListener events = new RecordingListener();

  private AcceptorServer secure() throws IOException {
    AcceptorServer server =
        new AcceptorServer(
            TestTls.loopback(),
            TestTls.context(TestTls.SERVER),
            archive,
            NetLimits.DEFAULT,
            events);
    server.start();
    return server;
  }

  private AcceptorServer plain() throws IOException {
    AcceptorServer server =
        AcceptorServer.dangerouslyPlainText(TestTls.loopback(), archive, NetLimits.DEFAULT, events);
    server.start();
    return server;
  }

  private static String[] arguments(AcceptorServer server, List<String> tls, String... more) {
    List<String> all = new ArrayList<>(tls);
    all.addAll(List.of("-aet", "DEVICE", "-aec", "ARCHIVE"));
    for (String one : more) {
      if (one.equals("@")) {
        all.add(LOOPBACK);
        all.add(String.valueOf(server.address().getPort()));
      } else {
        all.add(one);
      }
    }
    return all.toArray(String[]::new);
  }

  /** An invented CT image of this many rows. */
  private static DataSet image(String uid, int rows) {
    DataSet set = new DataSet();
    set.putString(Tag.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE);
    set.putString(Tag.SOP_INSTANCE_UID, uid);
    set.putString(Tag.MODALITY, "CT");
    set.putString(Tag.PATIENT_NAME, "INVENTED^PATIENT");
    set.putString(Tag.PATIENT_ID, "P1");
    set.putString(Tag.STUDY_INSTANCE_UID, "1.2.826.1");
    set.putString(Tag.SERIES_INSTANCE_UID, "1.2.826.1.1");
    set.putString(Tag.STUDY_ID, "1");
    set.putString(Tag.STUDY_DATE, "20200101");
    set.putString(Tag.STUDY_TIME, "120000");
    set.putString(Tag.INSTANCE_NUMBER, "1");
    set.putString(Tag.SERIES_NUMBER, "1");
    set.putInt(Tag.ROWS, rows);
    set.putInt(Tag.COLUMNS, 256);
    byte[] pixels = new byte[rows * 512];
    new Random(rows).nextBytes(pixels);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, pixels);
    return set;
  }

  private static byte[] bytes(DataSet set) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(set, out, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return out.toByteArray();
  }

  private Path file(String uid, int rows) throws IOException {
    Path file = folder.resolve(uid + ".dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(out, image(uid, rows), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    return file;
  }

  private void put(String uid, int rows) throws IOException {
    archive.instances.put(
        uid,
        new MemoryArchive.Instance(
            Uids.CT_IMAGE_STORAGE,
            uid,
            Uids.EXPLICIT_VR_LITTLE_ENDIAN,
            Bytes.of(bytes(image(uid, rows)))));
  }

  @Test
  void movescu_hears_the_counts_and_an_unknown_destination() throws Exception {
    MemoryServices services = new MemoryServices();
    try (AcceptorServer server =
        AcceptorServer.dangerouslyPlainText(
            TestTls.loopback(), services, NetLimits.DEFAULT, events)) {
      server.start();
      String[] keys = {
        "-S", "-d", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2", "@"
      };
      List<String> known = new ArrayList<>(List.of("-aem", "THIRD"));
      known.addAll(List.of(keys));
      Dcmtk.Run run =
          Dcmtk.run(folder, "movescu", arguments(server, List.of(), known.toArray(String[]::new)));
      assertThat(run.output())
          .contains("0xb000")
          .containsIgnoringCase("Remaining Suboperations")
          .contains("FailedSOPInstanceUIDList");
      List<String> unknown = new ArrayList<>(List.of("-aem", "NOBODY"));
      unknown.addAll(List.of(keys));
      Dcmtk.Run refused =
          Dcmtk.run(
              folder, "movescu", arguments(server, List.of(), unknown.toArray(String[]::new)));
      assertThat(refused.output()).contains("0xa801");
    }
    assertThat(services.log)
        .anyMatch(line -> line.startsWith("move to THIRD"))
        .anyMatch(line -> line.startsWith("move to NOBODY"));
  }

  @Test
  void echoscu_over_tls() throws Exception {
    try (AcceptorServer server = secure()) {
      Dcmtk.Run run =
          Dcmtk.run(folder, "echoscu", arguments(server, Dcmtk.tls(TestTls.DEVICE), "-v", "@"));
      assertThat(run.status()).as(run.output()).isZero();
      events.await("ended released");
    }
  }

  @Test
  void echoscu_of_a_stranger_and_in_plain_text_gets_nothing() throws Exception {
    try (AcceptorServer server = secure()) {
      Dcmtk.Run stranger =
          Dcmtk.run(folder, "echoscu", arguments(server, Dcmtk.tls(TestTls.STRANGER), "@"));
      Dcmtk.Run plain = Dcmtk.run(folder, "echoscu", arguments(server, List.of(), "@"));
      assertThat(stranger.status()).isNotZero();
      assertThat(plain.status()).isNotZero();
      events.await("handshake certificate not trusted here");
      events.await("handshake not TLS");
      assertThat(archive.requests).isEmpty();
    }
  }

  @Test
  void storescu_over_tls() throws Exception {
    try (AcceptorServer server = secure()) {
      Dcmtk.Run run =
          Dcmtk.run(
              folder,
              "storescu",
              arguments(
                  server,
                  Dcmtk.tls(TestTls.DEVICE),
                  "-v",
                  "@",
                  file("1.2.826.10", 16).toString(),
                  file("1.2.826.11", 1200).toString()));
      assertThat(run.status()).as(run.output()).isZero();
    }
    assertThat(Objects.requireNonNull(archive.instances.get("1.2.826.10")).dataSet())
        .isEqualTo(Bytes.of(bytes(image("1.2.826.10", 16))));
    assertThat(Objects.requireNonNull(archive.instances.get("1.2.826.11")).dataSet())
        .isEqualTo(Bytes.of(bytes(image("1.2.826.11", 1200))));
  }

  @Test
  void findscu_over_tls_and_its_cancel() throws Exception {
    archive.matches = 200;
    try (AcceptorServer server = secure()) {
      List<String> tls = Dcmtk.tls(TestTls.DEVICE);
      String[] query = {"-S", "-v", "@", "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientID=P1"};
      Dcmtk.Run run = Dcmtk.run(folder, "findscu", arguments(server, tls, query));
      assertThat(run.status()).as(run.output()).isZero();
      assertThat(run.output()).contains("1.2.3.0").contains("1.2.3.199");
      archive.matches = 1_000_000;
      String[] cancelled = {"-S", "--cancel", "5", "@", "-k", "QueryRetrieveLevel=STUDY"};
      Dcmtk.Run second = Dcmtk.run(folder, "findscu", arguments(server, tls, cancelled));
      assertThat(second.status()).as(second.output()).isZero();
      assertThat(archive.cancelled).isTrue();
    }
  }

  @Test
  void getscu() throws Exception {
    put("1.2.826.20", 16);
    put("1.2.826.21", 900);
    Path out = Files.createDirectory(folder.resolve("out"));
    try (AcceptorServer server = plain()) {
      Dcmtk.Run run =
          Dcmtk.run(
              folder,
              "getscu",
              arguments(
                  server,
                  List.of(),
                  "-S",
                  "-v",
                  "-od",
                  out.toString(),
                  "@",
                  "-k",
                  "QueryRetrieveLevel=STUDY",
                  "-k",
                  "StudyInstanceUID=1.2.826.1"));
      assertThat(run.status()).as(run.output()).isZero();
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).hasSize(2);
    }
  }

  private Association dial(int port, Optional<SSLContext> tls, AssociateRequestSpec spec)
      throws AssociationException {
    return Requestor.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        tls,
        spec,
        NetLimits.DEFAULT);
  }

  private static Reply store(Association association, String uid, int rows) throws IOException {
    return association.store(
        Uids.CT_IMAGE_STORAGE,
        uid,
        MemoryArchive.source(Bytes.of(bytes(image(uid, rows)))),
        Uids.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  @Test
  void our_requestor_against_storescp_over_tls() throws Exception {
    int port = Ports.free();
    Path out = Files.createDirectory(folder.resolve("out"));
    List<String> arguments = new ArrayList<>(Dcmtk.tls(TestTls.SERVER));
    arguments.addAll(List.of("+xe", "-od", out.toString(), String.valueOf(port)));
    Process scp = Dcmtk.listen(folder, port, "storescp", arguments.toArray(String[]::new));
    try (Association association =
        dial(port, Optional.of(TestTls.context(TestTls.DEVICE)), MemoryArchive.everything())) {
      assertThat(association.echo().success()).isTrue();
      assertThat(store(association, "1.2.826.30", 16).success()).isTrue();
      assertThat(store(association, "1.2.826.31", 2000).success()).isTrue();
    } finally {
      scp.destroy();
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void our_requestor_against_dcmqrscp() throws Exception {
    int port = Ports.free();
    Path store = Files.createDirectory(folder.resolve("db"));
    Path settings =
        Files.writeString(
            folder.resolve("dcmqrscp.cfg"),
            """
            NetworkTCPPort = %d
            MaxPDUSize = 16384
            MaxAssociations = 16
            HostTable BEGIN
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            ARCHIVE %s RW (10, 1024mb) ANY
            AETable END
            """
                .formatted(port, store));
    Process scp =
        Dcmtk.listen(folder, port, "dcmqrscp", "-c", settings.toString(), "--single-process");
    try (Association association = dial(port, Optional.empty(), MemoryArchive.everything())) {
      assertThat(store(association, "1.2.826.40", 16).success()).isTrue();
      assertThat(store(association, "1.2.826.41", 700).success()).isTrue();
      DataSet query = new DataSet();
      query.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
      query.putString(Tag.STUDY_INSTANCE_UID, "1.2.826.1");
      query.putEmpty(Tag.PATIENT_NAME);
      List<String> found = new ArrayList<>();
      Reply reply = association.find(FIND, query, m -> found.add(m.string(Tag.PATIENT_NAME, "")));
      assertThat(reply.success()).isTrue();
      assertThat(found).containsExactly("INVENTED^PATIENT");
      query.remove(Tag.PATIENT_NAME);
      Map<String, Integer> got = new TreeMap<>();
      GetResult result =
          association.get(
              GET,
              query,
              (request, in) -> {
                got.put(request.sopInstance(), in.readAllBytes().length);
                return Reply.of(Status.SUCCESS);
              });
      assertThat(result.reply().success()).isTrue();
      assertThat(result.counts().completed()).isEqualTo(2);
      assertThat(got).containsOnlyKeys("1.2.826.40", "1.2.826.41");
      assertThat(got.get("1.2.826.41")).isGreaterThan(700 * 512);
    } finally {
      scp.destroy();
    }
  }
}

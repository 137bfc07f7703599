package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.admin.Admin;
import huisclos.app.home.Home;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.testkit.Ports;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailFilter;
import huisclos.trail.TrailReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What rules send on, to Orthanc, to DCMTK and to another archive of ours, with real processes. */
class ForwardIT {
  @TempDir Path folder;

  @Test
  void orthancGetsWhatTheRulesSayAndNothingElse() throws Exception {
    Path own = Peers.selfSigned(folder, "orthanc");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path modality = archive.device(folder.resolve("ids"), "MOD", "store");
      Path other = archive.device(folder.resolve("ids"), "OTHER", "store");
      try (Peers.Orthanc orthanc =
          Peers.orthanc(
              folder.resolve("orthanc"), own, folder.resolve("ids/ca.pem"), archive.port)) {
        archive
            .verb("peer", "add", "ORTHANC", "127.0.0.1:" + orthanc.port(), "--trust", own + ".crt")
            .ok();
        assertThat(archive.verb("peer", "echo", "ORTHANC").ok().out()).contains("TLSv1.3");
        archive
            .verb(
                "peer",
                "forward",
                "add",
                "--to",
                "ORTHANC",
                "--modality",
                "OT,US",
                "--from",
                "MOD",
                "--description",
                "*knee*")
            .ok();
        Path sent = Files.createDirectories(folder.resolve("sent"));
        for (int i = 1; i <= 4; i++) {
          study(i, "OT", "Left Knee").write(sent);
        }
        study(5, "CT", "Left Knee").write(sent);
        study(6, "OT", "Head").write(sent);
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        study(7, "OT", "Knee").write(elsewhere);
        send(archive, modality, sent);
        send(archive, other, elsewhere);
        Peers.eventually(30, "all that fits is sent", () -> sent(archive, "ORTHANC") == 4);
        assertThat(orthanc.instances()).isEqualTo(4);
        for (String id : orthanc.get("/instances").split("[^a-z0-9-]+", -1)) {
          if (!id.isBlank()) {
            assertSameAsSent(orthanc.bytes("/instances/" + id + "/file"), sent);
          }
        }
      }
      assertThat(moves(archive.home))
          .isNotEmpty()
          .allSatisfy(entry -> {
            assertThat(entry.record().actor())
                .isEqualTo(new Actor(Actor.Kind.SERVICE, "forward", ""));
            assertThat(entry.record().facts()).containsEntry(Fact.DESTINATION, "ORTHANC");
          });
      assertThat(moves(archive.home).stream().mapToLong(e -> e.record().count().orElse(0)).sum())
          .isEqualTo(4);
    }
  }

  @Test
  void aPeerThatComesBackGetsAllThoughTheServerWasKilled() throws Exception {
    int port = Ports.free();
    Path inbox = folder.resolve("inbox");
    int all = 40;
    Path sent = Files.createDirectories(folder.resolve("sent"));
    for (int i = 1; i <= all; i++) {
      study(i, "OT", "x").pixels(new java.util.Random(i), 400_000).write(sent);
    }
    Path peer;
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path modality = archive.device(folder.resolve("ids"), "MOD", "store");
      peer = archive.device(folder.resolve("ids"), "STSCP", "store");
      archive.verb("peer", "add", "STSCP", "127.0.0.1:" + port).ok();
      archive.verb("peer", "forward", "add", "--to", "STSCP", "--from", "MOD").ok();
      send(archive, modality, sent);
      Peers.eventually(
          20,
          "it is said why",
          () -> state(archive, "STSCP").path("reason").asString("").contains("unreachable"));
      assertThat(state(archive, "STSCP").path("waiting").asInt()).isEqualTo(all);
      assertThat(archive.verb("doors").ok().out())
          .contains(all + " instances wait to be forwarded to STSCP");
      archive.kill();
    }
    try (Peers.Running storescp = Peers.storescp(peer, inbox, port)) {
      try (RunningArchive archive = RunningArchive.start(folder)) {
        Peers.eventually(30, "some are there", () -> files(storescp) >= 3);
        archive.kill();
      }
      assertThat(files(storescp)).as("killed in the middle").isLessThan(all);
      try (RunningArchive archive = RunningArchive.start(folder)) {
        Peers.eventually(60, "all are sent", () -> sent(archive, "STSCP") == all);
        assertThat(archive.verb("peer", "forward", "status").ok().out()).contains("STSCP");
        assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
      }
      try (Stream<Path> list = Files.list(inbox)) {
        List<Path> files = list.toList();
        assertThat(files).hasSize(all);
        for (Path file : files) {
          assertSameAsSent(Files.readAllBytes(file), sent);
        }
      }
    }
  }

  @Test
  void aPeerWithAnotherCertificateGetsNothing() throws Exception {
    int port = Ports.free();
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path modality = archive.device(folder.resolve("ids"), "MOD", "store");
      var _ = archive.device(folder.resolve("ids"), "STSCP", "store");
      // A device of this very site, but not the one that the peer is registered as.
      Path impostor = archive.device(folder.resolve("ids"), "OTHER", "store");
      archive.verb("peer", "add", "STSCP", "127.0.0.1:" + port).ok();
      archive.verb("peer", "forward", "add", "--to", "STSCP").ok();
      try (Peers.Running storescp = Peers.storescp(impostor, folder.resolve("inbox"), port)) {
        Path sent = Files.createDirectories(folder.resolve("sent"));
        var _ = study(1, "OT", "x").write(sent);
        send(archive, modality, sent);
        Peers.eventually(
            20,
            "it is said why",
            () -> state(archive, "STSCP").path("reason").asString("").contains("TLS"));
        Processes.Result echo = archive.verb("peer", "echo", "STSCP");
        assertThat(echo.status()).isEqualTo(1);
        assertThat(echo.err()).contains("TLS").contains("device STSCP");
        assertThat(files(storescp)).isZero();
      }
      assertThat(state(archive, "STSCP").path("waiting").asInt()).isEqualTo(1);
      assertThat(archive.verb("peer", "remove", "STSCP").err()).contains("peer forward remove 1");
      assertThat(archive.verb("peer", "forward", "remove", "1").ok().out())
          .contains("1 instances no longer wait");
      archive.verb("peer", "remove", "STSCP").ok();
    }
  }

  @Test
  void twoArchivesForwardToEachOtherOnce() throws Exception {
    try (RunningArchive a = RunningArchive.start(Files.createDirectories(folder.resolve("a")));
        RunningArchive b =
            RunningArchive.startFirst(Files.createDirectories(folder.resolve("b")))) {
      Path inA = a.device(folder.resolve("ids-a"), "BETA", "store");
      Path inB = b.device(folder.resolve("ids-b"), "ALPHA", "store");
      Path modA = a.device(folder.resolve("ids-a"), "MOD", "store");
      Path modB = b.device(folder.resolve("ids-b"), "MOD", "store");
      // Each names the other by the title that the other comes with.
      a.verb(
              "peer",
              "add",
              "BETA",
              b.address(),
              "--identity",
              inB.toString(),
              "--called",
              "HUISCLOS")
          .ok();
      b.verb(
              "peer",
              "add",
              "ALPHA",
              a.address(),
              "--identity",
              inA.toString(),
              "--called",
              "HUISCLOS")
          .ok();
      a.verb("peer", "forward", "add", "--to", "BETA").ok();
      b.verb("peer", "forward", "add", "--to", "ALPHA").ok();
      Path fromA = Files.createDirectories(folder.resolve("from-a"));
      Path fromB = Files.createDirectories(folder.resolve("from-b"));
      for (int i = 1; i <= 3; i++) {
        var _ = study(i, "OT", "a").write(fromA);
        var _ = study(10 + i, "OT", "b").write(fromB);
      }
      send(a, modA, fromA);
      send(b, modB, fromB);
      Peers.eventually(30, "a to b", () -> sent(a, "BETA") == 3);
      Peers.eventually(30, "b to a", () -> sent(b, "ALPHA") == 3);
      Thread.sleep(1_500);
      assertThat(sent(a, "BETA") + state(a, "BETA").path("waiting").asInt())
          .as("nothing goes back where it came from")
          .isEqualTo(3);
      assertThat(sent(b, "ALPHA") + state(b, "ALPHA").path("waiting").asInt()).isEqualTo(3);
    }
  }

  private static Synthetic study(int number, String modality, String description) {
    Synthetic object = Synthetic.of(number);
    object.set.putString(Tag.MODALITY, modality);
    object.set.putString(Tag.STUDY_DESCRIPTION, description);
    return object;
  }

  private static void send(RunningArchive archive, Path identity, Path files) {
    Processes.here("send", archive.address(), "--identity", identity.toString(), files.toString())
        .ok();
  }

  private static JsonNode state(RunningArchive archive, String destination) {
    // Over the socket, as the verb does, without starting a process each time.
    JsonNode status =
        Admin.call(Home.choose(Optional.of(archive.home)), "forward.status", Admin.arguments());
    for (JsonNode node : status.path("destinations")) {
      if (node.path("to").asString().equals(destination)) {
        return node;
      }
    }
    throw new AssertionError("no such destination");
  }

  private static int sent(RunningArchive archive, String destination) {
    return state(archive, destination).path("sent").asInt();
  }

  private static long files(Peers.Running storescp) {
    try {
      return storescp.files();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<TrailEntry> moves(Path home) throws IOException {
    try (Stream<TrailEntry> entries =
        TrailReader.records(home.resolve("trail"), TrailFilter.all().of(Set.of(Action.MOVE)))) {
      return entries.toList();
    }
  }

  /** The data sets are the same bytes; preamble and file meta information are each writer's own. */
  private static void assertSameAsSent(byte[] file, Path sent) throws IOException {
    DataSet came = read(file);
    String uid = came.string(Tag.SOP_INSTANCE_UID).orElseThrow();
    assertThat(encoded(came))
        .isEqualTo(encoded(read(Files.readAllBytes(sent.resolve(uid + ".dcm")))));
  }

  private static DataSet read(byte[] file) throws IOException {
    Part10File part10 = Part10.open(new ByteArrayInputStream(file));
    return DataSetDecoder.read(
        part10.dataSetStream(), part10.transferSyntax(), ReadOptions.whole());
  }

  private static byte[] encoded(DataSet set) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.write(out, set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return out.toByteArray();
  }
}

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.client.Called;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.net.Association;
import huisclos.net.MoveResult;
import huisclos.net.Status;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves and commitment reports to registered peers, with Orthanc and DCMTK at the other end. */
class MoveIT {
  @TempDir Path folder;

  @Test
  void orthancStoresIsToldSoAndFetchesItBack() throws Exception {
    Path own = Peers.selfSigned(folder, "orthanc");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      archive
          .verb(
              "device",
              "add",
              "ORTHANC",
              "--can",
              "store,commit,find,move",
              "--cert",
              own + ".crt",
              "--out",
              folder.resolve("ids").toString())
          .ok();
      try (Peers.Orthanc orthanc =
          Peers.orthanc(
              folder.resolve("orthanc"), own, folder.resolve("ids/ca.pem"), archive.port)) {
        archive.verb("peer", "add", "ORTHANC", "127.0.0.1:" + orthanc.port()).ok();
        Path files = Files.createDirectories(folder.resolve("files"));
        for (int i = 1; i <= 3; i++) {
          Path file = Synthetic.of(i).write(files);
          var _ = orthanc.post("/instances", Files.readAllBytes(file));
        }
        StringBuilder ids = new StringBuilder("[");
        for (String id : orthanc.get("/instances").split("[^a-z0-9-]+", -1)) {
          if (!id.isBlank()) {
            ids.append(ids.length() > 1 ? "," : "").append('"').append(id).append('"');
          }
        }
        byte[] all = json(ids.append("]").toString());
        var _ = orthanc.post("/modalities/archive/store", all);
        String asked = orthanc.post("/modalities/archive/storage-commitment", request());
        String transaction = first(asked, "\"ID\"\\s*:\\s*\"([^\"]+)\"");
        Peers.eventually(
            30,
            "the report came on an association of ours",
            () -> text(orthanc, "/storage-commitment/" + transaction).contains("Success"));
        assertThat(text(orthanc, "/storage-commitment/" + transaction))
            .contains(Synthetic.uid("instance", 3));

        orthanc.clear();
        assertThat(orthanc.instances()).isZero();
        String query =
            orthanc.post(
                "/modalities/archive/query",
                json("{\"Level\":\"Study\",\"Query\":{\"PatientID\":\"SYN-000002\"}}"));
        var _ =
            orthanc.post(
                "/queries/" + first(query, "\"ID\"\\s*:\\s*\"([^\"]+)\"") + "/retrieve",
                json("{\"TargetAet\":\"ORTHANC\",\"Synchronous\":true}"));
        assertThat(orthanc.instances()).isEqualTo(1);
        assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
      }
    }
  }

  private static byte[] request() {
    StringBuilder references = new StringBuilder();
    for (int i = 1; i <= 3; i++) {
      references
          .append(i > 1 ? "," : "")
          .append(
              "{\"SOPClassUID\":\"%s\",\"SOPInstanceUID\":\"%s\"}"
                  .formatted(Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, Synthetic.uid("instance", i)));
    }
    return json("{\"DicomInstances\":[" + references + "],\"Timeout\":10}");
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Peers.Orthanc orthanc, String path) {
    try {
      return orthanc.get(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  @Test
  void aMoveGoesToTheRegisteredPeerOnlyAndCountsWhatArrives() throws Exception {
    int port = Ports.free();
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path ids = folder.resolve("ids");
      Path station = archive.device(ids, "WS", "store,move", "--move-to", "STSCP,NOWHERE");
      Path peer = archive.device(ids, "STSCP", "store");
      Called called = Called.of(archive.address(), "HUISCLOS", station);
      Path files = Files.createDirectories(folder.resolve("files"));
      for (int i = 1; i <= 3; i++) {
        var _ = Synthetic.of(i).write(files);
      }
      Processes.here("send", archive.address(), "--identity", station.toString(), files.toString())
          .ok();
      assertThat(move(called, "STSCP").reply().status())
          .as("granted, but not registered")
          .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
      archive.verb("peer", "add", "STSCP", "127.0.0.1:" + port).ok();
      archive.verb("peer", "add", "EVIL", "127.0.0.1:" + port).ok();
      assertThat(move(called, "EVIL").reply().status())
          .as("registered, but not granted")
          .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);

      MoveResult dead = move(called, "STSCP");
      assertThat(dead.reply().status()).isEqualTo(Status.UNABLE_TO_PERFORM_SUB_OPERATIONS);
      assertThat(dead.failedSopInstances()).hasSize(3);

      try (Peers.Running storescp = Peers.storescp(peer, folder.resolve("inbox"), port)) {
        MoveResult moved = move(called, "STSCP");
        assertThat(moved.reply().status()).isEqualTo(Status.SUCCESS);
        assertThat(moved.counts().completed()).isEqualTo(3);
        assertThat(storescp.files()).isEqualTo(3);
        archive.verb("device", "revoke", "STSCP").ok();
        assertThat(move(called, "STSCP").reply().status())
            .as("the destination's certificate was revoked")
            .isEqualTo(Status.UNABLE_TO_PERFORM_SUB_OPERATIONS);
      }
    }
  }

  private static MoveResult move(Called called, String destination) throws IOException {
    DataSet keys = new DataSet();
    keys.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    keys.putString(
        Tag.STUDY_INSTANCE_UID,
        Synthetic.uid("study", 1),
        Synthetic.uid("study", 2),
        Synthetic.uid("study", 3));
    String model = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;
    try (Association association =
        called.open(called.request().propose(model, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN)))) {
      return association.move(model, destination, keys, _ -> {});
    }
  }
}

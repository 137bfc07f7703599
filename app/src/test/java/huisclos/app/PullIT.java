package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.testkit.HttpPeers;
import huisclos.testkit.Ports;
import huisclos.testkit.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A practice moves in from an Orthanc that holds the shared files. */
class PullIT {
  private static final JsonMapper JSON = new JsonMapper();

  /** So many of the shared files; all of them take a minute. */
  private static final int FILES = 140;

  @TempDir Path folder;

  @Test
  void everyInstanceThatOrthancHoldsIsInOrSaysWhyNot() throws Exception {
    SharedData.require();
    Path own = Peers.selfSigned(folder, "orthanc");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path _ = archive.device(folder.resolve("ids"), "ANY", "store");
      try (Peers.Orthanc orthanc =
          Peers.orthanc(
              folder.resolve("orthanc"), own, folder.resolve("ids/ca.pem"), archive.port)) {
        load(orthanc);
        JsonNode truth = JSON.readTree(orthanc.get("/statistics"));
        long holds = truth.path("CountInstances").asLong();
        assertThat(holds).isGreaterThan(FILES / 2);
        archive
            .verb("peer", "add", "ORTHANC", "127.0.0.1:" + orthanc.port(), "--trust", own + ".crt")
            .ok();
        Processes.Result run = archive.verb("pull", "ORTHANC", "--all", "--json");
        assertThat(run.out()).as(run.err()).isNotEmpty();
        JsonNode first = JSON.readTree(run.out());
        // Whatever it counts itself was asked for, and each is in, or listed with its reason.
        assertThat(first.path("incomplete").asBoolean())
            .as(first.path("notes").toString())
            .isFalse();
        assertThat(first.path("seen").asLong()).isEqualTo(holds);
        assertThat(first.path("studies").size())
            .isEqualTo(studies(JSON.readTree(orthanc.get("/studies?expand"))).size());
        long in = first.path("stored").asLong() + first.path("duplicate").asLong();
        assertThat(in).isGreaterThan(FILES / 2);
        assertThat(first.path("files").size()).isEqualTo((int) (holds - in)).isPositive();
        Map<String, String> why = new HashMap<>();
        for (JsonNode file : first.path("files")) {
          assertThat(file.path("reason").asString()).isNotBlank();
          why.put(file.path("file").asString(), file.path("reason").asString());
        }
        // A class of which this Orthanc has never heard costs itself alone.
        assertThat(why.get(labelMap())).contains("no context for its SOP class");
        assertThat(run.status()).isEqualTo(1);
        // Complete studies are known; what is asked for again is recognised.
        JsonNode second = JSON.readTree(archive.verb("pull", "ORTHANC", "--all", "--json").out());
        assertThat(second.path("stored").asLong()).isZero();
        assertThat(second.path("seen").asLong()).isEqualTo(holds);
        assertThat(second.path("earlier").asLong() + second.path("duplicate").asLong())
            .isEqualTo(in);
        JsonNode again =
            JSON.readTree(archive.verb("pull", "ORTHANC", "--all", "--again", "--json").out());
        assertThat(again.path("stored").asLong()).isZero();
        assertThat(again.path("duplicate").asLong()).isEqualTo(in);
      }
    }
  }

  private static Set<String> studies(JsonNode all) {
    Set<String> uids = new HashSet<>();
    all.forEach(one -> uids.add(one.path("MainDicomTags").path("StudyInstanceUID").asString()));
    return uids;
  }

  /** Loads the smallest well-formed files that it takes, and one that it can't send on. */
  private static void load(Peers.Orthanc orthanc) throws Exception {
    List<SharedData.Entry> some =
        Stream.concat(
                SharedData.entries().stream()
                    .filter(entry -> entry.wellFormed() && !entry.name().endsWith(".gz"))
                    .sorted(Comparator.comparingLong(entry -> entry.file().toFile().length()))
                    .limit(FILES),
                Stream.of(labelMapEntry()))
            .distinct()
            .toList();
    for (SharedData.Entry entry : some) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + orthanc.http() + "/instances"))
              .POST(HttpRequest.BodyPublishers.ofFile(entry.file()))
              .build();
      // It refuses some for want of a UID; what it holds is what it says afterwards.
      var _ = HttpPeers.ask(request, HttpResponse.BodyHandlers.discarding());
    }
  }

  private static SharedData.Entry labelMapEntry() throws IOException {
    return SharedData.entries().stream()
        .filter(entry -> entry.name().endsWith("sparse-labelmap-ppv5.dcm"))
        .findFirst()
        .orElseThrow();
  }

  /** The SOP instance UID of a label map segmentation, which is newer than Orthanc 1.10.1. */
  private static String labelMap() throws IOException {
    Path file = labelMapEntry().file();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return DataSetDecoder.read(Part10.open(in).reader(), ReadOptions.header())
          .string(Tag.SOP_INSTANCE_UID, "");
    }
  }

  @Test
  void byMoveTheOldPacsSendsToOurOwnDoor() throws Exception {
    Path own = Peers.selfSigned(folder, "orthanc");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path _ = archive.device(folder.resolve("ids"), "ANY", "store");
      try (Peers.Orthanc orthanc =
          Peers.orthanc(
              folder.resolve("orthanc"), own, folder.resolve("ids/ca.pem"), archive.port)) {
        for (int i = 1; i <= 5; i++) {
          Path file = Synthetic.of(i).write(folder);
          orthanc.post("/instances", Files.readAllBytes(file));
        }
        archive
            .verb(
                "device",
                "add",
                "ORTHANC",
                "--cert",
                own + ".crt",
                "--can",
                "store",
                "--out",
                folder.resolve("ids").toString())
            .ok();
        archive
            .verb("peer", "add", "ORTHANC", "127.0.0.1:" + orthanc.port(), "--trust", own + ".crt")
            .ok();
        JsonNode moved =
            JSON.readTree(
                archive
                    .verb("pull", "ORTHANC", "--date", "20260101-", "--by", "move", "--json")
                    .ok()
                    .out());
        assertThat(moved.path("stored").asInt()).isEqualTo(5);
        assertThat(moved.path("seen").asInt()).isEqualTo(5);
        JsonNode again =
            JSON.readTree(
                archive
                    .verb(
                        "pull",
                        "ORTHANC",
                        "--date",
                        "20260101-",
                        "--by",
                        "move",
                        "--again",
                        "--json")
                    .ok()
                    .out());
        assertThat(again.path("duplicate").asInt()).isEqualTo(5);
      }
    }
  }

  @Test
  void aPeerThatIsNotThereOrNotKnownSaysSo() throws Exception {
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path device = archive.device(folder.resolve("ids"), "OLD", "store");
      Processes.Result unknown = archive.verb("pull", "NOBODY", "--all");
      assertThat(unknown.status()).isEqualTo(1);
      assertThat(unknown.err()).contains("no peer NOBODY is registered").contains("peer add");
      archive.verb("peer", "add", "OLD", "127.0.0.1:" + Ports.free()).ok();
      Processes.Result gone = archive.verb("pull", "OLD", "--date", "20200101-20201231");
      assertThat(gone.status()).isEqualTo(1);
      assertThat(gone.err()).contains("unreachable").contains("peer echo");
      assertThat(archive.verb("pull", "OLD", "--date", "2020").status()).isEqualTo(2);
      assertThat(archive.verb("pull", "OLD").status()).isEqualTo(2);
      assertThat(Files.exists(device.resolveSibling("OLD.key.pem"))).isTrue();
      assertThat(List.of(unknown, gone)).allMatch(run -> run.out().isEmpty());
    }
  }
}

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A practice moves in from an old PACS, by C-MOVE, and from one that is not there. */
class PullIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @Test
  void byMoveTheOldPacsSendsToOurOwnDoor() throws Exception {
    Path own = Peers.selfSigned(folder, "orthanc");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path _ = archive.device(folder.resolve("ids"), "ANY", "store");
      try (Peers.Orthanc orthanc =
              Peers.orthanc(folder.resolve("orthanc"), own, folder.resolve("ids/ca.pem"));
          HttpClient client = HttpClient.newHttpClient()) {
        for (int i = 1; i <= 5; i++) {
          Path file = Synthetic.of(i).write(folder);
          put(client, "POST", orthanc, "/instances", HttpRequest.BodyPublishers.ofFile(file));
        }
        put(
            client,
            "PUT",
            orthanc,
            "/modalities/huisclos",
            HttpRequest.BodyPublishers.ofString(
                "{\"AET\":\"HUISCLOS\",\"Host\":\"127.0.0.1\",\"Port\":%d,\"UseDicomTls\":true}"
                    .formatted(archive.port)));
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

  private static void put(
      HttpClient client,
      String method,
      Peers.Orthanc orthanc,
      String path,
      HttpRequest.BodyPublisher body)
      throws Exception {
    URI to = URI.create("http://127.0.0.1:" + orthanc.http() + path);
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(to).method(method, body).build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aPeerThatIsNotThereOrNotKnownSaysSo() throws Exception {
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path device = archive.device(folder.resolve("ids"), "OLD", "store");
      Processes.Result unknown = archive.verb("pull", "NOBODY", "--all");
      assertThat(unknown.status()).isEqualTo(1);
      assertThat(unknown.err()).contains("no peer NOBODY is registered").contains("peer add");
      archive.verb("peer", "add", "OLD", "127.0.0.1:" + Peers.freePort()).ok();
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

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.Corpus.Item;
import huisclos.app.client.Called;
import huisclos.app.client.Getter;
import huisclos.app.client.Progress;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.testkit.Ports;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images exchanged through both doors, by our own client and by other people's. */
final class WebExchangeIT {
  private static final Path PLUGIN = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
  private static final String ANY =
      "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
  private static final int A_REQUEST = 8;

  @TempDir Path folder;

  WebExchangeIT() {}

  @Test
  void whatCameThroughOneDoorComesOutOfTheOther() throws Exception {
    Map<String, Item> items = Corpus.items();
    List<Item> all = List.copyOf(items.values());
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path both = archive.device(folder.resolve("ids"), "BOTH", "store,find,find-all,get");
      List<String> command =
          new ArrayList<>(List.of("send", archive.address(), "--identity", both.toString()));
      List<Path> stowed = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        if (byDicom(all, i)) {
          command.add(all.get(i).file().toString());
        } else {
          stowed.add(all.get(i).file());
        }
      }
      Processes.here(command.toArray(String[]::new)).ok();
      try (WebCaller web = WebCaller.device(archive, both)) {
        for (int from = 0; from < stowed.size(); from += A_REQUEST) {
          HttpResponse<byte[]> answer =
              web.store(stowed.subList(from, Math.min(stowed.size(), from + A_REQUEST)));
          assertThat(answer.statusCode())
              .as(new String(answer.body(), StandardCharsets.UTF_8))
              .isEqualTo(200);
        }
        Called called = Called.of(archive.address(), "HUISCLOS", both);
        Path out = folder.resolve("out");
        for (String study : all.stream().map(Item::study).distinct().toList()) {
          assertThat(new Getter(called, out, Progress.onTerminal("")).get(study, "", "").reply())
              .matches(huisclos.net.Reply::success);
        }
        for (int i = 0; i < all.size(); i++) {
          Item item = all.get(i);
          byte[] came =
              byDicom(all, i)
                  ? dataSet(WebCaller.parts(web.get(path(item), ANY)).getFirst())
                  : dataSet(Files.readAllBytes(out.resolve(item.sopInstance() + ".dcm")));
          assertThat(Arrays.equals(came, item.evened())).as("%s", item.file()).isTrue();
        }
      }
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
    }
  }

  /**
   * Every other one, and those whose file meta information names another instance than the data set
   * does: the web door takes no such file.
   */
  private static boolean byDicom(List<Item> all, int index) throws IOException {
    Item item = all.get(index);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(item.file()))) {
      var meta = Part10.open(in).fileMeta();
      return index % 2 == 0
          || !meta.string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, "").equals(item.sopInstance())
          || !meta.string(Tag.MEDIA_STORAGE_SOP_CLASS_UID, "")
              .equals(item.header().string(Tag.SOP_CLASS_UID, ""));
    }
  }

  private static String path(Item item) {
    return "/dicom-web/studies/%s/series/%s/instances/%s"
        .formatted(
            item.study(), item.header().string(Tag.SERIES_INSTANCE_UID, ""), item.sopInstance());
  }

  private static byte[] dataSet(byte[] file) throws IOException {
    long offset = Part10.open(new ByteArrayInputStream(file)).dataSetOffset();
    return Arrays.copyOfRange(file, (int) offset, file.length);
  }

  private String token(RunningArchive archive, String can) {
    return archive.verb("token", "add", "PEER", "--can", can).ok().out().strip();
  }

  @Test
  void orthancStoresSearchesAndRetrieves() throws Exception {
    Assumptions.assumeTrue(Files.exists(PLUGIN), "skipped: orthanc-dicomweb is not installed");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path own = archive.device(folder.resolve("ids"), "OWN", "store,find,get");
      String token = token(archive, "store,find,find-all,get");
      Path ca = own.resolveSibling("ca.pem");
      try (Peers.Orthanc orthanc = orthanc(archive, ca, token)) {
        Path theirs = Synthetic.of(1).write(folder);
        Path ours = Synthetic.of(2).write(folder);
        orthanc.post("/instances", Files.readAllBytes(theirs));
        String id = orthanc.get("/studies").replaceAll("[^a-z0-9-]", "");
        String sent =
            orthanc.post("/dicom-web/servers/ours/stow", json("{\"Resources\": [\"" + id + "\"]}"));
        assertThat(sent).contains("\"InstancesCount\" : \"1\"");
        try (WebCaller web = WebCaller.program(archive, ca, token)) {
          assertThat(web.store(List.of(ours)).statusCode()).isEqualTo(200);
          assertThat(web.text("/dicom-web/studies?PatientID=SYN-000001", WebCaller.JSON))
              .contains(Synthetic.uid("study", 1));
        }
        assertThat(
                orthanc.post(
                    "/dicom-web/servers/ours/qido",
                    json(
                        "{\"Uri\": \"/studies\", \"Arguments\": {\"00100020\":"
                            + " \"SYN-000002\"}}")))
            .contains(Synthetic.uid("study", 2));
        orthanc.post(
            "/dicom-web/servers/ours/retrieve",
            json("{\"Resources\": [{\"Study\": \"" + Synthetic.uid("study", 2) + "\"}]}"));
        assertThat(orthanc.instances()).isEqualTo(2);
      }
      assertThat(archive.verb("trail", "who", "--study", Synthetic.uid("study", 2)).ok().out())
          .contains("PEER")
          .contains("RETRIEVE");
    }
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Peers.Orthanc orthanc(RunningArchive archive, Path ca, String token)
      throws IOException, InterruptedException {
    Path at = Files.createDirectories(folder.resolve("orthanc"));
    int http = Ports.free();
    Path config = at.resolve("orthanc.json");
    Files.writeString(
        config,
        """
        {"HttpPort": %d, "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
         "DicomServerEnabled": false, "Plugins": ["%s"], "HttpsCACertificates": "%s",
         "DicomWeb": {"Enable": true, "Root": "/dicom-web/", "Servers": {"ours":
           {"Url": "https://localhost:%d/dicom-web/",
            "HttpHeaders": {"Authorization": "Bearer %s"}}}},
         "StorageDirectory": "%s/db", "IndexDirectory": "%s/db"}
        """
            .formatted(http, PLUGIN, ca, archive.https, token, at, at));
    return new Peers.Orthanc(
        Peers.started(List.of(Processes.peer("Orthanc"), config.toString()), at, http), http);
  }

  @Test
  void theNpmClientStoresSearchesAndRetrieves() throws Exception {
    Processes.peer("node");
    Path script = NpmClient.script();
    Path object = Synthetic.of(3).write(folder);
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path own = archive.device(folder.resolve("ids"), "OWN", "store,find,get");
      String token = token(archive, "store,find,find-all,get");
      Processes.Result run =
          Processes.run(
              List.of("node", script.toString()),
              Map.of(
                  "NODE_EXTRA_CA_CERTS", own.resolveSibling("ca.pem").toString(),
                  "URL", "https://localhost:" + archive.https + "/dicom-web",
                  "TOKEN", token,
                  "FILE", object.toString(),
                  "STUDY", Synthetic.uid("study", 3),
                  "SERIES", Synthetic.uid("series", 3),
                  "INSTANCE", Synthetic.uid("instance", 3)));
      assertThat(run.out() + run.err())
          .contains("stored 1")
          .contains("found 1 of " + Synthetic.uid("study", 3))
          .contains("metadata SYNTHETIC^N3")
          .contains("frame 1024 bytes")
          .contains("rendered jpeg");
      byte[] came = Files.readAllBytes(folder.resolve(object.getFileName() + ".back"));
      assertThat(Arrays.equals(dataSet(came), dataSet(Files.readAllBytes(object)))).isTrue();
    }
  }
}

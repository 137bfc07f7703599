package huisclos.app;

import huisclos.app.WebRehearsal.Slices;
import huisclos.app.demo.DemoServer;
import huisclos.app.home.Home;
import huisclos.app.home.Settings;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uid;
import huisclos.dicom.Vr;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Walks once through what a start and a first use touch, so that the build can record it for the
 * start-up cache: a demo site, and each client verb against it.
 */
@Command(name = "rehearse-start", hidden = true)
final class RehearseStartVerb implements Callable<Integer> {
  private static final int SLICES = 200;
  private static final int SLICE_BYTES = 512 * 512 * 2;

  @Override
  public Integer call() throws Exception {
    try (DemoServer demo = DemoServer.open(0, 0)) {
      try (var _ = demo.lock();
          var site = demo.site()) {
        site.listen();
        String address = "127.0.0.1:" + site.doors().address().getPort();
        String reader = demo.identity(DemoServer.READER).toString();
        String modality = demo.identity(DemoServer.MODALITY).toString();
        String study = demo.studyUid();
        Path out = site.home().root().resolve("fetched");
        Main.run("echo", address, "--identity", reader);
        Main.run("send", address, "--identity", modality, demo.sample().toString());
        Main.run("find", address, "--identity", reader, "-k", "PatientName=DEMO*");
        Main.run("get", address, "--identity", reader, "--study", study, "--out", out.toString());
        int web = site.doors().webAddress().orElseThrow().getPort();
        new WebRehearsal(web, demo.identity(DemoServer.READER)).look();
        Main.run("dump", demo.sample().toString());
        Main.run("dump", "--json", demo.sample().toString());
        Main.run("trail", "verify", "--home", site.home().root().toString());
        probe(site.home().root().resolve("probe"), site.doors().address().getPort());
        serveTwice(site.home().root().resolve("lasting"), demo.sample());
      }
    }
    return 0;
  }

  /** An audit of the demo's own door, by a scope that is made and signed for it. */
  private static void probe(Path folder, int port) throws IOException {
    Files.createDirectory(folder);
    Path scope = folder.resolve("scope.toml");
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    Files.writeString(
        scope,
        """
        [scope]
        name = "rehearsal"
        operator = "rehearsal"
        authoriser = "authoriser"
        contact = "nobody@localhost"
        opt_out = "nobody@localhost"
        from = %s
        until = %s
        rungs = ["reachable", "associates"]
        [rates]
        per_host_per_second = 1000
        [ports]
        dicom = [%d]
        dicom_tls = []
        http = []
        https = []
        hl7 = []
        ftp = []
        smb = []
        [[range]]
        cidr = "127.0.0.0/27"
        """
            .formatted(now.minusDays(1), now.plusDays(1), port));
    String home = folder.resolve("home").toString();
    String keys = folder.resolve("keys").toString();
    Main.run("probe", "key", "a", "--out", keys);
    Main.run("probe", "trust", keys + "/a.pub.pem", "--name", "a", "--probe-home", home);
    Main.run("probe", "sign", scope.toString(), "--key", keys + "/a.key.pem");
    Main.run("probe", scope.toString(), "--probe-home", home);
  }

  /** A first start, which makes a home, and a second, which finds it: the usual one. */
  private static void serveTwice(Path home, Path sample) throws Exception {
    Path identity = home.resolveSibling("CT1");
    Slices many = slices(sample, home.resolveSibling("many"));
    for (int start = 0; start < 2; start++) {
      boolean first = start == 0;
      ServeVerb.serve(
          new Home(home),
          settings -> settings.withDicom(Settings.loopback(0)).withHttps(Settings.loopback(0)),
          serving -> {
            String address = "127.0.0.1:" + serving.doors().address().getPort();
            String prefix = identity.resolve("CT1").toString();
            if (first) {
              verb(
                  home,
                  "device",
                  "add",
                  "CT1",
                  "--can",
                  "store,find,get",
                  "--out",
                  identity.toString());
            }
            Main.run("echo", address, "--identity", prefix);
            Main.run("send", address, "--identity", prefix, sample.toString());
            if (first) {
              Main.run("send", address, "--identity", prefix, many.folder().toString());
              web(serving.doors().webAddress().orElseThrow().getPort(), prefix, sample, many);
            }
            verb(home, "doors", "--probe");
            verb(home, "health");
          });
    }
  }

  private static void web(int port, String identity, Path sample, Slices stored) {
    try {
      WebRehearsal rehearsal = new WebRehearsal(port, Path.of(identity));
      rehearsal.store(slices(sample, stored.folder().resolveSibling("more")).files());
      rehearsal.retrieve(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Enough of a usual size for the cache to know which code a busy archive runs most: a fresh
   * server then compiles that first, and takes its first thousand images with a quarter less work.
   */
  private static Slices slices(Path sample, Path folder) throws IOException {
    Files.createDirectory(folder);
    DataSet slice;
    try (InputStream in = Files.newInputStream(sample)) {
      Part10File file = Part10.open(in);
      slice = DataSetDecoder.read(file.dataSetStream(), file.transferSyntax(), ReadOptions.whole());
    }
    slice.putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[SLICE_BYTES]);
    List<String> instances = new ArrayList<>();
    for (int i = 0; i < SLICES; i++) {
      String uid = Uid.fromUuid(UUID.randomUUID());
      instances.add(uid);
      slice.putString(Tag.SOP_INSTANCE_UID, uid);
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(folder.resolve(uid + ".dcm")))) {
        Part10.write(out, slice, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      }
    }
    return new Slices(
        folder,
        slice.string(Tag.STUDY_INSTANCE_UID).orElseThrow(),
        slice.string(Tag.SERIES_INSTANCE_UID).orElseThrow(),
        instances);
  }

  private static void verb(Path home, String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--home", home.toString()));
    Main.run(args.toArray(String[]::new));
  }
}

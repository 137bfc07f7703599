package huisclos.app;

import huisclos.app.demo.DemoServer;
import huisclos.app.home.Home;
import huisclos.app.home.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Walks once through what a start and a first use touch, so that the build can record it for the
 * start-up cache: a demo site, and each client verb against it.
 */
@Command(name = "rehearse-start", hidden = true)
final class RehearseStartVerb implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    try (DemoServer demo = DemoServer.open(0)) {
      try (var _ = demo.lock();
          var site = demo.site()) {
        site.listen();
        String address = "127.0.0.1:" + site.dicomAddress().getPort();
        String reader = demo.identity(DemoServer.READER).toString();
        String modality = demo.identity(DemoServer.MODALITY).toString();
        String study = demo.studyUid();
        Path out = site.home().root().resolve("fetched");
        Main.run("echo", address, "--identity", reader);
        Main.run("send", address, "--identity", modality, demo.sample().toString());
        Main.run("find", address, "--identity", reader, "-k", "PatientName=DEMO*");
        Main.run("get", address, "--identity", reader, "--study", study, "--out", out.toString());
        Main.run("dump", demo.sample().toString());
        Main.run("dump", "--json", demo.sample().toString());
        Main.run("trail", "verify", "--home", site.home().root().toString());
        serveTwice(site.home().root().resolve("lasting"), demo.sample());
      }
    }
    return 0;
  }

  /** A first start, which makes a home, and a second, which finds it: the usual one. */
  private static void serveTwice(Path home, Path sample) throws Exception {
    Path identity = home.resolveSibling("CT1");
    for (int start = 0; start < 2; start++) {
      boolean first = start == 0;
      ServeVerb.serve(
          new Home(home),
          settings -> settings.withDicom(Settings.loopback(0)),
          serving -> {
            String address = "127.0.0.1:" + serving.dicomAddress().getPort();
            String prefix = identity.resolve("CT1").toString();
            if (first) {
              verb(home, "device", "add", "CT1", "--can", "store", "--out", identity.toString());
            }
            Main.run("echo", address, "--identity", prefix);
            Main.run("send", address, "--identity", prefix, sample.toString());
            verb(home, "doors");
            verb(home, "health");
          });
    }
  }

  private static void verb(Path home, String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--home", home.toString()));
    Main.run(args.toArray(String[]::new));
  }
}

package huisclos.app;

import huisclos.app.demo.DemoServer;
import java.nio.file.Path;
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
      }
    }
    return 0;
  }
}

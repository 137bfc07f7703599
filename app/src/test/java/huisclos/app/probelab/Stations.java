package huisclos.app.probelab;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;

/** All servers of the laboratory, started side by side. */
final class Stations implements AutoCloseable {
  static final Canaries.Load SMALL = new Canaries.Load(3, 2, 2);
  static final Canaries.Load OTHER = new Canaries.Load(4, 3, 1);

  static final int OPEN = 1;
  static final int DEFAULT = 2;
  static final int CALLED = 3;
  static final int CALLING = 4;
  static final int TLS = 5;
  static final int MUTUAL = 6;
  static final int DICOMWEB = 7;
  static final int PASSWORD = 8;
  static final int DCMQRSCP = 10;
  static final int DCMQRSCP_OTHER = 11;
  static final int STORESCP = 12;
  static final int WORKLIST = 13;

  static final int OLD_TLS = 14;

  final OrthancServer open;
  final OrthancServer byDefault;
  final OrthancServer called;
  final OrthancServer calling;
  final OrthancServer tls;
  final OrthancServer mutual;
  final OrthancServer dicomweb;
  final OrthancServer password;
  final DcmtkServer dcmqrscp;
  final DcmtkServer dcmqrscpOther;
  final DcmtkServer storescp;
  final DcmtkServer worklist;
  final OldTls oldTls;
  final FileServers files;
  final Fakes fakes;
  final Path folder;
  private final List<AutoCloseable> all = new CopyOnWriteArrayList<>();

  Stations(Path folder) throws Exception {
    this.folder = folder;
    Path certificate = folder.resolve("lab");
    LabProcess.run(
        folder,
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "90",
            "-subj",
            "/CN=lab",
            "-keyout",
            certificate + ".key",
            "-out",
            certificate + ".crt"));
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<OrthancServer>> orthancs = new ArrayList<>();
      int number = OPEN;
      for (OrthancServer.Setting setting : OrthancServer.Setting.values()) {
        int station = number++;
        orthancs.add(
            begin(
                side,
                () ->
                    OrthancServer.start(
                        folder, station, setting, certificate, station % 2 == 0 ? OTHER : SMALL)));
      }
      var archive = begin(side, () -> DcmtkServer.dcmqrscp(folder, DCMQRSCP, "ANY-SCP", OTHER));
      var other = begin(side, () -> DcmtkServer.dcmqrscp(folder, DCMQRSCP_OTHER, "PACS", SMALL));
      var sink = begin(side, () -> DcmtkServer.storescp(folder, STORESCP));
      var list = begin(side, () -> DcmtkServer.worklist(folder, WORKLIST, "ANY-SCP"));
      var old = begin(side, () -> OldTls.start(folder, OLD_TLS, certificate));
      var shared = begin(side, () -> new FileServers(folder, certificate));
      var scripted = begin(side, () -> new Fakes(tls(folder, certificate)));
      List<OrthancServer> ready = new ArrayList<>();
      for (Future<OrthancServer> orthanc : orthancs) {
        ready.add(started(orthanc));
      }
      open = ready.get(0);
      byDefault = ready.get(1);
      called = ready.get(2);
      calling = ready.get(3);
      tls = ready.get(4);
      mutual = ready.get(5);
      dicomweb = ready.get(6);
      password = ready.get(7);
      dcmqrscp = started(archive);
      dcmqrscpOther = started(other);
      storescp = started(sink);
      worklist = started(list);
      oldTls = started(old);
      files = started(shared);
      fakes = started(scripted);
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** What has started is on the list to be ended, whatever becomes of the others. */
  private <T extends AutoCloseable> Future<T> begin(ExecutorService side, Callable<T> start) {
    return side.submit(() -> {
      T server = start.call();
      all.add(server);
      return server;
    });
  }

  private static <T> T started(Future<T> future) throws InterruptedException, IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException("a server of the laboratory did not start", e.getCause());
    }
  }

  private static ServerSocket tls(Path folder, Path certificate) throws Exception {
    Path store = folder.resolve("lab.p12");
    if (!Files.exists(store)) {
      LabProcess.run(
          folder,
          List.of(
              "openssl",
              "pkcs12",
              "-export",
              "-passout",
              "pass:laboratory",
              "-inkey",
              certificate + ".key",
              "-in",
              certificate + ".crt",
              "-out",
              store.toString()));
    }
    SSLContext context = LabTls.server(store, "laboratory");
    return context.getServerSocketFactory().createServerSocket();
  }

  @Override
  public void close() {
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      for (AutoCloseable server : all) {
        var _ =
            side.submit(() -> {
              server.close();
              return server;
            });
      }
    }
    all.clear();
  }
}

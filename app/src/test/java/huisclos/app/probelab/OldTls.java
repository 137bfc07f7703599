package huisclos.app.probelab;

import huisclos.testkit.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A door that speaks TLS 1.0 and nothing better. */
record OldTls(int port, LabProcess process) implements AutoCloseable {
  static OldTls start(Path folder, int station, Path certificate)
      throws IOException, InterruptedException {
    int port = Ports.free();
    LabProcess process =
        LabProcess.start(
            folder,
            List.of(
                "openssl",
                "s_server",
                "-quiet",
                "-tls1",
                "-cipher",
                "ALL:@SECLEVEL=0",
                "-accept",
                "127.66.0." + station + ":" + port,
                "-cert",
                certificate + ".crt",
                "-key",
                certificate + ".key"));
    process.await("127.66.0." + station, port);
    return new OldTls(port, process);
  }

  @Override
  public void close() {
    process.close();
  }
}

package huisclos.app;

import huisclos.app.client.Called;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whom a client verb calls, and with what identity. */
final class CalledOptions {
  @Parameters(index = "0", paramLabel = "HOST:PORT", description = "The archive's DICOM door.")
  private String address = "";

  @Option(
      names = "--identity",
      required = true,
      paramLabel = "DIR/AET",
      description = "An identity made by `huisclos device add AET --out DIR`.")
  private Path identity = Path.of(".");

  @Option(
      names = "--called",
      paramLabel = "AET",
      description = "The archive's AE title (default: HUISCLOS).")
  private String called = "HUISCLOS";

  Called called() {
    return Called.of(address, called, identity);
  }
}

package huisclos.app;

import huisclos.probe.run.ScopedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code huisclos probe stop}: the kill switch. */
@Command(
    name = "stop",
    description = {
      "End every run that writes to these results within half a second, and let none begin until",
      "--release."
    },
    mixinStandardHelpOptions = true)
final class ProbeStopVerb implements Callable<Integer> {
  @Mixin private final ProbeFolders folders = new ProbeFolders();

  @Option(names = "--release", description = "Let runs begin and be resumed again.")
  private boolean release;

  @Override
  public Integer call() throws IOException {
    Path stop = folders.folder().resolve(ScopedRun.STOP);
    if (release) {
      System.out.println(
          Files.deleteIfExists(stop) ? "runs may go on" : "nothing was stopped there");
      return 0;
    }
    Files.createDirectories(folders.folder());
    if (!Files.exists(stop)) {
      Files.createFile(stop);
    }
    System.out.println("stopped: nothing is sent until `huisclos probe stop --release`");
    return 0;
  }
}

package huisclos.app;

import huisclos.probe.scope.Keys;
import huisclos.probe.scope.ScopeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code huisclos probe key}: a pair of keys for an authoriser or an owner. */
@Command(
    name = "key",
    description = {
      "Make a pair of keys for who authorises probes, or for an owner who consents to more.",
      "NAME.key.pem stays with its holder, away from who runs the probe; NAME.pub.pem is handed"
          + " out."
    },
    mixinStandardHelpOptions = true)
final class ProbeKeyVerb implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "Whose keys they are.")
  private String name = "";

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to put them.")
  private Path folder = Path.of(".");

  @Override
  public Integer call() throws IOException {
    try {
      Files.createDirectories(folder);
      String fingerprint = Keys.generate(name, folder);
      System.out.println("private      " + folder.resolve(name + ".key.pem"));
      System.out.println("public       " + folder.resolve(name + ".pub.pem"));
      System.out.println("fingerprint  " + fingerprint);
      System.err.println(
          "Who runs the probe installs the public one: huisclos probe trust "
              + name
              + ".pub.pem --name "
              + name);
      return 0;
    } catch (ScopeException e) {
      throw ProbeHomeOption.refused(e);
    }
  }
}

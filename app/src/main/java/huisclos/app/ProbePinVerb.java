package huisclos.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code huisclos probe pin}: a host name's addresses, for a scope. */
@Command(
    name = "pin",
    description = {
      "Look a host name's addresses up and print the [[range]] that pins them in a scope.",
      "This asks your name server, and nobody else; a probe itself never resolves a name."
    },
    mixinStandardHelpOptions = true)
final class ProbePinVerb implements Callable<Integer> {
  private static final int MAX_NAME = 253;

  @Parameters(index = "0", paramLabel = "NAME", description = "The host's name.")
  private String name = "";

  @Override
  public Integer call() {
    if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf('"') >= 0) {
      throw UserError.usage("this is no host name", "such as pacs.example.org");
    }
    try {
      String addresses =
          Arrays.stream(InetAddress.getAllByName(name))
              .map(address -> "\"" + address.getHostAddress() + "\"")
              .distinct()
              .collect(Collectors.joining(", "));
      System.out.println("[[range]]");
      System.out.println("name = \"" + Output.printable(name) + "\"");
      System.out.println("addresses = [" + addresses + "]");
      return 0;
    } catch (UnknownHostException e) {
      throw UserError.refused(
          "no address is known for " + Output.printable(name), "is the name right?");
    }
  }
}

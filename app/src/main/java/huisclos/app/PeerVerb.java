package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.gate.ClientIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos peer add|list|remove|echo|forward}: whom the archive may dial. */
@Command(
    name = "peer",
    description = "Where the archive may send to: move and forwarding destinations.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PeerVerb.Add.class,
      PeerVerb.ListAll.class,
      PeerVerb.Remove.class,
      PeerVerb.Echo.class,
      ForwardVerb.class
    })
final class PeerVerb {
  private static final int MAX_PEM = 65_536;

  /** {@code peer add AET HOST:PORT}. */
  @Command(
      name = "add",
      description = {
        "Register a destination. It is dialled over TLS only and has to show the certificate of",
        "this archive's device of the same title (`device add AET`), or what --trust names.",
        "With --identity it is shown that identity, and its ca.pem is trusted unless --trust says",
        "otherwise; else it is shown this archive's server certificate (it has to trust ca.pem)."
      },
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "AET", description = "What others call it.")
    private String aet = "";

    @Parameters(index = "1", paramLabel = "HOST:PORT", description = "Where it listens.")
    private String address = "";

    @Option(
        names = "--trust",
        paramLabel = "PEM",
        description = "Its certificate, or that of the authority that issued it.")
    private @Nullable Path trust;

    @Option(
        names = "--identity",
        paramLabel = "DIR/AET",
        description = "The identity that it gave us (AET.key.pem, AET.cert.pem, ca.pem).")
    private @Nullable Path identity;

    @Option(names = "--called", paramLabel = "AET", description = "Its own title, if another.")
    private String called = "";

    @Option(names = "--replace", description = "Replace the peer that has this title.")
    private boolean replace;

    @Override
    public Integer call() throws IOException {
      int colon = address.lastIndexOf(':');
      String port = address.substring(colon + 1);
      if (colon < 1 || !port.matches("[0-9]{1,5}")) {
        throw UserError.usage(
            "not an address: " + address, "write HOST:PORT, for example 192.0.2.7:2762");
      }
      ObjectNode arguments =
          Admin.arguments()
              .put("aet", aet)
              .put("host", address.substring(0, colon).replaceAll("^\\[|\\]$", ""))
              .put("port", Integer.parseInt(port))
              .put("called", called)
              .put("replace", replace);
      if (identity != null) {
        putIdentity(arguments, identity);
      }
      if (trust != null) {
        arguments.put("trust", pem(trust));
      }
      JsonNode peer = Admin.call(home.home(), "peer.add", arguments);
      System.err.println(
          "%s at %s: known by %s, shown our %s"
              .formatted(
                  peer.path("aet").asString(),
                  peer.path("address").asString(),
                  knownBy(peer),
                  peer.path("shown").asString()));
      return 0;
    }

    private static void putIdentity(ObjectNode arguments, Path identity) throws IOException {
      ClientIdentity loaded;
      try {
        loaded = ClientIdentity.load(identity);
      } catch (IOException e) {
        throw UserError.usage(String.valueOf(e.getMessage()), "");
      }
      arguments
          .putObject("identity")
          .put("aet", loaded.aet())
          .put("certificate", pem(Path.of(identity + ".cert.pem")))
          .put("key", pem(Path.of(identity + ".key.pem")));
      arguments.put("trust", pem(identity.toAbsolutePath().resolveSibling("ca.pem")));
    }

    private static String pem(Path file) throws IOException {
      try {
        if (Files.size(file) > MAX_PEM) {
          throw UserError.usage(file + " is too large for a PEM file", "");
        }
        return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
      } catch (NoSuchFileException e) {
        throw UserError.usage(file + " is missing", "");
      }
    }
  }

  private static String knownBy(JsonNode peer) {
    return switch (peer.path("knownBy").asString()) {
      case "authority" -> "a certificate of the trusted authority that names its host";
      case "certificate" -> "the trusted certificate";
      case "device" -> "the certificate of our device of this title";
      default ->
          "nothing yet (`huisclos device add "
              + peer.path("aet").asString()
              + "` makes it a certificate)";
    };
  }

  /** {@code peer list}. */
  @Command(
      name = "list",
      description = "Every peer, and what it is known by.",
      mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      Output.listing(
          json,
          Admin.call(home.home(), "peer.list", Admin.arguments()),
          "peers",
          List.of("AET", "ADDRESS", "CALLED", "KNOWN BY", "SHOWN", "UNTIL"),
          "no peers: nothing is sent anywhere",
          peer ->
              List.of(
                  peer.path("aet").asString(),
                  peer.path("address").asString(),
                  peer.path("called").asString(),
                  peer.path("knownBy").asString(),
                  peer.path("shown").asString(),
                  peer.path("until").asString("")));
      return 0;
    }
  }

  /** {@code peer remove AET}. */
  @Command(
      name = "remove",
      description = "Nothing is sent to it any more, from the next instance on.",
      mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "AET")
    private String aet = "";

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "peer.remove", Admin.arguments().put("aet", aet));
      System.out.println("removed " + result.path("aet").asString());
      return 0;
    }
  }

  /** {@code peer echo AET}. */
  @Command(
      name = "echo",
      description = "Dial it as the archive does (C-ECHO), and show what the handshake showed.",
      mixinStandardHelpOptions = true)
  static final class Echo implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "AET")
    private String aet = "";

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "peer.echo", Admin.arguments().put("aet", aet));
      if (json) {
        Output.json(result);
      } else {
        System.out.println(
            Output.printable(
                "%s at %s: %s in %d ms, %s %s, certificate %s until %s%s"
                    .formatted(
                        result.path("aet").asString(),
                        result.path("address").asString(),
                        result.path("ok").asBoolean()
                            ? "answered"
                            : "answered " + result.path("status").asString(),
                        result.path("milliseconds").asLong(),
                        result.path("protocol").asString(),
                        result.path("cipherSuite").asString(),
                        result.path("serial").asString(""),
                        result.path("until").asString(""),
                        result.has("implementation")
                            ? ", " + result.path("implementation").asString()
                            : "")));
      }
      return result.path("ok").asBoolean() ? 0 : 1;
    }
  }
}

package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Home;
import huisclos.app.home.HomeLock;
import huisclos.app.home.Site;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where an admin verb goes: to the running server, or to the home itself when none runs. */
public final class Admin {
  /** A server at work gives a sign of life every few seconds; this long without one is too long. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private Admin() {}

  /** An empty set of arguments to fill. */
  public static ObjectNode arguments() {
    return AdminWire.JSON.createObjectNode();
  }

  /**
   * Runs one op.
   *
   * @throws UserError when it is refused, or the home is in other hands
   */
  public static JsonNode call(Home home, String op, ObjectNode arguments) {
    home.requireOwner();
    try {
      Optional<JsonNode> answered = askServer(home, op, arguments);
      if (answered.isPresent()) {
        return answered.get();
      }
      if (!home.exists() && !op.equals(AdminOps.MAKES_A_HOME)) {
        throw UserError.refused("there is no archive in " + home.root(), "name one with --home");
      }
      home.prepare();
      try (HomeLock lock = HomeLock.take(home);
          Site site = Site.open(home, lock)) {
        return AdminOps.run(site, op, arguments);
      }
    } catch (UserError e) {
      throw e;
    } catch (Exception e) {
      throw UserError.refused("it failed: " + e.getClass().getSimpleName(), "see the server's log");
    }
  }

  /** Whether a server answers on the home's socket. */
  public static boolean serverRuns(Home home) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return Files.exists(home.adminSocket())
          && channel.connect(UnixDomainSocketAddress.of(home.adminSocket()));
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<JsonNode> askServer(Home home, String op, ObjectNode arguments)
      throws IOException {
    AdminServer.requireShort(home.adminSocket());
    if (!Files.exists(home.adminSocket())) {
      return Optional.empty();
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(home.adminSocket()));
      ObjectNode question = AdminWire.JSON.createObjectNode().put("op", op);
      question.set("args", arguments);
      AdminWire.send(channel, question);
      JsonNode answer = AdminWire.receive(channel, AdminWire.MAX_LINE_BYTES, SILENCE);
      if (answer.has("error")) {
        throw UserError.of(
            answer.path("error").asString(),
            answer.path("fix").asString(""),
            answer.path("status").asInt(1));
      }
      return Optional.of(answer.path("result"));
    } catch (AsynchronousCloseException e) {
      throw UserError.refused(
          "the server that holds " + home.root() + " does not answer",
          "see its log; if it hangs, restart it");
    } catch (ConnectException e) {
      // A socket file without a listener: the server was killed. The home is free once its lock is.
      return Optional.empty();
    }
  }
}

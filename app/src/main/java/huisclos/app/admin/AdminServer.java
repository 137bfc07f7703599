package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.LocalSocket;
import huisclos.app.home.Site;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The running server's admin door: a Unix-domain socket, 0600, in the private home. Whoever may
 * open it is the home's own user.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final int MAX_QUESTION_BYTES = 1 << 20;
  private static final int MAX_CONNECTIONS = 8;
  private static final long SIGN_OF_LIFE_MILLIS = 5_000;

  /** From the connection to the whole question, and for each part of the answer to be taken. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Site site;
  private final LocalSocket socket;

  private AdminServer(Site site) throws IOException {
    this.site = site;
    this.socket =
        LocalSocket.open("admin", site.home().adminSocket(), MAX_CONNECTIONS, this::serve);
  }

  /**
   * Starts to answer. The caller holds the home's lock, so a socket file that is already there is a
   * dead one.
   *
   * @throws UserError if the path is too long for a socket
   */
  public static AdminServer start(Site site) throws IOException {
    requireShort(site.home().adminSocket());
    return new AdminServer(site);
  }

  /** Refuses a home whose path is too long for the socket in it. */
  public static void requireShort(Path path) {
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > AdminWire.MAX_SOCKET_PATH_BYTES) {
      throw UserError.usage(
          "the path of the admin socket is over 100 bytes: " + path,
          "choose a home with a shorter path");
    }
  }

  private void serve(SocketChannel channel) throws IOException {
    JsonNode question = AdminWire.receiveWithin(channel, MAX_QUESTION_BYTES, PATIENCE);
    ObjectNode answer;
    Thread alive = Thread.ofVirtual().name("admin-alive").start(() -> giveSignsOfLife(channel));
    try {
      answer = answer(question);
    } finally {
      alive.interrupt();
      join(alive);
    }
    AdminWire.sendWithin(channel, answer, PATIENCE);
  }

  private static void giveSignsOfLife(SocketChannel channel) {
    try {
      while (true) {
        Thread.sleep(SIGN_OF_LIFE_MILLIS);
        AdminWire.sendAlive(channel, PATIENCE);
      }
    } catch (InterruptedException | IOException e) {
      // The answer is there, or nobody waits for it.
      return;
    }
  }

  /** The answer must not be written into the middle of a sign of life. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode answer(JsonNode question) {
    ObjectNode answer = AdminWire.JSON.createObjectNode();
    try {
      answer.set(
          "result", AdminOps.run(site, question.path("op").asString(""), question.path("args")));
    } catch (UserError e) {
      answer.put("error", e.getMessage()).put("fix", e.fix()).put("status", e.status());
    } catch (Exception e) {
      // The type alone: a library's message may repeat what it was given.
      LOG.error("an admin verb failed: {}", e.getClass().getName());
      answer.put("error", "the server failed to do it: " + e.getClass().getSimpleName());
      answer.put("fix", "see its log").put("status", UserError.REFUSED);
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

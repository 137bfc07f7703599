package huisclos.app.backup;

import huisclos.app.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a home knows of its backups, without the disk they lie on: {@code HOME/backup.state}.
 *
 * @param to the folder of the last one
 * @param number of the last one; 0 when there was none
 * @param at as of when it is; of none, since when one is waited for
 * @param failure why the last attempt failed; empty when it did not
 * @param failedAt when
 */
public record BackupState(
    Path to, int number, Instant at, String failure, Optional<Instant> failedAt) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_BYTES = 1 << 16;

  /** Reads it; empty where there is none, or none that can be read. */
  public static Optional<BackupState> read(Home home) {
    try {
      if (!Files.exists(home.backupState()) || Files.size(home.backupState()) > MAX_BYTES) {
        return Optional.empty();
      }
      JsonNode node = JSON.readTree(Files.readAllBytes(home.backupState()));
      String failedAt = node.path("failedAt").asString("");
      return Optional.of(
          new BackupState(
              Path.of(node.path("to").asString("")),
              node.path("number").asInt(0),
              Instant.parse(node.path("at").asString("")),
              node.path("failure").asString(""),
              failedAt.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(failedAt))));
    } catch (IOException | JacksonException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Writes it, in one step. */
  public void write(Home home) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("to", to.toString()).put("number", number).put("at", at.toString());
    if (!failure.isEmpty()) {
      node.put("failure", failure);
    }
    failedAt.ifPresent(when -> node.put("failedAt", when.toString()));
    Durable.replace(home.backupState(), JSON.writeValueAsBytes(node));
  }

  /** The same after another failure. */
  public BackupState failed(String why, Instant when) {
    return new BackupState(to, number, at, why, Optional.of(when));
  }
}

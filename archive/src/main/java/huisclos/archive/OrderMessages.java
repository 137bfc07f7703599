package huisclos.archive;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** Which messages were answered and how, for as long as a sender may repeat one. Thread-safe. */
public final class OrderMessages {
  private final IndexDatabase index;
  private final Clock clock;
  private final OrderRows rows;

  OrderMessages(IndexDatabase index, Clock clock, OrderRows rows) {
    this.index = index;
    this.clock = clock;
    this.rows = rows;
  }

  /**
   * The answer that was given to a message of this sender and control id with this very content;
   * empty if it is new. Another content under a known id is a new message.
   */
  public Optional<String> answered(String sender, String controlId, String content)
      throws IOException {
    byte[] digest = rows.key("message-content", content);
    record Known(SealedColumn digest, String answer) {}
    return index
        .read(s ->
            s.first(
                OrderSql.MESSAGE,
                row -> new Known(new SealedColumn(row.getBytes(1)), row.getString(2)),
                key(sender, controlId)))
        .filter(known -> java.util.Arrays.equals(known.digest.bytes(), digest))
        .map(Known::answer);
  }

  /** Remembers an answer: a static word, never a sender's text. */
  public void remember(String sender, String controlId, String content, String answer)
      throws IOException {
    byte[] digest = rows.key("message-content", content);
    byte[] key = key(sender, controlId);
    index.administer(session -> {
      session.update(OrderSql.DELETE_MESSAGE, key);
      return session.update(OrderSql.INSERT_MESSAGE, key, digest, clock.millis(), answer);
    });
  }

  private byte[] key(String sender, String controlId) {
    return rows.key("message", sender + '\0' + controlId);
  }
}

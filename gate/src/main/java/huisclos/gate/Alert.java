package huisclos.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * Something a keeper should look at. No part of it is about a patient.
 *
 * @param id names it to {@code huisclos alerts --ack}
 * @param kind what it is about
 * @param subject whom or what: {@code device CT1}, {@code person anna}, a peer, empty for the site
 * @param what a sentence in our own words
 * @param first when it was raised
 * @param last when it was raised last, with the same kind and subject
 * @param times how often until now
 * @param acknowledged when a keeper said so; it is open until then
 */
public record Alert(
    long id,
    AlertKind kind,
    String subject,
    String what,
    Instant first,
    Instant last,
    long times,
    Optional<Instant> acknowledged) {

  /** Whether nobody has acknowledged it. */
  public boolean open() {
    return acknowledged.isEmpty();
  }
}

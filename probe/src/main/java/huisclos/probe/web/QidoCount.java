package huisclos.probe.web;

import huisclos.probe.finding.Count;
import huisclos.probe.wire.DialException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts what QIDO-RS would list (PS3.18 §10.6) by asking for one match at an offset, ever farther
 * and then by bisection: about 2·log₂(n) matches cross the wire instead of n. Each is passed over
 * as bytes. Only where its owner signed that names may cross.
 */
final class QidoCount {
  /** Nothing is as many. */
  private static final long ABSURD_OFFSET = 2_000_000_000L;

  /** The most that is read of a list whose limit is ignored, bytes. */
  private static final long MAX_LIST = 256L * 1024 * 1024;

  private static final int ROUND = 100;

  private final WebDoor door;

  QidoCount(WebDoor door) {
    this.door = door;
  }

  /** How many of these there are. */
  Count of(String path) throws DialException {
    Optional<JsonSight> first = at(path, 0, Long.MAX_VALUE);
    if (first.isEmpty()) {
      return Count.not("the listing isn't answered");
    }
    long elements = first.orElseThrow().elements();
    if (elements == 0) {
      return Count.exact(0, "QIDO-RS lists none");
    }
    if (elements > 1 || !first.orElseThrow().complete()) {
      return ignored(path, first.orElseThrow());
    }
    OptionalLong beyond = beyond(path, ABSURD_OFFSET);
    if (beyond.isEmpty()) {
      return Count.atLeast(1, "QIDO-RS, and offsets aren't answered");
    }
    if (beyond.getAsLong() > 0) {
      return Count.atLeast(1, "QIDO-RS, and the offset is ignored");
    }
    return bisect(path);
  }

  /** The limit is ignored: all of it came, and was counted as it went by. */
  private Count ignored(String path, JsonSight all) throws DialException {
    long counted = all.elements();
    if (!all.complete()) {
      return Count.atLeast(counted, "QIDO-RS ignores the limit, and the list broke off");
    }
    OptionalLong beyond = beyond(path, counted);
    if (beyond.isPresent() && beyond.getAsLong() == 0) {
      return Count.exact(counted, "QIDO-RS ignores the limit: its whole list was counted");
    }
    return counted % ROUND == 0
        ? Count.atLeast(counted, "QIDO-RS ignores limit and offset, and may stop at a round number")
        : Count.exact(counted, "QIDO-RS ignores limit and offset: its whole list was counted");
  }

  private Count bisect(String path) throws DialException {
    long there = 0;
    long absent = 1;
    while (true) {
      OptionalLong one = beyond(path, absent);
      if (one.isEmpty()) {
        return Count.atLeast(there + 1, "QIDO-RS stopped answering");
      }
      if (one.getAsLong() == 0) {
        break;
      }
      there = absent;
      absent *= 2;
      if (absent > ABSURD_OFFSET) {
        return Count.atLeast(there + 1, "QIDO-RS answers at every offset");
      }
    }
    while (absent - there > 1) {
      long middle = (there + absent) / 2;
      OptionalLong one = beyond(path, middle);
      if (one.isEmpty()) {
        return Count.atLeast(there + 1, "QIDO-RS stopped answering");
      }
      if (one.getAsLong() > 0) {
        there = middle;
      } else {
        absent = middle;
      }
    }
    return Count.exact(absent, "QIDO-RS, limit=1, by offsets");
  }

  /** 1 if anything is at an offset, 0 if nothing is; empty if it isn't answered. */
  private OptionalLong beyond(String path, long offset) throws DialException {
    Optional<JsonSight> sight = at(path, offset, 1);
    if (sight.isPresent() && !sight.orElseThrow().complete()) {
      // Its rest is somebody's, and isn't needed; small ones have come anyway.
      return OptionalLong.of(sight.orElseThrow().elements());
    }
    return sight.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sight.orElseThrow().elements());
  }

  private Optional<JsonSight> at(String path, long offset, long stopAfter) throws DialException {
    HttpAnswer answer =
        door.ask(
            Asks.QIDO_COUNT,
            HttpAsk.get(path + "?limit=1&offset=" + offset).with("Accept: application/dicom+json"));
    if (answer.is(204)) {
      return Optional.of(JsonSight.elements(java.io.InputStream.nullInputStream(), 1));
    }
    if (!answer.is(200)) {
      return Optional.empty();
    }
    JsonSight sight = JsonSight.elements(answer.body(MAX_LIST), stopAfter);
    return sight.root() == JsonSight.Root.ARRAY ? Optional.of(sight) : Optional.empty();
  }
}

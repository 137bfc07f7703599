package huisclos.desk.web.pages;

import huisclos.archive.Archive;
import huisclos.dicom.Uid;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import huisclos.gate.Share;
import huisclos.gate.Shares;
import huisclos.trail.TrailException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Sharing a study with a person by name, as somebody at a browser asks for it. Thread-safe. */
final class Sharing {
  private final Gate gate;
  private final Archive archive;

  Sharing(Gate gate, Archive archive) {
    this.gate = gate;
    this.archive = archive;
  }

  /**
   * Shares a study.
   *
   * @param day the last day of it (ISO 8601), which ends with that day in UTC
   */
  Opening open(Identity who, String study, String with, String day) throws IOException {
    Optional<Instant> until = endOf(day);
    if (until.isEmpty()) {
      return new Opening.No(400, "share.no-day");
    }
    return switch (gate.decide(who, new Request.Share())) {
      case Decision.Denied(Reason reason) -> Opening.denied(reason);
      case Decision.Granted(Pass pass) ->
          Uid.isUsable(study)
              ? archive
                  .share(pass, study, with, until.get())
                  .map(Sharing::told)
                  .orElseGet(() -> new Opening.No(404, "share.unknown-study"))
              : new Opening.No(404, "share.unknown-study");
    };
  }

  private static Opening told(Shares.Result result) {
    return switch (result) {
      case Shares.Result.Done(Share share) -> new Opening.Done(share.id(), share.until());
      case Shares.Result.Refused(Shares.Refusal why) ->
          switch (why) {
            case UNKNOWN_PERSON -> new Opening.No(422, "share.unknown-person");
            case TOO_LONG -> new Opening.No(422, "share.too-long");
            case TOO_MANY -> new Opening.No(409, "share.too-many");
          };
    };
  }

  private static Optional<Instant> endOf(String day) {
    try {
      return Optional.of(LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What is shared with somebody now. */
  List<Share> with(Identity who) {
    return gate.shares().inForce(who);
  }

  /** What somebody shares now. */
  List<Share> by(Identity who) {
    return gate.shares().sharedBy(who);
  }

  /** Ends a share of one's own; false if there is none of this id. */
  boolean end(Identity who, String id) throws TrailException {
    return gate.shares().revoke(id, who);
  }
}

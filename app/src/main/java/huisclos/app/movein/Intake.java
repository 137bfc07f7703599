package huisclos.app.movein;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.archive.Archive;
import huisclos.archive.StoreHeader;
import huisclos.archive.StoreOutcome;
import huisclos.gate.Decision;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes data sets into the archive by the operator's pass, under the rules of C-STORE. Thread-safe.
 */
final class Intake {
  /** What became of one, and why if it is not in. */
  record Taken(Fate fate, String reason) {}

  private final Archive archive;
  private final Pass pass;

  Intake(Site site) {
    this.archive = site.archive();
    this.pass =
        switch (site.gate().decide(site.gate().operator(Site.account()), new Request.Store())) {
          case Decision.Granted(Pass granted) -> granted;
          case Decision.Denied(var reason) ->
              throw UserError.refused("the gate refused: " + reason.word(), "");
        };
  }

  /**
   * Stores one; when this returns with a fate that is in, it would survive a power cut.
   *
   * @throws IOException if the stream fails
   * @throws UserError if there is no room: nothing further can come in
   */
  Taken store(StoreHeader header, InputStream dataSet) throws IOException {
    return switch (archive.store(pass, header, dataSet)) {
      case StoreOutcome.Stored _ -> new Taken(Fate.STORED, "");
      case StoreOutcome.Duplicate _ -> new Taken(Fate.DUPLICATE, "");
      case StoreOutcome.Conflict _ ->
          new Taken(Fate.CONFLICT, "other content is archived under this SOP instance UID");
      case StoreOutcome.Rejected _ -> new Taken(Fate.REFUSED, "was deleted or rejected here");
      case StoreOutcome.Invalid(StoreOutcome.InvalidReason reason) ->
          new Taken(Fate.REFUSED, words(reason));
      case StoreOutcome.Denied _ -> new Taken(Fate.REFUSED, "is out of reach of whoever brings it");
      case StoreOutcome.Failed _ -> new Taken(Fate.REFUSED, "could not be indexed");
      case StoreOutcome.OutOfResources _ ->
          throw UserError.refused(
              "there is no room left for the archive",
              "make room and run it again: it goes on where it was");
    };
  }

  private static String words(StoreOutcome.InvalidReason reason) {
    return switch (reason) {
      case MISSING_UID -> "study, series or SOP instance UID is missing or no UID";
      case UNLIKE_COMMAND -> "its UIDs are unlike those it came under";
      case SOP_CLASS -> "its SOP class is no storage class that this site takes";
      case TRANSFER_SYNTAX -> "its transfer syntax is not known";
      case MALFORMED -> "its data set is malformed";
      default -> "it can't be kept";
    };
  }
}

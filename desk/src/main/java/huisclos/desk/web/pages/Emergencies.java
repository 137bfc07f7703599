package huisclos.desk.web.pages;

import huisclos.archive.Archive;
import huisclos.archive.Emergency;
import huisclos.dicom.Uid;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Glass;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.PatientKey;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.trail.TrailException;
import java.io.IOException;
import java.util.List;

/** Breaking the glass, as somebody at a browser asks for it. Thread-safe. */
final class Emergencies {
  private final Gate gate;
  private final Archive archive;

  Emergencies(Gate gate, Archive archive) {
    this.gate = gate;
    this.archive = archive;
  }

  /** Opens all studies of a patient, of whatever issuer. */
  Opening openPatient(Identity who, String patient, String reason) throws IOException {
    String id = patient.strip();
    return id.isEmpty() || id.length() > PatientKey.MAX_CHARS
        ? new Opening.No(404, "emergency.unknown")
        : switch (gate.decide(who, new Request.BreakGlass())) {
          case Decision.Denied(Reason why) -> Opening.denied(why);
          case Decision.Granted(Pass pass) ->
              told(archive.breakGlass(pass, new PatientKey(id, ""), reason));
        };
  }

  /** Opens a study. */
  Opening openStudy(Identity who, String study, String reason) throws IOException {
    return Uid.isUsable(study)
        ? switch (gate.decide(who, new Request.BreakGlass())) {
          case Decision.Denied(Reason why) -> Opening.denied(why);
          case Decision.Granted(Pass pass) -> told(archive.breakGlass(pass, study, reason));
        }
        : new Opening.No(404, "emergency.unknown");
  }

  private static Opening told(Emergency came) {
    return switch (came) {
      case Emergency.Opened(Glass glass) -> new Opening.Done(glass.id(), glass.until());
      case Emergency.Unknown() -> new Opening.No(404, "emergency.unknown");
      case Emergency.NoReason() -> new Opening.No(422, "emergency.no-reason");
      case Emergency.TooMuch() -> new Opening.No(409, "emergency.too-much");
    };
  }

  /** What is open to somebody now. */
  List<Glass> of(Identity who) {
    return gate.breakGlass().inForce(who);
  }

  /** What is open to anybody, for who keeps house; nothing for others. */
  List<Glass> all(Identity who) {
    return gate.holds(who, Verb.KEEP)
            && gate.decide(who, new Request.Keep()) instanceof Decision.Granted(Pass pass)
        ? gate.breakGlass().all(pass)
        : List.of();
  }

  /** Ends one's own, or anybody's where one keeps house; false if there is none of this id. */
  boolean end(Identity who, String id) throws TrailException {
    return gate.breakGlass().endOwn(who, id)
        || (gate.holds(who, Verb.KEEP)
            && gate.decide(who, new Request.Keep()) instanceof Decision.Granted(Pass pass)
            && gate.breakGlass().end(pass, id));
  }
}

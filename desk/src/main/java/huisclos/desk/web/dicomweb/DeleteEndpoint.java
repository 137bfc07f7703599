package huisclos.desk.web.dicomweb;

import huisclos.archive.Archive;
import huisclos.archive.DeleteReason;
import huisclos.archive.KeepingOutcome;
import huisclos.archive.KeepingOutcome.Objection;
import huisclos.archive.Level;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.dicom.Uid;
import huisclos.gate.Decision;
import huisclos.gate.DeletionRequests;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes or rejects a study, a series or an instance, and restores it: {@code DELETE} with {@code
 * reason} (a word such as {@code quality}, or the code of a rejection note's title), {@code POST
 * …/reject/113001^DCM}, {@code POST …/restore}; a {@code comment} in the asker's words is sealed.
 * What is deleted can be restored until it is purged. Thread-safe.
 */
final class DeleteEndpoint implements Endpoint {
  /** Characters of a comment. */
  private static final int MAX_COMMENT = 1_000;

  /** The path's variables, from the study down. */
  private static final Map<Level, String> VARIABLES =
      new EnumMap<>(Map.of(Level.STUDY, "study", Level.SERIES, "series", Level.IMAGE, "instance"));

  private final Gate gate;
  private final Archive archive;
  private final Level level;
  private final Doing doing;
  private final Duration keep;

  /** What is done. */
  enum Doing {
    DELETE,
    REJECT,
    RESTORE
  }

  /**
   * @param level what the path names
   * @param keep for how long what is deleted can be restored
   */
  DeleteEndpoint(Gate gate, Archive archive, Level level, Doing doing, Duration keep) {
    this.gate = gate;
    this.archive = archive;
    this.level = level;
    this.doing = doing;
    this.keep = keep;
  }

  @Override
  public void serve(Call call) throws IOException {
    List<String> path = new ArrayList<>();
    VARIABLES.forEach((of, variable) -> {
      if (of.compareTo(level) <= 0) {
        path.add(call.variable(variable));
      }
    });
    Optional<DeleteReason> reason = reason(call);
    String comment = call.query("comment").orElse("");
    if (!path.stream().allMatch(Uid::isUsable)) {
      absent(call);
    } else if (comment.length() > MAX_COMMENT) {
      DicomAnswers.problem(call, 400, "The comment is too long", "");
    } else if (doing != Doing.RESTORE && reason.isEmpty()) {
      DicomAnswers.problem(
          call,
          400,
          "A reason is needed",
          "quality, safety, wrong-worklist-entry, retention-expired, patient-request, or a code");
    } else {
      switch (gate.decide(call.who(), request())) {
        case Decision.Denied(Reason why) -> DicomAnswers.denied(call, why);
        case Decision.Granted(Pass pass) -> granted(call, pass, path, reason, comment);
      }
    }
  }

  private Request request() {
    return switch (doing) {
      case REJECT -> new Request.Reject();
      case DELETE, RESTORE -> new Request.Delete();
    };
  }

  private Optional<DeleteReason> reason(Call call) {
    return switch (doing) {
      case DELETE -> call.query("reason").flatMap(r -> DeleteReason.of(r).or(() -> ofTitle(r)));
      case REJECT -> ofTitle(call.variable("code"));
      case RESTORE -> Optional.empty();
    };
  }

  /** The reason that a title's code names: {@code 113001^DCM}, or the code alone. */
  private static Optional<DeleteReason> ofTitle(String code) {
    int caret = code.indexOf('^');
    return caret < 0
        ? DeleteReason.ofTitle(code, "DCM")
        : DeleteReason.ofTitle(code.substring(0, caret), code.substring(caret + 1));
  }

  private void granted(
      Call call, Pass pass, List<String> path, Optional<DeleteReason> reason, String comment)
      throws IOException {
    String uid = path.getLast();
    if (!archive.isPlaced(pass, path)) {
      absent(call);
    } else if (reason.isEmpty()) {
      answer(call, archive.restore(pass, uid, comment));
    } else {
      switch (gate.deletionRequests().ask(pass, level.name(), uid, reason.get().word())) {
        case DeletionRequests.Answer.Go _ -> {
          if (doing == Doing.REJECT) {
            note(call, uid, reason.get());
            answer(call, archive.reject(pass, level, uid, reason.get(), comment, keep));
          } else {
            answer(call, archive.delete(pass, level, uid, reason.get(), comment, keep));
          }
        }
        case DeletionRequests.Answer.Wait(Instant until) ->
            DicomAnswers.problem(
                call, 202, "Another person has to ask for the same", "until " + until);
        case DeletionRequests.Answer.No _ ->
            DicomAnswers.problem(call, 403, "It takes two persons", "");
      }
    }
  }

  /**
   * A rejection leaves a note in the study, as one that came by C-STORE does (IHE RAD TF-2 §4.66):
   * where it is forwarded, the others hear of it. Whoever may not look or store leaves none.
   */
  private void note(Call call, String uid, DeleteReason reason) throws IOException {
    if (gate.holds(call.who(), Verb.FIND)
        && gate.holds(call.who(), Verb.STORE)
        && gate.decide(call.who(), new Request.Find(true)) instanceof Decision.Granted(Pass find)
        && gate.decide(call.who(), new Request.Store()) instanceof Decision.Granted(Pass store)) {
      var _ = archive.rejectionNote(find, store, level, uid, reason, true);
    }
  }

  private static void absent(Call call) throws IOException {
    DicomAnswers.problem(call, 404, "Nothing is there", "");
  }

  private static void answer(Call call, KeepingOutcome outcome) throws IOException {
    switch (outcome) {
      case KeepingOutcome.Done _ -> call.respond(204);
      case KeepingOutcome.Refused(Objection why) -> {
        switch (why) {
          case HELD -> DicomAnswers.problem(call, 409, "The study is held", "");
          case NOTHING_TO_DO -> DicomAnswers.problem(call, 409, "It is so already", "");
          case TOO_MANY_STUDIES -> DicomAnswers.problem(call, 413, "Too much at once", "");
          case UNKNOWN_UID,
              UNKNOWN_PATIENT,
              AMBIGUOUS_PATIENT,
              FIXED_ATTRIBUTE,
              BAD_VALUE,
              UNKNOWN_ACT,
              NOT_UNDOABLE,
              UNKNOWN_CONFLICT,
              UNKNOWN_QUARANTINED,
              UNLIKE_INSTANCE,
              MISSING_KEY ->
              absent(call);
        }
      }
    }
  }
}

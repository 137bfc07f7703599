package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.FetchOutcome;
import huisclos.archive.Level;
import huisclos.archive.StoredInstance;
import huisclos.desk.web.Answers;
import huisclos.desk.web.Call;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.web.Accept;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * From a path that names a study, series or instance to what may be sent of it: asks the gate,
 * selects in the archive, and answers by itself where nothing may be sent. Thread-safe.
 *
 * <p>The variables of the routes are {@code study}, {@code series} and {@code instance}.
 */
final class Retrieval {
  private final Gate gate;
  private final Archive archive;

  Retrieval(Gate gate, Archive archive) {
    this.gate = gate;
    this.archive = archive;
  }

  /** What is done with instances whose disclosure is on record. */
  @FunctionalInterface
  interface Work {
    void send(Pass pass, List<StoredInstance> instances) throws IOException;
  }

  /** The same with one instance. */
  @FunctionalInterface
  interface WorkOnOne {
    void send(Pass pass, StoredInstance instance) throws IOException;
  }

  /** All instances of what the path names down to this level; never none. */
  void select(Call call, Level level, Work work) throws IOException {
    run(call, level, false, work);
  }

  /** The instance that the path names. */
  void selectOne(Call call, WorkOnOne work) throws IOException {
    run(call, Level.IMAGE, false, (pass, found) -> work.send(pass, found.getFirst()));
  }

  /** The same where it is asked for piece by piece: see {@link Archive#selectPiecewise}. */
  void selectPiecewise(Call call, WorkOnOne work) throws IOException {
    run(call, Level.IMAGE, true, (pass, found) -> work.send(pass, found.getFirst()));
  }

  private void run(Call call, Level level, boolean piecewise, Work work) throws IOException {
    Optional<DataSet> keys = keys(call, level);
    if (keys.isEmpty()) {
      Answers.badRequest(call, "a UID is malformed");
      return;
    }
    switch (gate.decide(call.who(), new Request.Get())) {
      case Decision.Denied(var reason) -> Answers.denied(call, reason);
      case Decision.Granted(Pass pass) -> {
        FetchOutcome outcome =
            piecewise
                ? archive.selectPiecewise(pass, keys.get())
                : archive.select(pass, level, keys.get());
        switch (outcome) {
          case FetchOutcome.Selected(List<StoredInstance> instances) -> {
            if (instances.isEmpty()) {
              Answers.notFound(call);
            } else {
              work.send(pass, instances);
            }
          }
          case FetchOutcome.TooMany _ -> Answers.tooLarge(call);
          case FetchOutcome.Denied _ -> Answers.overBudget(call);
          case FetchOutcome.Invalid _ -> Answers.badRequest(call, "a UID is malformed");
        }
      }
    }
  }

  /** The UIDs of the path; empty where one of them can't be one. */
  private static Optional<DataSet> keys(Call call, Level level) {
    DataSet keys = new DataSet();
    boolean usable = put(keys, Tag.STUDY_INSTANCE_UID, call.variable("study"));
    if (level != Level.STUDY) {
      usable &= put(keys, Tag.SERIES_INSTANCE_UID, call.variable("series"));
    }
    if (level == Level.IMAGE) {
      usable &= put(keys, Tag.SOP_INSTANCE_UID, call.variable("instance"));
    }
    return usable ? Optional.of(keys) : Optional.empty();
  }

  private static boolean put(DataSet keys, int tag, String uid) {
    if (!Uid.isUsable(uid)) {
      return false;
    }
    keys.putString(tag, uid);
    return true;
  }

  /**
   * What the caller takes: the query's {@code accept} in place of the header (PS3.18 §8.3.3.1).
   * Answers 400 where that is malformed.
   */
  static Optional<Accept> accept(Call call) throws IOException {
    Optional<Accept> accept =
        call.query("accept")
            .or(() -> call.header("Accept"))
            .map(Accept::parse)
            .orElse(Optional.of(Accept.ANYTHING));
    if (accept.isEmpty()) {
      Answers.badRequest(call, "what is accepted is malformed");
    }
    return accept;
  }
}

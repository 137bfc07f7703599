package huisclos.archive;

import huisclos.trail.Action;
import java.io.IOException;
import java.util.List;

/**
 * One thing that was done to what the archive holds, other than storing it. Every act is laid down
 * sealed in the vault, between the objects that came before and after it, before it takes effect in
 * the index: an index made anew replays them in that order ({@link Recovery}), so that blobs and
 * key ring alone say what there is.
 *
 * <p>An act says what it does outright and never depends on what the index can only guess: which
 * study, which object, which values. Its effect is {@link ActEffects}'.
 */
sealed interface Act
    permits Correct,
        Undo,
        PatientMove,
        PatientMerge,
        ConflictKeep,
        QuarantineDecision,
        Deletion,
        Restoration,
        Hold {
  /** The word that names the kind in the vault and the index: lower-case letters and dashes. */
  String kind();

  /** What the trail calls it. */
  Action action();

  /** UIDs of the studies that it is about. */
  List<String> studies();

  /** Writes its own fields. */
  void write(ActFields to);

  /**
   * The act that fields describe.
   *
   * @throws ArchiveException for a kind that this version doesn't know, or fields that it lacks
   */
  static Act read(ActFields from) throws IOException {
    String kind = from.required(ActFields.Field.KIND);
    return switch (kind) {
      case Correct.KIND -> Correct.from(from);
      case Undo.KIND -> Undo.from(from);
      case PatientMove.KIND -> PatientMove.from(from);
      case PatientMerge.KIND -> PatientMerge.from(from);
      case ConflictKeep.KIND -> ConflictKeep.from(from);
      case QuarantineDecision.RELEASE, QuarantineDecision.DROP -> QuarantineDecision.from(from);
      case Deletion.KIND -> Deletion.from(from);
      case Restoration.KIND -> Restoration.from(from);
      case Hold.HOLD, Hold.RELEASE -> Hold.from(from);
      default ->
          throw new ArchiveException(
              "the vault holds a housekeeping act that a later version made: start that version");
    };
  }
}

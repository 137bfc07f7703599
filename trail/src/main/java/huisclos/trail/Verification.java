package huisclos.trail;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a verification found.
 *
 * @param logs the logs that were read
 * @param problems what proves that the record was altered, cut or damaged, each with its place
 * @param warnings what an operator should know but no record has suffered from
 */
public record Verification(List<Log> logs, List<Finding> problems, List<Finding> warnings) {
  public Verification {
    logs = List.copyOf(logs);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /**
   * One log.
   *
   * @param id its id
   * @param size its records, those in the journal included
   * @param signedSize the records its newest checkpoint covers
   * @param root the Merkle tree hash over {@code size} records, base64
   */
  public record Log(String id, long size, long signedSize, String root) {}

  /** What sort of finding. */
  public enum Kind {
    /** A file that must be there isn't. */
    MISSING,
    /** A checkpoint, key or bundle isn't in its form. */
    MALFORMED,
    /** The signature of the log's checkpoint doesn't hold. */
    SIGNATURE,
    /** The tree's root isn't the signed one. */
    ROOT,
    /** A tile's hashes are not those of the records. */
    TILE,
    /** A record in the journal fails its checksum or isn't the one in the tree. */
    JOURNAL,
    /** Records are missing between tree and journal. */
    GAP,
    /** The log is shorter than it was. */
    ROLLBACK,
    /** The records before a checkpoint that was kept are no longer the same. */
    REWRITTEN,
    /** The log is signed by another key than when the checkpoint was kept. */
    KEY_CHANGED,
    /** An entry is no record of this version. */
    RECORD,
    /** The clock went back unrecorded. */
    CLOCK,
    /** An unfinished record at the very end: being written, or cut off by an unclean stop. */
    UNFINISHED,
    /** A file that doesn't belong there. */
    STRAY,
    /** More findings than are listed. */
    MORE
  }

  /**
   * A finding and its place.
   *
   * @param kind what sort
   * @param logId the log, or empty if it concerns none
   * @param index the record's index, where it concerns one
   * @param file the file relative to the trail folder, or empty
   * @param message what was found: static text, no record's content
   */
  public record Finding(Kind kind, String logId, OptionalLong index, String file, String message) {
    /** One line for a person. */
    public String line() {
      return kind
          + (file.isEmpty() ? "" : " " + file)
          + (index.isPresent() ? " record " + index.getAsLong() : "")
          + ": "
          + message;
    }
  }

  /** Whether nothing was found that shows alteration, loss or damage. */
  public boolean ok() {
    return problems.isEmpty();
  }
}

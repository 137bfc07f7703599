package huisclos.vault;

import java.util.List;

/**
 * What a check of the key ring's file found.
 *
 * @param records how many records were read
 * @param complete false when the ring was rotated meanwhile: to be asked for again
 * @param problems what is damaged
 */
public record RingReport(long records, boolean complete, List<Problem> problems) {
  /** Most study keys that one problem names. */
  public static final int MAX_NAMED = 1_000;

  public RingReport {
    problems = List.copyOf(problems);
  }

  /**
   * A stretch of the ring that is not as it was written.
   *
   * @param what in a few static words
   * @param offset where it begins, bytes
   * @param studies the study keys that lie there and nowhere else, at most {@value #MAX_NAMED}
   * @param affected how many study keys they are, those that a damaged patient key wraps included
   */
  public record Problem(String what, long offset, List<StudyKeyId> studies, long affected) {
    public Problem {
      studies = List.copyOf(studies);
    }
  }
}

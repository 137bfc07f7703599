package huisclos.probe.dimse;

import huisclos.net.Status;

/** How a question on an association ended. */
sealed interface Outcome {
  /** Pending answers that came before. */
  long matches();

  /** In words of ours. */
  String words();

  /**
   * With a final status.
   *
   * @param completed sub-operations that went through
   */
  record Final(String response, int status, long matches, long completed) implements Outcome {
    boolean success() {
      return status == Status.SUCCESS;
    }

    @Override
    public String words() {
      return response + " " + Status.format(status);
    }
  }

  /** Without one. */
  record Lost(How how, long matches) implements Outcome {
    @Override
    public String words() {
      return how.words;
    }
  }

  /** How an association got lost. */
  enum How {
    ABORTED("A-ABORT instead of an answer"),
    CLOSED("the connection was closed instead of an answer"),
    SILENT("no answer within the time"),
    BROKEN("the answer breaks the protocol"),
    TOO_MANY("more answers than a probe takes");

    private final String words;

    How(String words) {
      this.words = words;
    }
  }
}

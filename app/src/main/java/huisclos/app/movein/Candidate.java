package huisclos.app.movein;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file that may be one to import.
 *
 * @param name as the report has it; may name a patient
 * @param stamp its name, size and time: what tells it from a changed one
 * @param opener opens it from its start, each time anew
 */
record Candidate(String name, String stamp, Opener opener) {
  /** Opens a file. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  @Override
  public String toString() {
    return "Candidate";
  }
}

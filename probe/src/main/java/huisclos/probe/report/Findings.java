package huisclos.probe.report;

import huisclos.probe.results.Run;
import java.io.IOException;

/** Findings that can be gone through any number of times, never all in memory. */
@FunctionalInterface
public interface Findings {
  /** Gives each. */
  void forEach(Run.Each each) throws IOException;
}

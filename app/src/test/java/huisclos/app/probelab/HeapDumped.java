package huisclos.app.probelab;

import com.sun.management.HotSpotDiagnosticMXBean;
import huisclos.app.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * The program, which leaves a dump of its live objects when it ends. Knows no canary itself, and
 * holds a mark by which a search shows that it would find one.
 */
final class HeapDumped {
  /** Where the dump goes. */
  static final String DUMP = "probelab.dump";

  /** The two halves of the mark, which lies whole in the heap alone. */
  static final String MARK_FIRST = "lab-mark-";

  static final String MARK_SECOND = "5e1f0c";

  private static byte[] mark = new byte[0];

  private HeapDumped() {}

  /** Takes the program's own arguments. */
  public static void main(String[] args) {
    String dump = System.getProperty(DUMP, "");
    mark = (MARK_FIRST + MARK_SECOND).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> dump(Path.of(dump))));
    Main.main(args);
  }

  private static void dump(Path file) {
    if (mark.length == 0) {
      throw new IllegalStateException("the mark is gone");
    }
    System.gc();
    try {
      // Live objects only: it collects once more before it writes.
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(file.toString(), true);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package huisclos.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a running process holds.
 *
 * @param liveBytes objects that survive a full collection
 * @param descriptors open files and sockets
 * @param residentKiB resident memory
 */
record Vital(long liveBytes, int descriptors, long residentKiB) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  /** Looks at a Java process, after a full collection of it. */
  static Vital of(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Processes.Result histogram =
        Processes.run(List.of(jcmd.toString(), Long.toString(pid), "GC.class_histogram"), Map.of());
    Matcher total = TOTAL.matcher(histogram.ok().out());
    if (!total.find()) {
      throw new IOException("no total in the histogram");
    }
    return new Vital(Long.parseLong(total.group(1)), descriptors(pid), resident(pid));
  }

  /** Open files and sockets; 0 where the system doesn't tell. */
  static int descriptors(long pid) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid), "fd");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(folder)) {
      return (int) open.count();
    }
  }

  /** Resident memory in KiB; 0 where the system doesn't tell. */
  static long resident(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    Matcher matcher = RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}

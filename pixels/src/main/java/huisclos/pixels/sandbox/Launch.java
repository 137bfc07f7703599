package huisclos.pixels.sandbox;

import huisclos.pixels.PixelLimits;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a decoder's process is started.
 *
 * @param command the program with its arguments
 * @param processes how many there are at most
 * @param time what a frame may take, and how long a caller waits for a process
 * @param idle after how long without work a process is ended
 */
public record Launch(List<String> command, int processes, Duration time, Duration idle) {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  public Launch {
    command = List.copyOf(command);
  }

  /**
   * {@link SandboxMain} by the Java that runs here, its heap 48 MB, with this room's classes as its
   * class path. Where util-linux's {@code prlimit} is installed, the system limits its address
   * space, forbids it to write to any file, and keeps no core.
   *
   * @param processes how many at most
   */
  public static Launch ofThisJava(int processes) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(PRLIMIT)) {
      command.add(PRLIMIT.toString());
      command.add("--as=" + PixelLimits.DECODER_ADDRESS_SPACE);
      command.addAll(List.of("--fsize=0", "--core=0", "--nofile=64", "--"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx48m",
            "-Xss1m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null"));
    command.addAll(program());
    return new Launch(command, processes, PixelLimits.DECODER_TIME, IDLE);
  }

  /** The main class: of this room's jar or folder, or of the run-time image that it is part of. */
  private static List<String> program() {
    String main = SandboxMain.class.getName();
    URI place =
        URI.create(
            SandboxMain.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return "file".equals(place.getScheme())
        ? List.of("--enable-native-access=ALL-UNNAMED", "-cp", Path.of(place).toString(), main)
        : List.of("--enable-native-access=huisclos.pixels", "-m", "huisclos.pixels/" + main);
  }
}

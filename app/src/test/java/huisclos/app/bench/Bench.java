package huisclos.app.bench;

import huisclos.app.bench.BenchServer.Kind;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ./dev bench ingest|query|retrieve|web|start|memory}: prints tables for {@code
 * docs/benchmarks.md}. A peer whose program isn't installed is left out, and said to be.
 */
public final class Bench {
  private static final int USAGE = 2;

  private Bench() {}

  /**
   * Arguments: the folder of the module {@code app}, what to measure, then options: {@code --rounds
   * N}, {@code --count N}, {@code --studies N,…}, {@code --only KIND,…}, {@code --dir DIR}, {@code
   * --nice N}.
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: Bench APP ingest|query|retrieve|web|start|memory [OPTIONS]");
      System.exit(USAGE);
    }
    Options options = new Options(List.of(args).subList(2, args.length));
    List<String> priority =
        options.text("--nice").isEmpty()
            ? List.of()
            : List.of("nice", "-n", options.text("--nice"));
    Path parent = Path.of(options.text("--dir").isEmpty() ? temporary() : options.text("--dir"));
    try (BenchGround ground = BenchGround.make(Path.of(args[0]), parent, priority)) {
      System.out.println(machine(parent));
      System.out.println(measure(args[1], ground, options));
    }
  }

  private static String temporary() {
    return System.getProperty("java.io.tmpdir");
  }

  private static String measure(String what, BenchGround ground, Options options) throws Exception {
    int rounds = options.number("--rounds", 5);
    return switch (what) {
      case "ingest" ->
          new Ingest(ground)
              .run(options.kinds(Kind.values()), rounds, options.number("--count", 400))
              .table("store, CT of 525 KB", Kind.ORTHANC.label);
      case "memory" ->
          new Ingest(ground)
              .run(
                  options.kinds(Kind.ORTHANC, Kind.ORTHANC_TLS, Kind.OURS),
                  rounds,
                  options.number("--count", 1_000))
              .table("store, CT of 525 KB", Kind.ORTHANC.label);
      case "query" ->
          new Queries(ground)
              .run(
                  options.kinds(Kind.ORTHANC, Kind.DCMQRSCP, Kind.OURS),
                  options.sizes("--studies", "2000,20000"),
                  options.number("--rounds", 100))
              .table("C-FIND, median", "");
      case "retrieve" ->
          new Retrieve(ground)
              .run(
                  options.kinds(Kind.ORTHANC, Kind.ORTHANC_TLS, Kind.DCMQRSCP, Kind.OURS),
                  rounds,
                  options.number("--count", 200))
              .table("200 CT of 525 KB", Kind.SINK_TLS.label);
      case "web" -> web(ground, options);
      case "start" -> start(ground, options, rounds).table("start", Kind.ORTHANC.label);
      default -> throw new IllegalArgumentException("nothing to measure is called " + what);
    };
  }

  private static String web(BenchGround ground, Options options) throws Exception {
    List<WebPeer.Kind> kinds =
        Stream.of(WebPeer.Kind.values())
            .filter(WebPeer.Kind::installed)
            .filter(kind -> options.wants(kind.name()))
            .toList();
    Web web =
        new Web(
            ground,
            options.number("--rounds", 5),
            options.number("--count", 400),
            options.number("--warm", 40));
    String part = options.text("--part");
    StringBuilder tables = new StringBuilder();
    if (part.isEmpty() || part.equals("stow")) {
      tables.append(web.stow(kinds).table("DICOMweb", WebPeer.Kind.ORTHANC_TLS.label)).append('\n');
    }
    if (part.isEmpty() || part.equals("retrieve")) {
      tables
          .append(web.retrieve(kinds).table("DICOMweb", WebPeer.Kind.ORTHANC_TLS.label))
          .append('\n');
    }
    if (part.isEmpty() || part.equals("queries")) {
      tables.append(
          web.queries(kinds, options.sizes("--studies", "2000,20000")).table("QIDO-RS", ""));
    }
    return tables.toString();
  }

  private static Figures start(BenchGround ground, Options options, int rounds)
      throws IOException, InterruptedException {
    String column = "process start to first C-ECHO, ms";
    Figures figures = new Figures(column);
    for (int round = -1; round < rounds; round++) {
      for (Kind kind : options.kinds(Kind.ORTHANC, Kind.DCMQRSCP, Kind.OURS)) {
        int sink = Ports.free();
        try (BenchServer server = BenchServer.start(kind, ground, sink)) {
          if (round >= 0) {
            figures.add(kind.label, column, server.startMillis());
          }
        }
      }
    }
    return figures;
  }

  /** What the figures were taken on. */
  private static String machine(Path parent) throws IOException, InterruptedException {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown processor");
    return "%s, %s × %d, Linux %s, Java %s, disk: %s; load before: %s%nOrthanc: %s%nDCMTK: %s%n"
        .formatted(
            java.time.LocalDate.now(java.time.ZoneOffset.UTC),
            cpu,
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version"),
            System.getProperty("java.version"),
            Files.getFileStore(parent).type(),
            Files.readString(Path.of("/proc/loadavg")).strip(),
            version("Orthanc"),
            version("storescu"));
  }

  private static String version(String program) throws IOException, InterruptedException {
    if (!installed(program)) {
      return "not installed, left out";
    }
    Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
    try (var out = process.inputReader()) {
      String first = out.readLine();
      var _ = out.lines().count();
      process.waitFor(5, TimeUnit.SECONDS);
      return String.valueOf(first);
    }
  }

  static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** {@code --name value} pairs. */
  private record Options(List<String> words) {
    String text(String name) {
      int at = words.indexOf(name);
      return at < 0 || at + 1 >= words.size() ? "" : words.get(at + 1);
    }

    int number(String name, int usual) {
      return text(name).isEmpty() ? usual : Integer.parseInt(text(name));
    }

    List<Integer> sizes(String name, String usual) {
      String text = text(name).isEmpty() ? usual : text(name);
      return Arrays.stream(text.split(",", -1)).map(Integer::parseInt).toList();
    }

    /** Whether what is called so is to be measured. */
    boolean wants(String kind) {
      List<String> only = List.of(text("--only").toUpperCase(Locale.ROOT).split(",", -1));
      return text("--only").isEmpty() || only.contains(kind);
    }

    List<Kind> kinds(Kind... usual) {
      List<Kind> kinds = new ArrayList<>();
      for (Kind kind : usual) {
        boolean wanted = wants(kind.name());
        String program =
            switch (kind) {
              case SINK, SINK_TLS -> "storescp";
              case ORTHANC, ORTHANC_TLS -> "Orthanc";
              case DCMQRSCP -> "dcmqrscp";
              case OURS -> "sh";
            };
        if (wanted && installed(program)) {
          kinds.add(kind);
        }
      }
      return kinds;
    }
  }
}

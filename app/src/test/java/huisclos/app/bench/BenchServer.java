package huisclos.app.bench;

import huisclos.dicom.Uids;
import huisclos.gate.ClientIdentity;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.NetLimits;
import huisclos.net.Requestor;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A server of a run, ours or another's, as a process of its own. */
final class BenchServer implements AutoCloseable {
  /** What is measured. */
  enum Kind {
    SINK("DCMTK storescp --ignore", false),
    SINK_TLS("DCMTK storescp --ignore, TLS", true),
    ORTHANC("Orthanc", false),
    ORTHANC_TLS("Orthanc, TLS", true),
    DCMQRSCP("DCMTK dcmqrscp", false),
    OURS("Huisclos, all on", true);

    final String label;
    final boolean tls;

    Kind(String label, boolean tls) {
      this.label = label;
      this.tls = tls;
    }
  }

  private static final int PATIENCE_SECONDS = 60;
  private static final double TICKS = 100;

  final Kind kind;
  final int port;
  private final BenchGround ground;
  private final Process process;
  private final double startMillis;

  private BenchServer(
      Kind kind, int port, BenchGround ground, Process process, double startMillis) {
    this.kind = kind;
    this.port = port;
    this.ground = ground;
    this.process = process;
    this.startMillis = startMillis;
  }

  /** Starts it, and returns once it has answered a C-ECHO. */
  static BenchServer start(Kind kind, BenchGround ground, int sinkPort)
      throws IOException, InterruptedException {
    int port = Ports.free();
    List<String> command = new ArrayList<>(ground.priority());
    command.addAll(command(kind, ground, port, sinkPort));
    long begun = System.nanoTime();
    Process process = ground.begin(command, kind.name());
    try {
      while (true) {
        try (Association association =
            connect(kind, ground, port, request(kind).propose(Uids.VERIFICATION, syntaxes()))) {
          var _ = association.echo();
          return new BenchServer(kind, port, ground, process, (System.nanoTime() - begun) / 1e6);
        } catch (AssociationException e) {
          boolean late = System.nanoTime() - begun > PATIENCE_SECONDS * 1_000_000_000L;
          if (late || !process.isAlive()) {
            throw new IOException(
                kind + " did not answer: " + e.getMessage() + "\n" + ground.log(kind.name()), e);
          }
          Thread.sleep(2);
        }
      }
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static List<String> command(Kind kind, BenchGround ground, int port, int sinkPort)
      throws IOException {
    String at = Integer.toString(port);
    return switch (kind) {
      case SINK -> List.of("storescp", "-aet", BenchGround.SINK, "--fork", "--ignore", at);
      case SINK_TLS -> {
        List<String> all = new ArrayList<>(List.of("storescp", "-aet", BenchGround.SINK));
        all.addAll(List.of("--fork", "--ignore"));
        all.addAll(ground.tls(BenchGround.SINK));
        all.add(at);
        yield all;
      }
      case ORTHANC, ORTHANC_TLS ->
          List.of("Orthanc", PeerConfig.orthanc(ground, kind, port, sinkPort).toString());
      case DCMQRSCP ->
          List.of("dcmqrscp", "--config", PeerConfig.dcmqrscp(ground, port, sinkPort).toString());
      case OURS -> {
        List<String> all = new ArrayList<>(ground.program());
        all.addAll(List.of("serve", "--home", ground.home().toString(), "--dicom-port", at));
        all.addAll(List.of("--https-port", "0"));
        yield all;
      }
    };
  }

  String aet() {
    return aet(kind);
  }

  private static String aet(Kind kind) {
    return switch (kind) {
      case SINK, SINK_TLS -> BenchGround.SINK;
      case ORTHANC, ORTHANC_TLS -> "ORTHANC";
      case DCMQRSCP -> "DCMQRSCP";
      case OURS -> "HUISCLOS";
    };
  }

  static List<String> syntaxes() {
    return List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static AssociateRequestSpec request(Kind kind) {
    return AssociateRequestSpec.of(BenchGround.CLIENT, aet(kind));
  }

  AssociateRequestSpec request() {
    return request(kind);
  }

  Association connect(AssociateRequestSpec spec) throws IOException {
    return connect(kind, ground, port, spec);
  }

  private static Association connect(
      Kind kind, BenchGround ground, int port, AssociateRequestSpec spec) throws IOException {
    Path identity = ground.identity(BenchGround.CLIENT);
    Optional<SSLContext> tls =
        !kind.tls
            ? Optional.empty()
            : Optional.of(
                kind == Kind.OURS ? ClientIdentity.load(identity).context() : PeerTls.of(identity));
    return Requestor.connect(
        InetSocketAddress.createUnresolved("127.0.0.1", port), tls, spec, NetLimits.DEFAULT);
  }

  /** The {@code storescu} that sends these folders. */
  List<String> storescu(List<Path> folders) {
    List<String> all = new ArrayList<>(List.of("storescu", "-aet", BenchGround.CLIENT, "-aec"));
    all.add(aet());
    if (kind.tls) {
      all.addAll(ground.tls(BenchGround.CLIENT));
    }
    if (kind == Kind.SINK_TLS || kind == Kind.ORTHANC_TLS) {
      // It shows a device's certificate, which isn't one for servers.
      all.add("--ignore-peer-cert");
    }
    all.addAll(List.of("--required", "+sd", "127.0.0.1", Integer.toString(port)));
    folders.forEach(folder -> all.add(folder.toString()));
    return all;
  }

  /** Milliseconds from the process's start to its first answer. */
  double startMillis() {
    return startMillis;
  }

  /** Processor seconds so far, of it and of those it forked and has buried. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = 0;
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS;
  }

  /** The most memory it ever held, in MB. */
  long peakMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

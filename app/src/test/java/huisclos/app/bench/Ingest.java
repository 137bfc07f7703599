package huisclos.app.bench;

import huisclos.app.bench.BenchServer.Kind;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stores of CT slices, one association and four, of all servers in turns. */
final class Ingest {
  static final String ONE = "1 association, instances/s";
  static final String FOUR = "4 associations, instances/s";
  static final String CPU = "server CPU s per 1,000";
  static final String MEMORY = "peak memory, MB";

  private static final int WARM_UP_ROUNDS = 2;

  private final BenchGround ground;
  private final BenchObjects objects = new BenchObjects();
  private final Figures figures = new Figures(ONE, FOUR, CPU, MEMORY);

  Ingest(BenchGround ground) {
    this.ground = ground;
  }

  /** Runs it; the first rounds warm up and don't count. */
  Figures run(List<Kind> kinds, int rounds, int count) throws IOException, InterruptedException {
    List<BenchServer> servers = new ArrayList<>();
    try {
      for (Kind kind : kinds) {
        servers.add(BenchServer.start(kind, ground, Ports.free()));
      }
      int warm = rounds > 1 ? WARM_UP_ROUNDS : 0;
      for (int round = 0; round < rounds + warm; round++) {
        for (BenchServer server : servers) {
          store(server, 1, count, round >= warm);
          // It serves one association after the other: four at once fail.
          if (server.kind != Kind.DCMQRSCP) {
            store(server, 4, count, round >= warm);
          }
        }
      }
      for (BenchServer server : servers) {
        figures.add(server.kind.label, MEMORY, (double) server.peakMegabytes());
      }
      return figures;
    } finally {
      servers.forEach(BenchServer::close);
    }
  }

  private void store(BenchServer server, int associations, int count, boolean counts)
      throws IOException, InterruptedException {
    List<Path> folders = objects.study(ground.files(), count, associations);
    double cpu = server.cpuSeconds();
    long start = System.nanoTime();
    ground.runAll(folders.stream().map(folder -> server.storescu(List.of(folder))).toList());
    double seconds = (System.nanoTime() - start) / 1e9;
    if (counts) {
      figures.add(server.kind.label, associations == 1 ? ONE : FOUR, count / seconds);
      figures.add(server.kind.label, CPU, (server.cpuSeconds() - cpu) * 1_000 / count);
    }
    for (Path folder : folders) {
      BenchGround.delete(folder);
    }
  }
}

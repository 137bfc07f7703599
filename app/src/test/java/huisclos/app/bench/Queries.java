package huisclos.app.bench;

import huisclos.app.bench.BenchServer.Kind;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.net.Association;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** C-FIND on an open association, asked by our client: from request to the last match. */
final class Queries {
  private static final String MODEL = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final int WARM_UP = 60;

  /** It keeps 500 studies at most, and drops the oldest. */
  private static final int DCMQRSCP_ASKED = 400;

  private final BenchGround ground;
  private final BenchObjects objects = new BenchObjects();
  private final Figures figures;

  Queries(BenchGround ground) {
    this.ground = ground;
    this.figures = new Figures(keys().keySet().toArray(String[]::new));
  }

  private interface Key {
    void put(DataSet set, int number);
  }

  private static Map<String, Key> keys() {
    Map<String, Key> keys = new LinkedHashMap<>();
    keys.put(
        "study UID, ms",
        (set, n) -> set.putString(Tag.STUDY_INSTANCE_UID, BenchObjects.studyUid(n)));
    keys.put(
        "patient ID, ms", (set, n) -> set.putString(Tag.PATIENT_ID, BenchObjects.patientId(n)));
    keys.put(
        "name prefix (100 matches), ms",
        (set, n) -> set.putString(Tag.PATIENT_NAME, BenchObjects.family(n) + "*"));
    keys.put(
        "date (100 matches), ms",
        (set, n) ->
            set.putString(Tag.STUDY_DATE, BenchObjects.date(n) + "-" + BenchObjects.date(n)));
    return keys;
  }

  /**
   * Asks at each of these sizes; dcmqrscp is asked at the first alone, about as many as it keeps.
   */
  Figures run(List<Kind> kinds, List<Integer> sizes, int rounds)
      throws IOException, InterruptedException {
    List<BenchServer> servers = new ArrayList<>();
    try {
      for (Kind kind : kinds) {
        servers.add(BenchServer.start(kind, ground, Ports.free()));
      }
      int filled = 0;
      for (int size : sizes) {
        Path files = ground.files().resolve("studies");
        for (BenchServer server : servers) {
          boolean few = server.kind == Kind.DCMQRSCP;
          if (!few || filled == 0) {
            int from = few ? Math.max(0, size - DCMQRSCP_ASKED) : filled;
            ground.run(server.storescu(List.of(objects.studies(files, from, size))));
            ask(server, size, rounds);
            BenchGround.delete(files);
          }
        }
        filled = size;
      }
      return figures;
    } finally {
      servers.forEach(BenchServer::close);
    }
  }

  private void ask(BenchServer server, int size, int rounds) throws IOException {
    int from = server.kind == Kind.DCMQRSCP ? Math.max(0, size - DCMQRSCP_ASKED) : 0;
    String row = "%s, %,d studies".formatted(server.kind.label, size - from);
    try (Association association =
        server.connect(server.request().propose(MODEL, BenchServer.syntaxes()))) {
      for (Map.Entry<String, Key> key : keys().entrySet()) {
        for (int i = 0; i < WARM_UP + rounds; i++) {
          int number = from + (int) (i * 2_654_435_761L % (size - from));
          long start = System.nanoTime();
          int matches = matches(association, key.getValue(), number);
          double millis = (System.nanoTime() - start) / 1e6;
          int expected = key.getKey().contains("matches") ? BenchObjects.GROUP : 1;
          if (matches != Math.min(expected, size - from)) {
            throw new IOException(
                "%s, %s: %d matches".formatted(server.kind, key.getKey(), matches));
          }
          if (i >= WARM_UP) {
            figures.add(row, key.getKey(), millis);
          }
        }
      }
    }
  }

  private static int matches(Association association, Key key, int number) throws IOException {
    DataSet keys = new DataSet();
    keys.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    for (int tag :
        new int[] {
          Tag.PATIENT_NAME,
          Tag.PATIENT_ID,
          Tag.STUDY_DATE,
          Tag.STUDY_INSTANCE_UID,
          Tag.ACCESSION_NUMBER,
          Tag.STUDY_DESCRIPTION
        }) {
      keys.putEmpty(tag);
    }
    key.put(keys, number);
    int[] found = new int[1];
    IntConsumer count = n -> found[0] += n;
    var reply = association.find(MODEL, keys, _ -> count.accept(1));
    if (reply.status() != 0) {
      throw new IOException("a query was answered 0x%04X".formatted(reply.status()));
    }
    return found[0];
  }
}

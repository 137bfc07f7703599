package huisclos.app.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** DICOMweb, ours beside Orthanc's, each asked by the same client in turns. */
final class Web {
  private static final String JSON = "application/dicom+json";
  private static final String OBJECTS = "multipart/related; type=\"application/dicom\"";
  private static final String FRAME = "multipart/related; type=\"application/octet-stream\"";
  private static final String BOUNDARY = "bench-boundary";
  private static final int SLICES = 200;
  private static final int WARM_UP = 2_000;

  /** For a server that takes a tenth of a second for each; nanoseconds. */
  private static final long LONGEST_WARM_UP = 20_000_000_000L;

  /** Above this size studies are put into our index alone, without pictures; others take hours. */
  private static final int MOST_STORED = 20_000;

  private final BenchGround ground;
  private final BenchObjects objects = new BenchObjects();
  private final int rounds;
  private final int count;
  private final int warmSeconds;

  /**
   * @param rounds how often each is measured
   * @param count requests for frames a round, and instances stored a round
   * @param warmSeconds for how long each peer is warmed up, at least
   */
  Web(BenchGround ground, int rounds, int count, int warmSeconds) {
    this.ground = ground;
    this.rounds = rounds;
    this.count = count;
    this.warmSeconds = warmSeconds;
  }

  /** Something measured of one server; run once before to warm it up. */
  @FunctionalInterface
  private interface Turn {
    void run(WebPeer peer, boolean warm, Figures figures) throws Exception;
  }

  /** Storing: one CT a request over one connection, and twenty over four. */
  Figures stow(List<WebPeer.Kind> kinds) throws Exception {
    String one = "STOW, 1 client, 1 a request, instances/s";
    String four = "STOW, 4 clients, 20 a request, instances/s";
    return turns(
        kinds,
        new Figures(one, four),
        (peer, warm, figures) -> {
          List<byte[]> single = bodies(count, 1);
          ground.touchMemory();
          double seconds = send(peer, List.of(single));
          add(figures, warm, peer, one, count / seconds);
          List<List<byte[]>> each = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            each.add(bodies(Math.max(20, count / 4), 20));
          }
          ground.touchMemory();
          int sent = each.stream().mapToInt(List::size).sum() * 20;
          add(figures, warm, peer, four, sent / send(peer, each));
        });
  }

  private static void add(
      Figures figures, boolean warm, WebPeer peer, String column, double value) {
    if (!warm) {
      figures.add(peer.kind.label, column, value);
    }
  }

  private Figures turns(List<WebPeer.Kind> kinds, Figures figures, Turn turn) throws Exception {
    List<WebPeer> peers = new ArrayList<>();
    try {
      for (WebPeer.Kind kind : kinds) {
        peers.add(WebPeer.start(kind, ground));
      }
      for (WebPeer peer : peers) {
        warm(peer, turn, figures);
      }
      for (int round = 0; round < rounds; round++) {
        for (WebPeer peer : peers) {
          turn.run(peer, false, figures);
        }
      }
      return figures;
    } finally {
      peers.forEach(WebPeer::close);
    }
  }

  /**
   * Until what is compiled while it runs has settled: a server is not measured in its first minute.
   */
  private void warm(WebPeer peer, Turn turn, Figures figures) throws Exception {
    long begun = System.nanoTime();
    do {
      turn.run(peer, true, figures);
    } while (System.nanoTime() - begun < warmSeconds * 1_000_000_000L);
  }

  /** Each connection sends its bodies one after another; the seconds until all are answered. */
  private static double send(WebPeer peer, List<List<byte[]>> each) throws Exception {
    List<WebClient> clients = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(each.size())) {
      for (int i = 0; i < each.size(); i++) {
        clients.add(peer.connect());
      }
      long begun = System.nanoTime();
      List<Future<?>> sending = new ArrayList<>();
      for (int i = 0; i < each.size(); i++) {
        WebClient client = clients.get(i);
        List<byte[]> bodies = each.get(i);
        sending.add(
            executor.submit(() -> {
              for (byte[] body : bodies) {
                post(client, body);
              }
              return null;
            }));
      }
      for (Future<?> one : sending) {
        one.get();
      }
      return (System.nanoTime() - begun) / 1e9;
    } finally {
      for (WebClient client : clients) {
        client.close();
      }
    }
  }

  private static void post(WebClient client, byte[] body) throws IOException {
    client.post("/dicom-web/studies", OBJECTS + "; boundary=" + BOUNDARY, body).orFail("a store");
  }

  private List<byte[]> bodies(int instances, int perRequest) throws IOException {
    Path at = ground.files().resolve("bodies");
    objects.study(at, instances, 1);
    try {
      return bodies(at.resolve("part0"), perRequest);
    } finally {
      BenchGround.delete(at);
    }
  }

  /** The files of a folder as bodies of so many parts. */
  private static List<byte[]> bodies(Path folder, int perRequest) throws IOException {
    List<Path> files;
    try (var list = Files.list(folder)) {
      files = list.sorted().toList();
    }
    List<byte[]> bodies = new ArrayList<>();
    for (int from = 0; from < files.size(); from += perRequest) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (Path file : files.subList(from, Math.min(files.size(), from + perRequest))) {
        body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n"));
        body.writeBytes(Files.readAllBytes(file));
        body.writeBytes(ascii("\r\n"));
      }
      body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
      bodies.add(body.toByteArray());
    }
    return bodies;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A study of 200 CT: all of it, its metadata, its frames. */
  Figures retrieve(List<WebPeer.Kind> kinds) throws Exception {
    String speed = "study of 200 CT, MB/s";
    String first = "first byte, ms";
    String metadata = "metadata, ms";
    String one = "frames, 1 connection, /s";
    String oneLate = "p99, ms";
    String four = "frames, 4 connections, /s";
    String fourLate = "p99 of 4, ms";
    Map<WebPeer, String> studies = new LinkedHashMap<>();
    return turns(
        kinds,
        new Figures(speed, first, metadata, one, oneLate, four, fourLate),
        (peer, warm, figures) -> {
          if (!studies.containsKey(peer)) {
            send(peer, List.of(bodies(SLICES, 20)));
            studies.put(peer, "/dicom-web/studies/" + objects.lastStudy(SLICES));
          }
          String study = studies.get(peer);
          try (WebClient client = peer.connect()) {
            long begun = System.nanoTime();
            long bytes = client.get(study, OBJECTS).orFail("a study").bytes();
            double seconds = (System.nanoTime() - begun) / 1e9;
            add(figures, warm, peer, speed, bytes / 1e6 / seconds);
            add(figures, warm, peer, first, client.firstByteMillis());
          }
          try (WebClient client = peer.connect()) {
            long begun = System.nanoTime();
            client.get(study + "/metadata", JSON).orFail("metadata");
            add(figures, warm, peer, metadata, (System.nanoTime() - begun) / 1e6);
          }
          List<String> frames = frames(peer, study);
          double[] late = new double[1];
          add(figures, warm, peer, one, ask(peer, frames, 1, late));
          add(figures, warm, peer, oneLate, late[0]);
          add(figures, warm, peer, four, ask(peer, frames, 4, late));
          add(figures, warm, peer, fourLate, late[0]);
        });
  }

  /** The frame of each instance of a study whose instances have numbers in a row. */
  private List<String> frames(WebPeer peer, String study) throws IOException {
    int number = Integer.parseInt(study.substring(study.lastIndexOf('.') + 1));
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= SLICES; i++) {
      all.add(
          "%s/series/%s/instances/%s/frames/1"
              .formatted(study, BenchObjects.seriesUid(number), BenchObjects.sopUid(number + i)));
    }
    try (WebClient client = peer.connect()) {
      client.get(all.getFirst(), FRAME).orFail("a frame");
    }
    return all;
  }

  /** Requests a second over so many connections; the 99th percentile of their times. */
  private double ask(WebPeer peer, List<String> paths, int connections, double[] late)
      throws InterruptedException, ExecutionException, IOException {
    double[][] millis = new double[connections][count];
    List<WebClient> clients = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        clients.add(peer.connect());
      }
      long begun = System.nanoTime();
      List<Future<?>> asking = new ArrayList<>();
      for (int c = 0; c < connections; c++) {
        int own = c;
        asking.add(
            executor.submit(() -> {
              for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                String path = paths.get((i + own * 37) % paths.size());
                clients.get(own).get(path, FRAME).orFail("a frame");
                millis[own][i] = (System.nanoTime() - start) / 1e6;
              }
              return null;
            }));
      }
      for (Future<?> one : asking) {
        one.get();
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      double[] all = Arrays.stream(millis).flatMapToDouble(Arrays::stream).sorted().toArray();
      late[0] = all[(int) (all.length * 0.99)];
      return all.length / seconds;
    } finally {
      for (WebClient client : clients) {
        client.close();
      }
    }
  }

  /** QIDO-RS by each key, in archives of these sizes. */
  Figures queries(List<WebPeer.Kind> kinds, List<Integer> sizes) throws Exception {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("study UID", "StudyInstanceUID=%s");
    keys.put("patient ID", "PatientID=%s");
    keys.put("name prefix, 100", "limit=100&PatientName=%s*");
    keys.put("date, 100", "limit=100&StudyDate=%s");
    List<String> columns = new ArrayList<>();
    for (String key : keys.keySet()) {
      columns.add(key + ", p50 ms");
      columns.add(key + ", p99 ms");
    }
    Figures figures = new Figures(columns.toArray(String[]::new));
    List<WebPeer> peers = new ArrayList<>();
    try {
      for (WebPeer.Kind kind : kinds) {
        peers.add(WebPeer.start(kind, ground));
      }
      int filled = 0;
      for (int size : sizes) {
        if (size > MOST_STORED) {
          peers.forEach(WebPeer::close);
          peers.removeIf(peer -> peer.kind != WebPeer.Kind.OURS);
          for (int i = 0; i < peers.size(); i++) {
            ground.fillIndex(filled, size);
            peers.set(i, WebPeer.start(WebPeer.Kind.OURS, ground));
          }
        }
        for (WebPeer peer : peers) {
          if (size <= MOST_STORED) {
            fill(peer, filled, size);
          }
          ask(peer, keys, size, figures);
        }
        filled = size;
      }
      return figures;
    } finally {
      peers.forEach(WebPeer::close);
    }
  }

  private void fill(WebPeer peer, int from, int to) throws Exception {
    for (int at = from; at < to; at += 1_000) {
      Path files = ground.files().resolve("studies");
      objects.studies(files, at, Math.min(to, at + 1_000));
      send(peer, List.of(bodies(files, 100)));
      BenchGround.delete(files);
    }
  }

  private void ask(WebPeer peer, Map<String, String> keys, int size, Figures figures)
      throws IOException {
    String row = "%s, %,d studies".formatted(peer.kind.label, size);
    try (WebClient client = peer.connect()) {
      for (Map.Entry<String, String> key : keys.entrySet()) {
        long warm = System.nanoTime() + LONGEST_WARM_UP;
        for (int i = 0; i < WARM_UP && System.nanoTime() < warm; i++) {
          ask(client, key, i, size);
        }
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
          long start = System.nanoTime();
          ask(client, key, WARM_UP + i, size);
          millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        figures.add(row, key.getKey() + ", p50 ms", millis[count / 2]);
        figures.add(row, key.getKey() + ", p99 ms", millis[(int) (count * 0.99)]);
      }
    }
  }

  private static void ask(WebClient client, Map.Entry<String, String> key, int turn, int size)
      throws IOException {
    int number = (int) (turn * 2_654_435_761L % size);
    String query = key.getValue().formatted(value(key, number));
    WebClient.Reply reply = client.get("/dicom-web/studies?" + query, JSON).orFail("a query");
    if (reply.bytes() < 100) {
      throw new IOException(key.getKey() + ": nothing found");
    }
  }

  private static String value(Map.Entry<String, String> key, int number) {
    return switch (key.getKey()) {
      case "study UID" -> BenchObjects.studyUid(number);
      case "patient ID" -> BenchObjects.patientId(number);
      case "date, 100" -> BenchObjects.date(number);
      default -> BenchObjects.family(number);
    };
  }
}

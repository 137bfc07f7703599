package huisclos.app.bench;

import huisclos.app.bench.BenchServer.Kind;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.Association;
import huisclos.net.Reply;
import huisclos.net.Status;
import huisclos.net.SubOperations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A study of CT slices by C-GET to our client, and by C-MOVE to a sink. */
final class Retrieve {
  static final String GET = "C-GET, MB/s";
  static final String MOVE = "C-MOVE, MB/s";
  static final String SENT = "storescu into the same sink, MB/s";

  private static final String GET_MODEL = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;
  private static final String MOVE_MODEL = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;
  private static final double MEGABYTE = 1e6;
  private static final int WARM_UP_ROUNDS = 2;

  private final BenchGround ground;
  private final BenchObjects objects = new BenchObjects();
  private final Figures figures = new Figures(GET, MOVE, SENT);

  Retrieve(BenchGround ground) {
    this.ground = ground;
  }

  Figures run(List<Kind> kinds, int rounds, int slices) throws IOException, InterruptedException {
    List<BenchServer> servers = new ArrayList<>();
    Path files = objects.study(ground.files(), slices, 1).getFirst();
    String study = objects.lastStudy(slices);
    try (BenchServer clear = BenchServer.start(Kind.SINK, ground, 0);
        BenchServer tls = BenchServer.start(Kind.SINK_TLS, ground, 0)) {
      ground.verb(List.of("peer", "add", BenchGround.SINK, "127.0.0.1:" + tls.port));
      for (Kind kind : kinds) {
        BenchServer server =
            BenchServer.start(kind, ground, kind == Kind.OURS ? tls.port : clear.port);
        servers.add(server);
        ground.run(server.storescu(List.of(files)));
      }
      int warm = rounds > 1 ? WARM_UP_ROUNDS : 0;
      for (int round = 0; round < rounds + warm; round++) {
        boolean counts = round >= warm;
        for (BenchServer sink : List.of(clear, tls)) {
          long start = System.nanoTime();
          ground.run(sink.storescu(List.of(files)));
          note(counts, sink.kind, SENT, slices, start);
        }
        for (BenchServer server : servers) {
          get(server, study, slices, counts);
          move(server, study, slices, counts);
        }
      }
      return figures;
    } finally {
      servers.forEach(BenchServer::close);
      BenchGround.delete(files);
    }
  }

  private void note(boolean counts, Kind kind, String column, int slices, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (counts) {
      double bytes = (double) slices * BenchObjects.CT_PIXEL_BYTES;
      figures.add(kind.label, column, bytes / MEGABYTE / seconds);
    }
  }

  private void get(BenchServer server, String study, int slices, boolean counts)
      throws IOException {
    AssociateRequestSpec request =
        server
            .request()
            .propose(GET_MODEL, BenchServer.syntaxes())
            .propose(Uids.CT_IMAGE_STORAGE, BenchServer.syntaxes())
            .alsoScpOf(Uids.CT_IMAGE_STORAGE);
    long start = System.nanoTime();
    try (Association association = server.connect(request)) {
      var result =
          association.get(
              GET_MODEL,
              keys(study),
              (_, dataSet) -> {
                var _ = dataSet.transferTo(OutputStream.nullOutputStream());
                return Reply.of(Status.SUCCESS);
              });
      check(server, result.reply(), result.counts(), slices);
    }
    note(counts, server.kind, GET, slices, start);
  }

  private void move(BenchServer server, String study, int slices, boolean counts)
      throws IOException {
    AssociateRequestSpec request = server.request().propose(MOVE_MODEL, BenchServer.syntaxes());
    long start = System.nanoTime();
    try (Association association = server.connect(request)) {
      var result = association.move(MOVE_MODEL, BenchGround.SINK, keys(study), _ -> {});
      check(server, result.reply(), result.counts(), slices);
    }
    note(counts, server.kind, MOVE, slices, start);
  }

  private static void check(BenchServer server, Reply reply, SubOperations counts, int slices)
      throws IOException {
    if (reply.status() != Status.SUCCESS || counts.completed() != slices) {
      throw new IOException("%s: status 0x%04X, %s".formatted(server.kind, reply.status(), counts));
    }
  }

  private static DataSet keys(String study) {
    DataSet keys = new DataSet();
    keys.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    keys.putString(Tag.STUDY_INSTANCE_UID, study);
    return keys;
  }
}

package huisclos.app.bench;

import huisclos.dicom.DataSetReader;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Outcome;
import huisclos.trail.Sealer;
import huisclos.trail.Trail;
import huisclos.trail.TrailRecord;
import huisclos.vault.ColumnSealer;
import huisclos.vault.PendingBlob;
import huisclos.vault.SiteKey;
import huisclos.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./dev bench parts}: what one object costs in each room by itself, in one thread. A small
 * harness: each part runs until it is compiled, then {@value #ROUNDS} timed rounds, whose median is
 * shown; results are consumed so that no work is left out.
 */
final class Parts {
  private static final int ROUNDS = 9;
  private static final int WARM_UP_ROUNDS = 6;
  private static final int CALLS = 200;
  private static final String COLUMN = "microseconds a call";

  private final Figures figures = new Figures(COLUMN);
  private long consumed;

  private interface Part {
    long call() throws Exception;
  }

  Figures run(Path folder) throws Exception {
    byte[] bytes;
    try (var files =
        Files.list(new BenchObjects().study(folder.resolve("object"), 1, 1).getFirst())) {
      bytes = Files.readAllBytes(files.findFirst().orElseThrow());
    }
    measure("codec: walk a CT of 525 KB, header and pixels", () -> walk(bytes));
    Path home = Files.createDirectory(folder.resolve("parts"));
    try (SiteKey key = SiteKey.generate();
        Vault vault = Vault.open(home, key)) {
      measure("sealed blob: seal 525 KB in memory, SHA-256 included", () -> seal(vault, bytes));
      try (PendingBlob blob = vault.begin()) {
        try (OutputStream sink = blob.sink()) {
          sink.write(bytes);
        }
        measure("sealed blob: open 525 KB from memory", () -> read(blob));
      }
      var sealer = vault.columnSealer("trail");
      try (Trail trail =
          Trail.open(home.resolve("trail"), new TrailCipher(sealer), Clock.systemUTC())) {
        measure("trail: append one record, durable", () -> trail.append(record()));
        List<TrailRecord> group = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
          group.add(record());
        }
        measure("trail: append a group of 64, durable", () -> trail.append(group));
      }
    }
    if (consumed == 0) {
      throw new IOException("nothing was done");
    }
    return figures;
  }

  private void measure(String name, Part part) throws Exception {
    for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        consumed += part.call();
      }
      if (round >= WARM_UP_ROUNDS) {
        figures.add(name, COLUMN, (System.nanoTime() - start) / 1e3 / CALLS);
      }
    }
  }

  private static long walk(byte[] bytes) throws IOException {
    Part10File file = Part10.open(new ByteArrayInputStream(bytes));
    DataSetReader reader = file.reader();
    reader.skipToEnd();
    return reader.offset();
  }

  private static long seal(Vault vault, byte[] bytes) throws IOException {
    try (PendingBlob blob = vault.begin()) {
      try (OutputStream sink = blob.sink()) {
        sink.write(bytes);
      }
      return blob.sha256().charAt(0);
    }
  }

  private static long read(PendingBlob blob) throws IOException {
    try (InputStream in = blob.read()) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** The vault's sealer, as trail asks for one. */
  private record TrailCipher(ColumnSealer vault) implements Sealer {
    @Override
    public byte[] seal(byte[] plain, byte[] context) {
      return vault.seal(plain, context);
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
      return vault.open(sealed, context);
    }
  }

  private static TrailRecord record() {
    return TrailRecord.of(Clock.systemUTC().instant(), Action.STORE, Outcome.DONE, Actor.system())
        .studies(List.of("1.2.3.4"))
        .count(1)
        .build();
  }
}

package huisclos.app.backup;

import huisclos.trail.TrailCopy;
import huisclos.vault.BackupSealer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logs in a backup: complete tiles never change, so each backup adds a pack of those that are
 * new; packs that are small beside it are taken into it, so that there are few. What does change is
 * small, and goes with the settings. One thread.
 */
final class TrailPacks {
  private final Path trail;
  private final Copying copying;
  private final BackupSealer sealer;
  private final int number;
  private final List<Manifest.TrailPack> packs = new ArrayList<>();
  private final Map<String, byte[]> edges = new LinkedHashMap<>();

  TrailPacks(Path trail, Copying copying, BackupSealer sealer, int number) {
    this.trail = trail;
    this.copying = copying;
    this.sealer = sealer;
    this.number = number;
  }

  /** Copies what the earlier backup lacks. */
  void bring(List<Manifest.TrailPack> earlier, String own) throws IOException {
    for (String log : TrailCopy.logs(trail)) {
      TrailCopy copy = TrailCopy.take(trail, log);
      edges.putAll(copy.edge());
      if (!log.equals(own)) {
        journal(log);
      }
      pack(
          copy,
          earlier.stream()
              .filter(pack -> pack.log().equals(log))
              .sorted(Comparator.comparingLong(Manifest.TrailPack::from))
              .toList());
    }
  }

  /** What changes, by paths below the trail's folder. */
  Map<String, byte[]> edges() {
    return edges;
  }

  List<Manifest.TrailPack> packs() {
    return packs;
  }

  /** The tail of a log that nobody writes here: what its checkpoint doesn't cover. */
  private void journal(String log) throws IOException {
    Path journal = trail.resolve(log).resolve("journal");
    if (!Files.isDirectory(journal)) {
      return;
    }
    try (var files = Files.newDirectoryStream(journal, "[0-9]*")) {
      for (Path file : files) {
        if (Files.size(file) > Pack.MAX_FILE_BYTES) {
          throw new IOException(file + " is longer than its format allows");
        }
        edges.put(trail.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  private void pack(TrailCopy copy, List<Manifest.TrailPack> earlier) throws IOException {
    List<Manifest.TrailPack> kept = new ArrayList<>(earlier);
    if (!kept.isEmpty() && kept.getLast().to() > copy.size()) {
      kept.clear(); // A log that became shorter is another log.
    }
    long from = kept.isEmpty() ? 0 : kept.getLast().to();
    if (copy.complete(from).isEmpty()) {
      packs.addAll(kept);
      return;
    }
    while (!kept.isEmpty() && kept.getLast().to() - kept.getLast().from() <= copy.size() - from) {
      from = kept.removeLast().from();
    }
    packs.addAll(kept);
    List<String> paths = copy.complete(from);
    Stored stored =
        copying.seal(
            "trail/" + copy.logId(),
            "sealed/%010d-trail-%s".formatted(number, copy.logId().substring(0, 8)),
            Optional.empty(),
            sealer,
            out -> {
              DataOutputStream data = new DataOutputStream(out);
              for (String path : paths) {
                Pack.put(data, path, Files.readAllBytes(trail.resolve(path)));
              }
              Pack.end(data);
            });
    packs.add(new Manifest.TrailPack(copy.logId(), from, copy.size(), stored));
  }
}

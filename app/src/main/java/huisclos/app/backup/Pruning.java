package huisclos.app.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes away what no kept backup needs: first manifests, then files. Of the key ring the newest
 * stays alone, whatever is kept: a copy of an older one could still open what was destroyed since.
 */
final class Pruning {
  private Pruning() {}

  /**
   * Removes; to be called once the newest manifest is durable.
   *
   * @param kept the backups that stay, the newest last
   */
  static void prune(BackupSet set, List<Manifest> kept) throws IOException {
    Manifest newest = kept.getLast();
    Set<Integer> numbers = new HashSet<>();
    Set<Path> needed = new HashSet<>();
    for (Manifest manifest : kept) {
      numbers.add(manifest.number());
      manifest
          .files()
          .filter(file -> !file.equals(manifest.ring()))
          .forEach(file -> needed.add(set.file(file)));
    }
    needed.add(set.file(newest.ring()));
    if (newest.phrase()) {
      needed.add(set.recovery(newest.siteKey()));
    }
    Files.deleteIfExists(set.draft());
    for (BackupSet.Entry entry : set.entries()) {
      if (!numbers.contains(entry.number())) {
        Files.deleteIfExists(entry.file());
      }
    }
    Durable.syncFolder(set.manifests());
    for (String folder : List.of("keys", "blobs", "quarantine", "sealed")) {
      List<Path> going = new ArrayList<>();
      try (var files = Files.newDirectoryStream(set.root().resolve(folder))) {
        for (Path file : files) {
          if (!needed.contains(file)) {
            going.add(file);
          }
        }
      }
      for (Path file : going) {
        Files.deleteIfExists(file);
      }
      Durable.syncFolder(set.root().resolve(folder));
    }
  }
}

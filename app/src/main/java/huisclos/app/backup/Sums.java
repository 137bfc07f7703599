package huisclos.app.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The list of a set's files with length and SHA-256, in clear: whoever keeps the disk can see
 * without any key whether it still holds what was written. A file may have grown since; that many
 * bytes count. The last line is the SHA-256 of those before.
 *
 * <p>It proves nothing against somebody who alters both: the sealed manifests do.
 */
final class Sums {
  private static final long MAX_BYTES = 512L << 20;

  private Sums() {}

  private record Sum(long length, String sha256) {}

  /** Lists these backups' files, and the files that belong to the set alone. */
  static void write(BackupSet set, List<Manifest> manifests, Copying copying) throws IOException {
    Map<String, Sum> sums = new TreeMap<>();
    for (Manifest manifest : manifests) {
      manifest
          .files()
          .filter(file -> Files.exists(set.file(file)))
          .forEach(file ->
              sums.merge(
                  file.name(),
                  new Sum(file.length(), file.sha256()),
                  (a, b) -> a.length >= b.length ? a : b));
    }
    List<Path> others = new ArrayList<>();
    others.add(set.marker());
    set.entries().forEach(entry -> others.add(entry.file()));
    try (var keys = Files.newDirectoryStream(set.keys(), "*.recovery")) {
      keys.forEach(others::add);
    }
    for (Path file : others) {
      long length = Files.size(file);
      sums.put(set.root().relativize(file).toString(), new Sum(length, copying.hash(file, length)));
    }
    StringBuilder text = new StringBuilder();
    sums.forEach((name, sum) ->
        text.append(sum.sha256)
            .append(' ')
            .append(sum.length)
            .append(' ')
            .append(name)
            .append('\n'));
    byte[] lines = text.toString().getBytes(StandardCharsets.US_ASCII);
    String own = Copying.hex(updated(lines));
    Durable.replace(set.sums(), (text + own + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads every file of the list again.
   *
   * @return what is wrong, a line each; empty if all is as it was written
   */
  static List<String> verify(BackupSet set, BackupProgress progress) throws IOException {
    Copying copying = new Copying(set, progress);
    List<String> wrong = new ArrayList<>();
    Map<String, Sum> sums = read(set, wrong);
    progress.expect(sums.size());
    for (var sum : sums.entrySet()) {
      Path file = set.root().resolve(sum.getKey());
      long length = sum.getValue().length;
      if (!Files.exists(file)) {
        wrong.add("missing  " + sum.getKey());
      } else if (Files.size(file) < length) {
        wrong.add("too short  " + sum.getKey());
      } else if (!copying.hash(file, length).equals(sum.getValue().sha256)) {
        wrong.add("altered  " + sum.getKey());
      }
      progress.file();
    }
    return wrong;
  }

  private static Map<String, Sum> read(BackupSet set, List<String> wrong) throws IOException {
    Map<String, Sum> sums = new HashMap<>();
    if (!Files.exists(set.sums()) || Files.size(set.sums()) > MAX_BYTES) {
      wrong.add("missing  SUMS");
      return sums;
    }
    String text = Files.readString(set.sums(), StandardCharsets.ISO_8859_1);
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    String before = text.substring(0, last);
    String own = Copying.hex(updated(before.getBytes(StandardCharsets.ISO_8859_1)));
    if (!text.substring(last).strip().equals(own)) {
      wrong.add("altered  SUMS");
    }
    for (String line : before.split("\n", -1)) {
      String[] parts = line.split(" ", 3);
      if (parts.length == 3 && parts[1].matches("[0-9]{1,18}") && isSafe(parts[2])) {
        sums.put(parts[2], new Sum(Long.parseLong(parts[1]), parts[0]));
      } else if (!line.isEmpty()) {
        wrong.add("unreadable line  SUMS");
      }
    }
    return sums;
  }

  private static boolean isSafe(String name) {
    try {
      return Stored.safe(name).equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static java.security.MessageDigest updated(byte[] bytes) {
    java.security.MessageDigest digest = Copying.sha256();
    digest.update(bytes);
    return digest;
  }
}

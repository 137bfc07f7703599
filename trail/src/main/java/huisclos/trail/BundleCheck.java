package huisclos.trail;

import huisclos.trail.Verification.Kind;
import huisclos.trail.internal.Bundle;
import huisclos.trail.internal.Disk;
import huisclos.trail.internal.LogFolder;
import huisclos.trail.internal.MerkleHash;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Entry bundles besides those that the signed tree needs: partial ones that were left behind, and
 * those a crash left between their writing and their checkpoint.
 */
final class BundleCheck {
  private final Disk disk;
  private final LogFolder folder;
  private final Findings findings;
  private final long size;

  BundleCheck(Disk disk, LogFolder folder, Findings findings, long size) {
    this.disk = disk;
    this.folder = folder;
    this.findings = findings;
    this.size = size;
  }

  /** A bundle of at least {@code width} records: a writer may have replaced it by a larger one. */
  static Optional<byte[]> read(Disk disk, LogFolder folder, long index, int width)
      throws IOException {
    Path full = folder.bundle(index, LogFolder.TILE_WIDTH);
    for (int tries = 0; tries < 3; tries++) {
      for (int at = width; at <= LogFolder.TILE_WIDTH; at++) {
        Path file = folder.bundle(index, at);
        if (at == width || at == LogFolder.TILE_WIDTH || disk.exists(file)) {
          try {
            return Optional.of(readBounded(disk, file));
          } catch (NoSuchFileException absent) {
            // Another width, or another round: the writer was quicker.
          }
        }
      }
      if (!disk.exists(full) && disk.list(LogFolder.partials(full)).isEmpty()) {
        break;
      }
    }
    return Optional.empty();
  }

  /** Too long a file gives bytes that decode to nothing. */
  private static byte[] readBounded(Disk disk, Path file) throws IOException {
    try (Disk.Source source = disk.open(file)) {
      return source.size() > Bundle.MAX_BYTES
          ? new byte[1]
          : Disk.readAll(source, Bundle.MAX_BYTES);
    }
  }

  /**
   * Compares the records of every bundle that reaches beyond the signed tree, or is partial, with
   * the leaf hashes that are known.
   *
   * @param leafAt the leaf hash at an index, empty if it isn't at hand
   */
  void checkUnsigned(long signed, LongFunction<byte[]> leafAt) throws IOException {
    for (long index = signed / LogFolder.TILE_WIDTH;
        index * LogFolder.TILE_WIDTH <= size;
        index++) {
      Path full = folder.bundle(index, LogFolder.TILE_WIDTH);
      if (disk.exists(full)) {
        compare(full, index, LogFolder.TILE_WIDTH, leafAt);
      }
      for (String name : disk.list(LogFolder.partials(full))) {
        if (Strays.width(name) > 0) {
          compare(LogFolder.partials(full).resolve(name), index, Strays.width(name), leafAt);
        }
      }
    }
  }

  private void compare(Path file, long index, int width, LongFunction<byte[]> leafAt)
      throws IOException {
    Optional<List<byte[]>> entries;
    try {
      entries = Bundle.decode(readBounded(disk, file));
    } catch (NoSuchFileException tidiedUp) {
      return;
    }
    if (entries.isEmpty() || entries.get().size() != width) {
      findings.problem(
          Kind.MALFORMED, folder.id(), file, "an entry bundle doesn't hold its records");
      return;
    }
    long first = index * LogFolder.TILE_WIDTH;
    for (int i = 0; i < width && first + i < size; i++) {
      byte[] known = leafAt.apply(first + i);
      if (known.length > 0 && !Arrays.equals(known, MerkleHash.leaf(entries.get().get(i)))) {
        findings.problem(
            Kind.TILE, folder.id(), first + i, file, "not the record that the tree holds");
      }
    }
  }
}

package huisclos.trail;

import huisclos.trail.Verification.Kind;
import huisclos.trail.internal.Disk;
import huisclos.trail.internal.LogFolder;
import huisclos.trail.internal.MerkleHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares every hash tile on the disk with hashes computed anew from the records. Holds one tile
 * of each level. Not thread-safe.
 */
final class TileCheck {
  private static final int MAX_TILE = LogFolder.TILE_WIDTH * MerkleHash.BYTES;

  /** The tile of a level that is being filled. */
  private static final class Level {
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private RangeHash root = new RangeHash();
    private long index;
  }

  private final Disk disk;
  private final LogFolder folder;
  private final long signedSize;
  private final Findings findings;
  private final List<Level> levels = new ArrayList<>();

  TileCheck(Disk disk, LogFolder folder, long signedSize, Findings findings) {
    this.disk = disk;
    this.folder = folder;
    this.signedSize = signedSize;
    this.findings = findings;
  }

  /** Takes the next leaf's hash. */
  void add(byte[] leaf) throws IOException {
    add(0, leaf);
  }

  private void add(int number, byte[] hash) throws IOException {
    if (levels.size() == number) {
      levels.add(new Level());
    }
    Level level = levels.get(number);
    level.bytes.writeBytes(hash);
    level.root.add(hash);
    if (level.root.size() == LogFolder.TILE_WIDTH) {
      byte[] parent = level.root.root();
      checkFull(number, level);
      level.bytes = new ByteArrayOutputStream();
      level.root = new RangeHash();
      level.index++;
      add(number + 1, parent);
    }
  }

  /** After the last record: the tiles that are not full. */
  void finish() throws IOException {
    for (int number = 0; number < levels.size(); number++) {
      Level level = levels.get(number);
      require(number, level.index);
      checkPartials(number, level);
    }
  }

  private void checkFull(int number, Level level) throws IOException {
    require(number, level.index);
    try {
      compare(folder.tile(number, level.index, LogFolder.TILE_WIDTH), level.bytes.toByteArray());
    } catch (NoSuchFileException absent) {
      // It isn't signed yet, or its absence has been found already.
    }
    checkPartials(number, level);
  }

  /** As much of the tile as the signed tree needs must be there, in one form or the other. */
  private void require(int number, long index) throws IOException {
    long signed = (signedSize >>> (8 * number)) - index * LogFolder.TILE_WIDTH;
    int width = (int) Math.min(LogFolder.TILE_WIDTH, signed);
    // A writer that went on meanwhile may have put the full tile in the partial one's place.
    if (width > 0
        && !disk.exists(folder.tile(number, index, width))
        && !disk.exists(folder.tile(number, index, LogFolder.TILE_WIDTH))) {
      findings.problem(
          Kind.MISSING, folder.id(), folder.tile(number, index, width), "a tile is missing");
    }
  }

  /** Partial tiles of earlier checkpoints must be beginnings of the tile. */
  private void checkPartials(int number, Level level) throws IOException {
    Path partials = LogFolder.partials(folder.tile(number, level.index, LogFolder.TILE_WIDTH));
    byte[] known = level.bytes.toByteArray();
    for (String name : disk.list(partials)) {
      int width = Strays.width(name);
      if (width > 0 && width * MerkleHash.BYTES <= known.length) {
        try {
          compare(partials.resolve(name), Arrays.copyOf(known, width * MerkleHash.BYTES));
        } catch (NoSuchFileException tidiedUp) {
          // The writer removes partial tiles once the full one is signed.
        }
      }
    }
  }

  private void compare(Path tile, byte[] expected) throws IOException {
    byte[] found;
    try (Disk.Source source = disk.open(tile)) {
      if (source.size() > MAX_TILE) {
        findings.problem(Kind.TILE, folder.id(), tile, "a tile has the wrong length");
        return;
      }
      found = Disk.readAll(source, MAX_TILE);
    }
    if (!Arrays.equals(found, expected)) {
      findings.problem(
          Kind.TILE, folder.id(), tile, "a tile's hashes are not those of the records");
    }
  }
}

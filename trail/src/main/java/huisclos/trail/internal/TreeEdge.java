package huisclos.trail.internal;

import huisclos.trail.Checkpoint;
import huisclos.trail.TrailException;
import huisclos.trail.TrailException.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The right edge of a tree: what a writer must know to go on, and all it reads of the tree when it
 * opens, however large the tree is.
 *
 * @param checkpoint the signed size and root
 * @param levels per level the hashes of the tile that is not full yet
 * @param bundle the records of the bundle that is not full yet
 * @param last the newest record of the tree
 */
public record TreeEdge(
    Checkpoint checkpoint, List<List<byte[]>> levels, List<byte[]> bundle, Optional<byte[]> last) {

  /**
   * Reads the edge for a checkpoint and proves it: the hashes give its root, the records theirs.
   */
  public static TreeEdge load(Disk disk, LogFolder folder, Checkpoint checkpoint)
      throws IOException, TrailException {
    long size = checkpoint.size();
    List<List<byte[]>> levels = new ArrayList<>();
    for (int level = 0; size >>> (8 * level) > 0; level++) {
      long count = size >>> (8 * level);
      levels.add(hashes(disk, folder, level, count / LogFolder.TILE_WIDTH, width(count)));
    }
    if (!Base64.getEncoder().encodeToString(root(levels)).equals(checkpoint.root())) {
      throw broken(folder, "the tiles don't give the root of the signed checkpoint");
    }
    List<byte[]> bundle = entries(disk, folder, size / LogFolder.TILE_WIDTH, width(size));
    for (int i = 0; i < bundle.size(); i++) {
      if (!Arrays.equals(MerkleHash.leaf(bundle.get(i)), levels.getFirst().get(i))) {
        throw broken(folder, "the newest records don't have the hashes of their tile");
      }
    }
    Optional<byte[]> last = Optional.empty();
    if (!bundle.isEmpty()) {
      last = Optional.of(bundle.getLast());
    } else if (size > 0) {
      long index = size / LogFolder.TILE_WIDTH - 1;
      last = Optional.of(entries(disk, folder, index, LogFolder.TILE_WIDTH).getLast());
    }
    return new TreeEdge(checkpoint, levels, bundle, last);
  }

  /** The root over levels of hashes, each level's lying to the left of those below it. */
  static byte[] root(List<List<byte[]>> levels) {
    byte[] right = new byte[0];
    for (List<byte[]> level : levels) {
      int end = level.size();
      // The perfect subtrees of a level are as large as the bits of its width, smallest rightmost.
      while (end > 0) {
        int width = Integer.lowestOneBit(end);
        byte[] left = perfect(level.subList(end - width, end));
        right = right.length == 0 ? left : MerkleHash.node(left, right);
        end -= width;
      }
    }
    return right.length == 0 ? MerkleHash.empty() : right;
  }

  private static byte[] perfect(List<byte[]> hashes) {
    if (hashes.size() == 1) {
      return hashes.getFirst();
    }
    int half = hashes.size() / 2;
    return MerkleHash.node(
        perfect(hashes.subList(0, half)), perfect(hashes.subList(half, hashes.size())));
  }

  static byte[] concat(List<byte[]> hashes) {
    byte[] bytes = new byte[hashes.size() * MerkleHash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(hashes.get(i), 0, bytes, i * MerkleHash.BYTES, MerkleHash.BYTES);
    }
    return bytes;
  }

  private static int width(long count) {
    return (int) (count % LogFolder.TILE_WIDTH);
  }

  private static List<byte[]> hashes(Disk disk, LogFolder folder, int level, long index, int width)
      throws IOException, TrailException {
    List<byte[]> hashes = new ArrayList<>();
    if (width == 0) {
      return hashes;
    }
    byte[] bytes;
    try {
      bytes = disk.readAll(folder.tile(level, index, width), width * MerkleHash.BYTES);
    } catch (NoSuchFileException absent) {
      bytes = fullTile(disk, folder, level, index);
    }
    if (bytes.length < width * MerkleHash.BYTES) {
      throw broken(folder, "a tile is shorter than its width");
    }
    for (int i = 0; i < width; i++) {
      hashes.add(Arrays.copyOfRange(bytes, i * MerkleHash.BYTES, (i + 1) * MerkleHash.BYTES));
    }
    return hashes;
  }

  /** A crash between new tiles and their checkpoint may leave only the newer form. */
  private static byte[] fullTile(Disk disk, LogFolder folder, int level, long index)
      throws IOException, TrailException {
    try {
      return disk.readAll(
          folder.tile(level, index, LogFolder.TILE_WIDTH), LogFolder.TILE_WIDTH * MerkleHash.BYTES);
    } catch (NoSuchFileException absent) {
      throw smaller(folder);
    }
  }

  private static List<byte[]> entries(Disk disk, LogFolder folder, long index, int width)
      throws IOException, TrailException {
    if (width == 0) {
      return new ArrayList<>();
    }
    byte[] bytes;
    try {
      bytes = disk.readAll(folder.bundle(index, width), Bundle.MAX_BYTES);
    } catch (NoSuchFileException absent) {
      try {
        bytes = disk.readAll(folder.bundle(index, LogFolder.TILE_WIDTH), Bundle.MAX_BYTES);
      } catch (NoSuchFileException alsoAbsent) {
        throw smaller(folder);
      }
    }
    Optional<List<byte[]>> entries = Bundle.decode(bytes);
    if (entries.isEmpty() || entries.get().size() < width) {
      throw broken(folder, "the newest bundle of records is malformed");
    }
    return new ArrayList<>(entries.get().subList(0, width));
  }

  private static TrailException broken(LogFolder folder, String what) {
    return new TrailException(Kind.BROKEN_CHAIN, "log " + folder.id() + ": " + what, fix(folder));
  }

  private static TrailException smaller(LogFolder folder) {
    return new TrailException(
        Kind.ROLLBACK,
        "log " + folder.id() + ": the tree on disk is smaller than its signed checkpoint",
        fix(folder));
  }

  private static String fix(LogFolder folder) {
    return "run `huisclos trail verify`, restore folder trail/"
        + folder.id()
        + " whole from one backup, or set it aside for inspection and remove the file trail/own to"
        + " begin a new log";
  }
}

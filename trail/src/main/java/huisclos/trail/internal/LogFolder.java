package huisclos.trail.internal;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where the files of one log lie.
 *
 * <pre>
 * vkey                     the verifier key, C2SP signed-note
 * checkpoint               the newest signed checkpoint, C2SP tlog-checkpoint
 * checkpoint.key           the signing key, sealed
 * tile/L/N[.p/W]           hashes, C2SP tlog-tiles
 * tile/entries/N[.p/W]     records, C2SP tlog-tiles
 * journal/FIRST            records from index FIRST on (20 digits)
 * cut/FIRST-N              bytes cut from the journal after unclean stop number N
 * lock                     held by the writer
 * </pre>
 *
 * @param root the log's folder, named by its id
 */
public record LogFolder(Path root) {
  /** Records in a full entry bundle and hashes in a full tile. */
  public static final int TILE_WIDTH = 256;

  /** The log that this home writes is named by this file beside the logs' folders. */
  public static final String OWN = "own";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SEGMENT = Pattern.compile("[0-9]{20}");

  /** Whether this is what a log's id looks like: 128 bits in lower-case hexadecimal. */
  public static boolean isId(String name) {
    return ID.matcher(name).matches();
  }

  /** The log's id. */
  public String id() {
    return Disk.name(root);
  }

  /** The origin line of its checkpoints. */
  public String origin() {
    return "trail/" + id();
  }

  public Path vkey() {
    return root.resolve("vkey");
  }

  public Path checkpoint() {
    return root.resolve("checkpoint");
  }

  public Path sealedKey() {
    return root.resolve("checkpoint.key");
  }

  public Path lock() {
    return root.resolve("lock");
  }

  public Path journal() {
    return root.resolve("journal");
  }

  public Path cut() {
    return root.resolve("cut");
  }

  /** The journal's segment that begins with this index. */
  public Path segment(long first) {
    return journal().resolve(String.format(Locale.ROOT, "%020d", first));
  }

  /** Whether this is what a segment's name looks like. */
  public static boolean isSegment(String name) {
    return SEGMENT.matcher(name).matches();
  }

  /** The folder of a level's tiles. */
  public Path level(int level) {
    return root.resolve("tile").resolve(Integer.toString(level));
  }

  /** The folder of the entry bundles. */
  public Path entries() {
    return root.resolve("tile").resolve("entries");
  }

  /** A tile with {@code width} hashes. */
  public Path tile(int level, long index, int width) {
    return numbered(level(level), index, width);
  }

  /** A bundle with {@code width} records. */
  public Path bundle(long index, int width) {
    return numbered(entries(), index, width);
  }

  /** The folder that holds a tile's or bundle's partial forms. */
  public static Path partials(Path full) {
    return full.resolveSibling(Disk.name(full) + ".p");
  }

  private static Path numbered(Path folder, long index, int width) {
    StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      path.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
    }
    Path full = folder.resolve(path.toString());
    return width == TILE_WIDTH ? full : partials(full).resolve(Integer.toString(width));
  }
}

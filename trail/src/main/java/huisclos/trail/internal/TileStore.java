package huisclos.trail.internal;

import huisclos.trail.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The writing end of the signed tree: holds its right edge, turns records into tiles and bundles,
 * and signs checkpoints (C2SP tlog-tiles). One thread at a time.
 */
public final class TileStore {
  private final Disk disk;
  private final LogFolder folder;
  private final VerifierKey key;
  private final PrivateKey secret;
  private final List<List<byte[]>> edge;
  private final List<byte[]> bundle;
  private Set<Path> published = Set.of();
  private Checkpoint checkpoint;
  private long size;

  /** Continues where {@code loaded} ends. */
  public TileStore(
      Disk disk, LogFolder folder, VerifierKey key, PrivateKey secret, TreeEdge loaded) {
    this.disk = disk;
    this.folder = folder;
    this.key = key;
    this.secret = secret;
    this.checkpoint = loaded.checkpoint();
    this.size = checkpoint.size();
    this.edge = loaded.levels();
    this.bundle = loaded.bundle();
  }

  /** The newest checkpoint that is on the disk. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /**
   * Adds records that are durable in the journal, and returns once a signed checkpoint that covers
   * them is durable too. Whatever it leaves half done, the next opening does again, to the same
   * bytes.
   */
  public Checkpoint publish(List<byte[]> entries) throws IOException {
    if (entries.isEmpty()) {
      return checkpoint;
    }
    long before = size;
    AtomicFiles files = new AtomicFiles(disk, folder.root());
    List<Path> completed = new ArrayList<>();
    for (byte[] entry : entries) {
      bundle.add(entry);
      if (bundle.size() == LogFolder.TILE_WIDTH) {
        Path full = folder.bundle(size / LogFolder.TILE_WIDTH, LogFolder.TILE_WIDTH);
        files.put(full, Bundle.encode(bundle));
        completed.add(full);
        bundle.clear();
      }
      size++;
      add(0, MerkleHash.leaf(entry), files, completed);
    }
    putPartials(files);
    files.commit();
    Checkpoint signed = Note.sign(key, secret, size, TreeEdge.root(edge));
    AtomicFiles.write(disk, folder.checkpoint(), Note.bytes(signed));
    checkpoint = signed;
    tidy(before, completed);
    return signed;
  }

  private void add(int level, byte[] hash, AtomicFiles files, List<Path> completed)
      throws IOException {
    if (edge.size() == level) {
      edge.add(new ArrayList<>());
    }
    List<byte[]> hashes = edge.get(level);
    hashes.add(hash);
    if (hashes.size() == LogFolder.TILE_WIDTH) {
      long index = (size >>> (8 * (level + 1))) - 1;
      Path full = folder.tile(level, index, LogFolder.TILE_WIDTH);
      files.put(full, TreeEdge.concat(hashes));
      completed.add(full);
      byte[] parent = TreeEdge.root(List.of(hashes));
      hashes.clear();
      add(level + 1, parent, files, completed);
    }
  }

  private void putPartials(AtomicFiles files) throws IOException {
    Set<Path> partials = new HashSet<>();
    for (int level = 0; level < edge.size(); level++) {
      List<byte[]> hashes = edge.get(level);
      if (!hashes.isEmpty()) {
        Path file = folder.tile(level, size >>> (8 * (level + 1)), hashes.size());
        partials.add(file);
        // What this process has made durable before needn't be written again. That a file exists
        // would not be enough: an earlier process may have been killed before it synced the folder.
        if (!published.contains(file)) {
          files.put(file, TreeEdge.concat(hashes));
        }
      }
    }
    published = partials;
    if (!bundle.isEmpty()) {
      Path file = folder.bundle(size / LogFolder.TILE_WIDTH, bundle.size());
      files.put(file, Bundle.encode(bundle));
    }
  }

  /** Removes partial forms that no checkpoint needs any more; a crash here leaves only litter. */
  private void tidy(long before, List<Path> completed) throws IOException {
    for (Path full : completed) {
      Path partials = LogFolder.partials(full);
      for (String name : disk.list(partials)) {
        disk.delete(partials.resolve(name));
      }
      disk.delete(partials);
    }
    // Hashes are kept until their tile is full, as C2SP asks. Records are not: they would be stored
    // up to 255 times, and who asks for an older checkpoint's bundle finds its records in the
    // newer.
    int width = (int) (before % LogFolder.TILE_WIDTH);
    if (width > 0 && before / LogFolder.TILE_WIDTH == size / LogFolder.TILE_WIDTH) {
      disk.delete(folder.bundle(before / LogFolder.TILE_WIDTH, width));
    }
  }
}

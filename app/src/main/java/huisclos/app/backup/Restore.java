package huisclos.app.backup;

import huisclos.app.UserError;
import huisclos.app.home.Home;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds a home from a backup. A file counts once its hash is the manifest's; the key ring and what
 * else lies in {@code keys/} comes last, and until all is there the home is marked, so that nothing
 * opens half an archive. What broke off is gone on with. Used once, by one thread.
 */
public final class Restore {
  private final OpenedSet from;
  private final Home home;
  private final boolean acceptDamage;
  private final boolean byLinks;
  private final BackupProgress progress;
  private final Copying copying;
  private final List<String> damaged = new ArrayList<>();
  private int files;
  private long bytes;

  /**
   * @param home where to: empty, or of a restore that broke off
   * @param acceptDamage whether a damaged container is taken: its other objects are whole
   * @param byLinks whether containers are linked to instead of copied, for a rehearsal
   */
  public Restore(
      OpenedSet from, Home home, boolean acceptDamage, boolean byLinks, BackupProgress progress) {
    this.from = from;
    this.home = home;
    this.acceptDamage = acceptDamage;
    this.byLinks = byLinks;
    this.progress = progress;
    this.copying = new Copying(from.set(), progress);
  }

  /**
   * Copies and checks everything. The home stays marked as unfinished until {@link #finish}.
   *
   * @throws UserError naming the file that is damaged or missing, or what is wrong with the home
   */
  public RestoreReport run() throws IOException {
    begin();
    home.prepare();
    Manifest manifest = from.manifest();
    progress.expect(manifest.containers().size());
    for (Stored container : manifest.containers()) {
      container(container);
      progress.file();
    }
    for (String folder : List.of("blobs", "quarantine")) {
      Durable.syncFolder(home.root().resolve(folder));
    }
    for (Manifest.TrailPack pack : manifest.trail()) {
      unpack(pack.pack(), home.trail());
    }
    sealedFile(manifest.index(), home.index());
    unpack(manifest.small(), home.root());
    syncFolders(home.trail());
    syncFolders(home.keys());
    ring();
    return new RestoreReport(manifest.number(), manifest.at(), files, bytes, damaged);
  }

  /** Takes the mark away: the home is whole, its site key in place. */
  public void finish() throws IOException {
    Files.deleteIfExists(home.restoring());
    Durable.syncFolder(home.root());
  }

  private void begin() throws IOException {
    String mark =
        "restore of backup %d of vault %s\n"
            .formatted(from.manifest().number(), from.sealer().vault());
    if (Files.exists(home.restoring())) {
      if (!Files.readString(home.restoring()).equals(mark)) {
        throw UserError.refused(
            "another restore was begun in " + home.root(), "name another folder with --home");
      }
    } else if (Files.exists(home.root()) && !isEmpty(home.root())) {
      throw UserError.refused(
          home.root() + " is not empty", "a backup is restored to a new folder: --home NEW");
    } else {
      Durable.folder(home.root());
      Durable.replace(home.restoring(), mark.getBytes(StandardCharsets.UTF_8));
    }
    long needed = byLinks ? 0 : missing();
    long free = Files.getFileStore(home.root()).getUsableSpace();
    if (needed > free) {
      throw UserError.refused(
          "the backup needs %d MB in %s, where %d MB are free"
              .formatted(needed >> 20, home.root(), free >> 20),
          "name a folder on a larger disk with --home");
    }
  }

  private long missing() throws IOException {
    long missing = from.manifest().index().length();
    for (Stored container : from.manifest().containers()) {
      Path there = home.root().resolve(container.path());
      missing += container.length() - (Files.exists(there) ? Files.size(there) : 0);
    }
    return missing;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private void container(Stored stored) throws IOException {
    Path target = home.root().resolve(stored.path());
    Path source = require(stored);
    if (byLinks && Files.size(source) == stored.length()) {
      check(stored, copying.hash(source, stored.length()));
      Files.createSymbolicLink(target, source.toAbsolutePath());
      return;
    }
    if (Files.exists(target)
        && Files.size(target) == stored.length()
        && copying.hash(target, stored.length()).equals(stored.sha256())) {
      count(stored); // Of a restore that broke off.
      return;
    }
    MessageDigest digest = Copying.sha256();
    try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel out = Durable.open(target)) {
      copying.transfer(in, 0, stored.length(), digest, Optional.of(out));
      out.truncate(stored.length());
      out.force(true);
    }
    check(stored, Copying.hex(digest));
  }

  private Path require(Stored stored) throws IOException {
    Path source = from.set().file(stored);
    if (!Files.exists(source) || Files.size(source) < stored.length()) {
      throw damagedFile(stored, "is missing or cut short");
    }
    return source;
  }

  /** A damaged container still holds whole objects, each with its own seal; other files don't. */
  private void check(Stored stored, String hash) {
    if (!hash.equals(stored.sha256())) {
      boolean container = stored.plain().isEmpty() && stored.path().matches("(blobs|quar).*");
      if (!acceptDamage || !container) {
        throw damagedFile(stored, "was altered or is damaged");
      }
      damaged.add(stored.name());
    }
    count(stored);
  }

  private void count(Stored stored) {
    files++;
    bytes += stored.length();
  }

  private UserError damagedFile(Stored stored, String what) {
    return UserError.refused(
        "the backup's file " + stored.name() + " " + what,
        "name an earlier backup (--backup NUMBER, see `huisclos backup "
            + from.set().root()
            + " --list`); of a damaged container the other objects can be had with"
            + " --accept-damage");
  }

  private InputStream open(Stored stored) throws IOException {
    check(stored, copying.hash(require(stored), stored.length()));
    return Copying.open(from.set(), stored, from.sealer());
  }

  private void sealedFile(Stored stored, Path target) throws IOException {
    try (InputStream in = open(stored);
        FileChannel channel = Durable.open(target);
        OutputStream out = Channels.newOutputStream(channel)) {
      channel.truncate(0);
      in.transferTo(out);
      channel.force(true);
    }
    Durable.syncFolder(home.root());
  }

  private void unpack(Stored pack, Path folder) throws IOException {
    try (InputStream in = open(pack)) {
      files += Pack.unpack(in, folder) - 1;
    }
  }

  /** The ring is the newest backup's, whichever is restored. */
  private void ring() throws IOException {
    Path target = home.keys().resolve("ring");
    long length = Files.size(from.ring());
    if (from.ringAsStored().isPresent()) {
      Stored stored = from.ringAsStored().get();
      check(stored, copying.hash(require(stored), stored.length()));
      length = stored.length();
    }
    try (FileChannel in = FileChannel.open(from.ring(), StandardOpenOption.READ);
        FileChannel out = Durable.open(target)) {
      out.truncate(0);
      copying.transfer(in, 0, length, Copying.sha256(), Optional.of(out));
      out.force(true);
    }
    Path recovery = from.set().recovery(from.key().id());
    if (Files.exists(recovery)) {
      Durable.replace(home.siteRecovery(), Files.readAllBytes(recovery));
    }
    Durable.syncFolder(home.keys());
  }

  /** Small files are synced once all are written. */
  private static void syncFolders(Path root) throws IOException {
    List<Path> all;
    try (var walk = Files.walk(root)) {
      all = walk.toList();
    }
    for (Path path : all) {
      if (Files.isDirectory(path)) {
        Durable.syncFolder(path);
      } else {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
          file.force(true);
        }
      }
    }
  }
}

package huisclos.app.backup;

import huisclos.app.UserError;
import huisclos.vault.BackupSealer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder that backups of one archive lie in.
 *
 * <pre>
 * huisclos-backup          what this is, and of which vault
 * manifests/NUMBER-TIME    one backup each, sealed
 * manifests/draft          a backup that is being made, sealed
 * keys/ID-NUMBER.ring      the key ring, wrapped by the site key of this id: one only
 * keys/ID.recovery         that site key sealed by the recovery phrase
 * blobs/ quarantine/       containers, as in the home
 * sealed/                  index, settings, authority, trail: sealed by room vault
 * SUMS                     length and SHA-256 of every file, to find a flipped bit without a key
 * lock                     held while a backup is made
 * </pre>
 *
 * @param root its absolute path
 */
public record BackupSet(Path root) {
  /** The longest manifest taken: a million containers, which hold 256 TB. */
  static final int MAX_MANIFEST_BYTES = 512 << 20;

  private static final String TITLE = "huisclos backup v1";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("([0-9]{10})-([0-9]{8}T[0-9]{6}Z)");
  private static final int MAX_MARKER_BYTES = 4096;

  /**
   * One backup of the set, as its manifest's name tells.
   *
   * @param number from 1
   * @param at when it was made
   * @param file its manifest
   */
  public record Entry(int number, Instant at, Path file) {}

  Path marker() {
    return root.resolve("huisclos-backup");
  }

  Path manifests() {
    return root.resolve("manifests");
  }

  Path draft() {
    return manifests().resolve("draft");
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path recovery(String siteKey) {
    return keys().resolve(siteKey + ".recovery");
  }

  Path sums() {
    return root.resolve("SUMS");
  }

  Path file(Stored stored) {
    return root.resolve(stored.name());
  }

  static String manifestName(int number, Instant at) {
    return "%010d-%s".formatted(number, STAMP.format(at));
  }

  /** Whether backups lie here. */
  public boolean exists() {
    return Files.isRegularFile(marker());
  }

  /** The backups of the set, oldest first. Needs no key. */
  public List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(manifests())) {
      return entries;
    }
    try (var files = Files.newDirectoryStream(manifests())) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          entries.add(
              new Entry(
                  Integer.parseInt(name.group(1)), Instant.from(STAMP.parse(name.group(2))), file));
        }
      }
    }
    entries.sort(Comparator.comparingInt(Entry::number));
    return entries;
  }

  /** Refuses a folder that is none. */
  public void requireExists() {
    if (!exists()) {
      throw UserError.refused(
          "there is no backup in " + root, "name the folder that `huisclos backup` was given");
    }
  }

  /** Makes the folders, or checks that they are of the same vault. */
  void prepare(String vault) throws IOException {
    if (exists()) {
      if (!vault().equals(vault)) {
        throw UserError.refused(
            root + " holds backups of another archive", "name another folder for this one");
      }
    }
    for (String folder : List.of("manifests", "keys", "blobs", "quarantine", "sealed")) {
      Durable.folder(root.resolve(folder));
    }
    if (!exists()) {
      String text =
          TITLE
              + "\nvault "
              + vault
              + "\n\nBackups of an image archive. To restore: huisclos restore THIS_FOLDER"
              + " --home NEW_FOLDER\nIt asks for the recovery phrase.\n";
      Durable.replace(marker(), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The id of the vault that is backed up here. */
  String vault() throws IOException {
    byte[] text = readBounded(marker(), MAX_MARKER_BYTES);
    List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals(TITLE) || !lines.get(1).startsWith("vault ")) {
      throw UserError.refused(
          marker() + " is of another version, or damaged", "use the program that made it");
    }
    return lines.get(1).substring("vault ".length());
  }

  /** Held by whoever makes a backup here, until closed. */
  FileChannel lock() throws IOException {
    FileChannel channel = Durable.open(root.resolve("lock"));
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (java.nio.channels.OverlappingFileLockException e) {
      // Held by this very process.
    }
    if (lock == null) {
      channel.close();
      throw UserError.refused(
          "a backup to " + root + " is being made already", "wait until it has ended");
    }
    return channel;
  }

  /** The manifest of one backup; empty if it is damaged or sealed for another vault. */
  Optional<Manifest> manifest(Entry entry, BackupSealer sealer) throws IOException {
    return open(entry.file(), "manifest " + entry.number(), sealer)
        .map(Manifest::decode)
        .filter(manifest -> manifest.number() == entry.number());
  }

  /** What a backup that broke off had copied. */
  Draft draft(BackupSealer sealer) throws IOException {
    return Files.exists(draft())
        ? open(draft(), "draft", sealer).map(Draft::decode).orElse(Draft.NOTHING)
        : Draft.NOTHING;
  }

  /** Seals bytes and puts them in place of what a file held. */
  static void seal(Path file, String name, byte[] plain, BackupSealer sealer) throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream(plain.length + 4096);
    try (OutputStream out = sealer.sealing(sealed, name)) {
      out.write(plain);
    }
    Durable.replace(file, sealed.toByteArray());
  }

  private static Optional<byte[]> open(Path file, String name, BackupSealer sealer)
      throws IOException {
    byte[] sealed = readBounded(file, MAX_MANIFEST_BYTES);
    try (InputStream in = sealer.opening(new ByteArrayInputStream(sealed), name)) {
      return Optional.of(in.readAllBytes());
    } catch (IOException e) {
      return Optional.empty(); // All bytes are in memory: what fails is the seal.
    }
  }

  private static byte[] readBounded(Path file, int limit) throws IOException {
    if (Files.size(file) > limit) {
      throw new IOException(file + " is longer than its format allows");
    }
    return Files.readAllBytes(file);
  }
}

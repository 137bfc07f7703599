package huisclos.app.movein;

import huisclos.app.home.Home;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an interrupted move has brought in, so that the next run doesn't bring it again: in {@code
 * HOME/movein}, private, one line for each thing that the archive has acknowledged. It holds hashes
 * and study UIDs, no names. Thread-safe.
 */
final class Journal implements AutoCloseable {
  /** Most lines read back; what is beyond is done again, which harms nothing. */
  private static final int MAX_LINES = 20_000_000;

  private final Path file;
  private final Map<String, String> done = new HashMap<>();
  private final Writer writer;

  private Journal(Path file, Writer writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Opens the journal of a move, which its kind and its sources name. */
  static Journal open(Home home, String kind, String sources) throws IOException {
    Path folder = home.root().resolve("movein");
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path file = folder.resolve(kind + "-" + hash(sources).substring(0, 24));
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Writer writer =
        Files.newBufferedWriter(file, StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
    Journal journal = new Journal(file, writer);
    try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
      lines.limit(MAX_LINES).forEach(journal::read);
    }
    // A line that a crash cut short must not swallow the next.
    writer.write('\n');
    return journal;
  }

  private void read(String line) {
    int space = line.indexOf(' ');
    if (space > 0 && line.endsWith(".")) {
      done.put(line.substring(0, space), line.substring(space + 1, line.length() - 1));
    }
  }

  /** What stands for a name that may name a patient. */
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What was noted about this one, if it was done. */
  synchronized Optional<String> done(String key) {
    return Optional.ofNullable(done.get(key));
  }

  /** Notes that one is done. */
  synchronized void note(String key, String about) throws IOException {
    done.put(key, about);
    // A line without its full stop was cut short.
    writer.write(key + " " + about + ".\n");
    writer.flush();
  }

  /** The move is complete: the next one begins afresh. */
  synchronized void finish() throws IOException {
    writer.close();
    Files.deleteIfExists(file);
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}

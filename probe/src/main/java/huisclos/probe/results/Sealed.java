package huisclos.probe.results;

import huisclos.probe.finding.Finding;
import huisclos.vault.BrokenSealException;
import huisclos.vault.ColumnSealer;
import huisclos.vault.Disk;
import huisclos.vault.DiskFile;
import huisclos.vault.FileKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON sealed for its place: the store's small files and frames. Thread-safe. */
final class Sealed {
  /** Longest sealed value, bytes: a note of a scope with all its ranges. */
  static final int MAX_BYTES = 16 << 20;

  private static final JsonMapper JSON = new JsonMapper();

  private final ColumnSealer sealer;

  Sealed(FileKey key) {
    this.sealer = key.sealer("probe results v1");
  }

  byte[] seal(Object value, String place) {
    return sealer.seal(JSON.writeValueAsBytes(value), place.getBytes(StandardCharsets.UTF_8));
  }

  <T> T open(byte[] sealed, String place, Class<T> type) throws ResultsException {
    try {
      return JSON.readValue(sealer.open(sealed, place.getBytes(StandardCharsets.UTF_8)), type);
    } catch (BrokenSealException | JacksonException e) {
      throw new ResultsException(
          "sealed results do not open: " + place,
          "name the key by --key; if it is the right one, the file was damaged or exchanged",
          e);
    }
  }

  /** A frame's place: which run, which number. */
  static String frame(String run, long number) {
    return "run " + run + " finding " + number;
  }

  Finding finding(byte[] sealed, String run, long number) throws ResultsException {
    return open(sealed, frame(run, number), Finding.class);
  }

  /** Writes a small file in place of one that may exist, durably. */
  void write(Path file, Object value, String place) throws IOException {
    Disk disk = Disk.real();
    Path temp = file.resolveSibling(file.getFileName() + ".new");
    disk.delete(temp);
    try (DiskFile out = disk.create(temp)) {
      out.write(ByteBuffer.wrap(seal(value, place)), 0);
      out.force();
    }
    disk.rename(temp, file);
    disk.syncDirectory(file.toAbsolutePath().resolveSibling("."));
  }

  /** Reads a small file; empty where there is none. */
  <T> Optional<T> read(Path file, String place, Class<T> type) throws IOException {
    if (!Disk.real().exists(file)) {
      return Optional.empty();
    }
    try (DiskFile in = Disk.real().open(file)) {
      long size = in.size();
      if (size > MAX_BYTES) {
        throw new ResultsException("a sealed file is too long: " + place, "restore it");
      }
      ByteBuffer content = ByteBuffer.allocate((int) size);
      in.read(content, 0);
      return Optional.of(open(content.array(), place, type));
    }
  }
}

package huisclos.probe.results;

import huisclos.vault.Disk;
import huisclos.vault.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who was told when: sealed lines that are only ever added, each bound to its number. A last line
 * that a crash tore is cut off by the next one. Not kept with the runs and not removed with them.
 */
public final class ToldBook {
  private static final int MAX_LINES = 1_000_000;

  private final Path file;
  private final Sealed sealed;

  ToldBook(Path file, Sealed sealed) {
    this.file = file;
    this.sealed = sealed;
  }

  private record Read(List<Told> lines, long end) {}

  /** All lines, in the order in which they were written. */
  public List<Told> all() throws IOException {
    return Disk.real().exists(file) ? read().lines() : List.of();
  }

  /** Adds a line, durably. */
  public void add(Told told) throws IOException {
    try (FileChannel lockFile = RunWriter.lockFile(file.resolveSibling("told.lock"));
        FileLock _ = lockFile.lock()) {
      boolean there = Disk.real().exists(file);
      Read before = there ? read() : new Read(List.of(), 0);
      byte[] line = sealed.seal(told, place(before.lines().size()));
      ByteBuffer frame = ByteBuffer.allocate(FrameReader.LENGTH_BYTES + line.length);
      frame.putInt(line.length).put(line).flip();
      try (DiskFile out = there ? Disk.real().openForWriting(file) : Disk.real().create(file)) {
        out.truncate(before.end());
        out.write(frame, before.end());
        out.force();
      }
      Disk.real().syncDirectory(file.toAbsolutePath().resolveSibling("."));
    }
  }

  private static String place(int number) {
    return "told " + number;
  }

  private Read read() throws IOException {
    List<Told> lines = new ArrayList<>();
    long at = 0;
    try (DiskFile in = Disk.real().open(file)) {
      long size = in.size();
      while (lines.size() < MAX_LINES) {
        ByteBuffer length = ByteBuffer.allocate(FrameReader.LENGTH_BYTES);
        if (in.read(length, at) < FrameReader.LENGTH_BYTES) {
          break;
        }
        int bytes = length.getInt(0);
        if (bytes <= 0 || bytes > FrameReader.MAX_FRAME_BYTES) {
          throw new ResultsException("the record of who was told is damaged", "restore " + file);
        }
        if (at + FrameReader.LENGTH_BYTES + bytes > size) {
          break; // Torn: the next line takes its place.
        }
        ByteBuffer line = ByteBuffer.allocate(bytes);
        in.read(line, at + FrameReader.LENGTH_BYTES);
        lines.add(sealed.open(line.array(), place(lines.size()), Told.class));
        at += FrameReader.LENGTH_BYTES + bytes;
      }
    }
    return new Read(List.copyOf(lines), at);
  }
}

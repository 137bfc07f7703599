package huisclos.trail.internal;

import huisclos.trail.TrailException;
import huisclos.trail.TrailException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the journal holds when a log is opened: the records that are not in the signed tree yet. A
 * tail that was torn when the machine stopped is cut off and kept aside; anything else that is
 * wrong stops the opening.
 *
 * @param segments the first indexes of the segments that are there
 * @param entries the records from the signed tree's size on
 * @param cutBytes bytes that were cut off
 */
public record JournalReplay(List<Long> segments, List<byte[]> entries, long cutBytes) {
  private static final int COPY_BYTES = 1 << 16;

  /** Reads the journal; {@code size} is the signed tree's. */
  public static JournalReplay read(Disk disk, LogFolder folder, long size)
      throws IOException, TrailException {
    List<Long> segments = segments(disk, folder);
    List<byte[]> entries = new ArrayList<>();
    if (segments.isEmpty()) {
      return new JournalReplay(segments, entries, 0);
    }
    long next = 0;
    long cut = 0;
    for (int i = 0; i < segments.size(); i++) {
      long first = segments.get(i);
      // Records may be missing here only if the signed tree holds them.
      if (first < next || first > Math.max(next, size)) {
        throw gap(folder, Math.max(next, size));
      }
      next = first;
      boolean last = i == segments.size() - 1;
      if (!last && segments.get(i + 1) <= size) {
        // The signed tree holds all of it. It was deleted, and a power cut brought its name back:
        // without what no sync ever brought down, where one had failed before.
        next = segments.get(i + 1);
        continue;
      }
      Path file = folder.segment(next);
      try (SegmentReader reader = new SegmentReader(disk.open(file), folder.id(), next)) {
        SegmentReader.Step step = reader.step();
        while (step instanceof SegmentReader.Entry entry) {
          if (entry.index() >= size) {
            entries.add(entry.bytes());
          }
          step = reader.step();
        }
        if (last && reader.next() < size && !reader.holdsFrom(size)) {
          // The same of the last one: the power went before there was another.
          next = size;
          continue;
        }
        if (!(step instanceof SegmentReader.End)) {
          cut = cutTail(disk, folder, reader, last, size);
        }
        if (last) {
          // Cuts what is to be cut, and syncs: a process that was killed may have left records that
          // are whole but not durable, and the next segment will build on them.
          disk.truncate(file, reader.position());
        }
        next = reader.next();
      }
    }
    return new JournalReplay(segments, entries, cut);
  }

  /** The first indexes of the journal's segments, ascending. */
  public static List<Long> segments(Disk disk, LogFolder folder) throws IOException {
    return disk.list(folder.journal()).stream()
        .filter(LogFolder::isSegment)
        .map(Long::parseLong)
        .toList();
  }

  private static long cutTail(
      Disk disk, LogFolder folder, SegmentReader reader, boolean last, long size)
      throws IOException, TrailException {
    long from = reader.position();
    // Only the group that was never acknowledged may be cut: it lies at the very end, is not in the
    // signed tree, and no later frame says that it had been synced.
    if (!last || reader.next() < size || from == 0 || reader.nextWasDurable()) {
      throw new TrailException(
          Kind.DAMAGED,
          "log "
              + folder.id()
              + ": the journal is damaged at record "
              + reader.next()
              + ", which had been acknowledged",
          "restore folder trail/"
              + folder.id()
              + " from a backup, or set it aside for inspection"
              + " and remove the file trail/own to begin a new log");
    }
    keepAside(disk, folder, folder.segment(reader.first()), from, reader);
    return reader.size() - from;
  }

  private static void keepAside(
      Disk disk, LogFolder folder, Path file, long from, SegmentReader reader) throws IOException {
    disk.createDirectory(folder.cut());
    disk.syncDirectory(folder.root());
    String prefix = Disk.name(file) + "-";
    long number = disk.list(folder.cut()).stream().filter(n -> n.startsWith(prefix)).count();
    try (Disk.Source source = disk.open(file);
        Disk.Appender aside = disk.create(folder.cut().resolve(prefix + number))) {
      for (long at = from; at < reader.size(); at += COPY_BYTES) {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(COPY_BYTES, reader.size() - at));
        source.read(at, piece);
        aside.write(piece.flip());
      }
      aside.sync();
    }
    disk.syncDirectory(folder.cut());
  }

  private static TrailException gap(LogFolder folder, long index) {
    return new TrailException(
        Kind.GAP,
        "log " + folder.id() + ": the journal lacks the records from index " + index + " on",
        "restore folder trail/"
            + folder.id()
            + " whole from one backup, or set it aside for"
            + " inspection and remove the file trail/own to begin a new log");
  }
}

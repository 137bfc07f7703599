package huisclos.trail;

import huisclos.trail.internal.Disk;
import huisclos.trail.internal.FileDisk;
import huisclos.trail.internal.LogFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the records of all logs in a trail folder: one per node that writes there. Reading takes no
 * lock and no key, may go on beside a running writer, and proves nothing: that is {@link
 * TrailVerifier}'s part.
 */
public final class TrailReader {
  private TrailReader() {}

  /** Up to so many ids, records are searched for them as bytes before they are decoded. */
  private static final int MAX_NEEDLES = 32;

  /** All records, merged by time. Close the stream. */
  public static Stream<TrailEntry> records(Path trailDir) throws IOException {
    return records(trailDir, TrailFilter.all());
  }

  /**
   * The wanted records, merged by time; those of one log stay in its order, even where its clock
   * went back. Close the stream. Holds one bundle of each log in memory. What can't be read is an
   * {@link UncheckedIOException} of a {@link TrailException} that names the place.
   */
  public static Stream<TrailEntry> records(Path trailDir, TrailFilter filter) throws IOException {
    return records(new FileDisk(), trailDir, filter);
  }

  /**
   * As above, of each log only what has at least this index; a log that isn't named, from its
   * start. Skips what lies before without reading it.
   *
   * @param from indexes by log id
   */
  public static Stream<TrailEntry> since(Path trailDir, Map<String, Long> from, TrailFilter filter)
      throws IOException {
    return records(new FileDisk(), trailDir, from, filter)
        .filter(entry -> entry.index() >= from.getOrDefault(entry.logId(), 0L));
  }

  /**
   * How many records each log holds now, the journal's included, by log id. Reads checkpoints and
   * journals only. A log whose files can't be told from their form counts as empty.
   */
  public static Map<String, Long> sizes(Path trailDir) throws IOException {
    Disk disk = new FileDisk();
    Map<String, Long> sizes = new TreeMap<>();
    for (String name : disk.list(trailDir)) {
      if (LogFolder.isId(name)) {
        sizes.put(name, size(disk, new LogFolder(trailDir.resolve(name))));
      }
    }
    return sizes;
  }

  private static long size(Disk disk, LogFolder folder) throws IOException {
    try {
      return LogSnapshot.size(disk, folder);
    } catch (NoSuchFileException unfinished) {
      return 0;
    }
  }

  static Stream<TrailEntry> records(Disk disk, Path trailDir, TrailFilter filter)
      throws IOException {
    return records(disk, trailDir, Map.of(), filter);
  }

  private static Stream<TrailEntry> records(
      Disk disk, Path trailDir, Map<String, Long> from, TrailFilter filter) throws IOException {
    Merge merge = new Merge(filter);
    for (String name : disk.list(trailDir)) {
      if (LogFolder.isId(name)) {
        long first = from.getOrDefault(name, 0L);
        merge.add(new LogCursor(disk, new LogFolder(trailDir.resolve(name)), first));
      }
    }
    return Stream.generate(merge::next)
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .onClose(merge::close);
  }

  private record Head(TrailEntry entry, LogCursor from) {}

  private static final class Merge {
    private final TrailFilter filter;
    private final List<String> needles = new ArrayList<>();
    private final List<LogCursor> cursors = new ArrayList<>();
    private final PriorityQueue<Head> heads =
        new PriorityQueue<>(
            Comparator.comparing((Head head) -> head.entry.record().time())
                .thenComparing(head -> head.entry.logId()));

    Merge(TrailFilter filter) {
      this.filter = filter;
      if (filter.studyUids().size() + filter.patientRecords().size() <= MAX_NEEDLES) {
        filter.studyUids().forEach(id -> needles.add('"' + id + '"'));
        filter.patientRecords().forEach(id -> needles.add('"' + id + '"'));
      }
    }

    void add(LogCursor cursor) {
      cursors.add(cursor);
      advance(cursor);
    }

    Optional<TrailEntry> next() {
      Head head = heads.poll();
      if (head == null) {
        return Optional.empty();
      }
      advance(head.from);
      return Optional.of(head.entry);
    }

    private void advance(LogCursor cursor) {
      try {
        for (Optional<byte[]> bytes = cursor.next(); bytes.isPresent(); bytes = cursor.next()) {
          if (!mayConcern(bytes.get())) {
            continue;
          }
          TrailRecord record = decode(cursor, bytes.get());
          if (filter.test(record)) {
            heads.add(new Head(new TrailEntry(cursor.logId(), cursor.index() - 1, record), cursor));
            return;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private boolean mayConcern(byte[] bytes) {
      if (needles.isEmpty()) {
        return true;
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return needles.stream().anyMatch(text::contains);
    }

    private static TrailRecord decode(LogCursor cursor, byte[] bytes) throws IOException {
      try {
        return TrailCodec.decode(bytes);
      } catch (IOException e) {
        throw new TrailException(
            TrailException.Kind.DAMAGED,
            "log " + cursor.logId() + ": record " + (cursor.index() - 1) + " can't be read",
            "read it with the version that wrote it, or run `huisclos trail verify`");
      }
    }

    void close() {
      for (LogCursor cursor : cursors) {
        try {
          cursor.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}

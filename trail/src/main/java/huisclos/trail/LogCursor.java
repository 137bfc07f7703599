package huisclos.trail;

import huisclos.trail.TrailException.Kind;
import huisclos.trail.internal.Bundle;
import huisclos.trail.internal.Disk;
import huisclos.trail.internal.JournalReplay;
import huisclos.trail.internal.LogFolder;
import huisclos.trail.internal.SegmentReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads one log's records in order, from bundles first and then from the journal. Takes no lock: a
 * running writer may move records from the journal to bundles meanwhile, so the journal's files are
 * held open before the last bundle is looked for. Holds one bundle at a time. Not thread-safe.
 */
final class LogCursor implements Closeable {
  private final Disk disk;
  private final LogFolder folder;
  private final Deque<byte[]> ready = new ArrayDeque<>();
  private final Deque<SegmentReader> journal = new ArrayDeque<>();
  private boolean bundlesDone;
  private long next;

  /**
   * @param from the index of a record: reading begins with its bundle, at most 255 records earlier
   */
  LogCursor(Disk disk, LogFolder folder, long from) {
    this.disk = disk;
    this.folder = folder;
    this.next = from / LogFolder.TILE_WIDTH * LogFolder.TILE_WIDTH;
  }

  String logId() {
    return folder.id();
  }

  /** The index of what {@link #next} gives next. */
  long index() {
    return next;
  }

  /** The next record's bytes, or nothing at the end. */
  Optional<byte[]> next() throws IOException {
    if (ready.isEmpty() && !bundlesDone) {
      readBundle();
    }
    Optional<byte[]> entry = ready.isEmpty() ? fromJournal() : Optional.of(ready.remove());
    if (entry.isPresent()) {
      next++;
    }
    return entry;
  }

  private void readBundle() throws IOException {
    long index = next / LogFolder.TILE_WIDTH;
    Path full = folder.bundle(index, LogFolder.TILE_WIDTH);
    if (!disk.exists(full) && journal.isEmpty()) {
      for (long first : JournalReplay.segments(disk, folder)) {
        openSegment(first);
      }
    }
    if (disk.exists(full)) {
      ready.addAll(decode(disk.readAll(full, Bundle.MAX_BYTES), index));
      return;
    }
    bundlesDone = true;
    List<Integer> widths = new ArrayList<>();
    for (String name : disk.list(LogFolder.partials(full))) {
      if (name.matches("[1-9][0-9]{0,2}")) {
        widths.add(Integer.parseInt(name));
      }
    }
    widths.sort(Comparator.reverseOrder());
    for (int width : widths) {
      try {
        ready.addAll(decode(disk.readAll(folder.bundle(index, width), Bundle.MAX_BYTES), index));
        return;
      } catch (NoSuchFileException replaced) {
        // A larger one has taken its place; what is missing here is in the open journal.
      }
    }
  }

  private void openSegment(long first) throws IOException {
    try {
      journal.add(new SegmentReader(disk.open(folder.segment(first)), folder.id(), first));
    } catch (NoSuchFileException dropped) {
      // Its records are in the tiles by now.
    }
  }

  private List<byte[]> decode(byte[] bytes, long index) throws TrailException {
    return Bundle.decode(bytes)
        .orElseThrow(() -> damaged("entry bundle " + index + " is malformed"));
  }

  private Optional<byte[]> fromJournal() throws IOException {
    while (!journal.isEmpty()) {
      SegmentReader segment = journal.element();
      if (segment.next() > next) {
        throw damaged("records from index " + next + " on are missing");
      }
      switch (segment.step()) {
        case SegmentReader.Entry entry -> {
          if (entry.index() == next) {
            return Optional.of(entry.bytes());
          }
        }
        case SegmentReader.Damaged damage -> {
          if (journal.size() > 1 || segment.nextWasDurable()) {
            throw damaged("the journal is damaged at record " + segment.next());
          }
          journal.remove().close();
        }
        case SegmentReader.End _, SegmentReader.Unfinished _ -> journal.remove().close();
      }
    }
    return Optional.empty();
  }

  private TrailException damaged(String what) {
    return new TrailException(
        Kind.DAMAGED, "log " + folder.id() + ": " + what, "run `huisclos trail verify`");
  }

  @Override
  public void close() throws IOException {
    while (!journal.isEmpty()) {
      journal.remove().close();
    }
  }
}

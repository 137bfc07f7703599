package huisclos.trail;

import huisclos.trail.internal.Disk;
import huisclos.trail.internal.JournalReplay;
import huisclos.trail.internal.LogFolder;
import huisclos.trail.internal.Note;
import huisclos.trail.internal.SegmentReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A checkpoint and the journal that goes on from it, taken so that a running writer can't pull them
 * apart: the journal's files are open, and the checkpoint was the same before and after.
 */
final class LogSnapshot implements Closeable {
  private static final int TRIES = 100;

  private final byte[] checkpoint;
  private final List<SegmentReader> journal;

  private LogSnapshot(byte[] checkpoint, List<SegmentReader> journal) {
    this.checkpoint = checkpoint;
    this.journal = journal;
  }

  /** Takes one; {@link NoSuchFileException} if there is no checkpoint. */
  static LogSnapshot take(Disk disk, LogFolder folder) throws IOException {
    byte[] before = disk.readAll(folder.checkpoint(), Note.MAX_BYTES);
    for (int i = 0; i < TRIES; i++) {
      LogSnapshot snapshot = new LogSnapshot(before, open(disk, folder));
      byte[] after = disk.readAll(folder.checkpoint(), Note.MAX_BYTES);
      if (Arrays.equals(before, after)) {
        return snapshot;
      }
      snapshot.close();
      before = after;
    }
    throw new IOException("the log changes too fast to be read");
  }

  private static List<SegmentReader> open(Disk disk, LogFolder folder) throws IOException {
    List<SegmentReader> segments = new ArrayList<>();
    for (long first : JournalReplay.segments(disk, folder)) {
      try {
        segments.add(new SegmentReader(disk.open(folder.segment(first)), folder.id(), first));
      } catch (NoSuchFileException dropped) {
        // The checkpoint will have changed, and another round follows.
      }
    }
    return segments;
  }

  /** The checkpoint's bytes. */
  byte[] checkpoint() {
    return checkpoint;
  }

  /** The journal's segments, ascending. */
  List<SegmentReader> journal() {
    return journal;
  }

  @Override
  public void close() throws IOException {
    for (SegmentReader segment : journal) {
      segment.close();
    }
  }

  /** How many records a log has now, those in the journal included. */
  static long size(Disk disk, LogFolder folder) throws IOException {
    try (LogSnapshot now = take(disk, folder)) {
      long size = Note.parse(now.checkpoint()).map(Checkpoint::size).orElse(0L);
      for (SegmentReader segment : now.journal()) {
        SegmentReader.Step step = segment.step();
        while (step instanceof SegmentReader.Entry) {
          step = segment.step();
        }
        size = Math.max(size, segment.next());
      }
      return size;
    }
  }
}

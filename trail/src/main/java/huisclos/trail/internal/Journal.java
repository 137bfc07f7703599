package huisclos.trail.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal's writing end: a record is durable once {@link #append} returned. One thread appends;
 * {@link #dropBelow} may run on another.
 */
public final class Journal implements Closeable {
  /** A segment that has reached this many bytes is followed by another. */
  public static final int SEGMENT_BYTES = 4 << 20;

  private static final int BUFFER_BYTES = 1 << 20;

  private final Disk disk;
  private final LogFolder folder;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final List<Long> segments;
  private Disk.Appender segment;
  private long written;
  private long next;

  /**
   * Begins a new segment.
   *
   * @param earlier the first indexes of the segments that are there already
   * @param next the index of the next record
   */
  public Journal(Disk disk, LogFolder folder, List<Long> earlier, long next) throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.segments = new ArrayList<>(earlier);
    this.next = next;
    this.segment = begin();
  }

  /** How many records are durable. */
  public long size() {
    return next;
  }

  /**
   * Writes the records with one sync for all and returns the index of the first. After an exception
   * the journal must not be used again: what reached the disk is unknown.
   */
  public long append(List<byte[]> entries) throws IOException {
    if (written >= SEGMENT_BYTES) {
      segment.close();
      segment = begin();
    }
    long index = next;
    buffer.clear();
    for (byte[] entry : entries) {
      if (buffer.remaining() < Frame.HEADER + entry.length) {
        drain();
      }
      Frame.put(buffer, folder.id(), index++, next, entry);
    }
    drain();
    segment.sync();
    long first = next;
    next = index;
    return first;
  }

  /** Deletes the segments all of whose records have an index below {@code size}. */
  public void dropBelow(long size) throws IOException {
    List<Long> old = new ArrayList<>();
    synchronized (segments) {
      while (segments.size() > 1 && segments.get(1) <= size) {
        old.add(segments.removeFirst());
      }
    }
    for (long first : old) {
      disk.delete(folder.segment(first));
    }
  }

  /**
   * Closes the file; with {@code covered}, all records are in signed tiles and the journal goes.
   */
  public void close(boolean covered) throws IOException {
    segment.close();
    if (covered) {
      dropBelow(next);
      synchronized (segments) {
        disk.delete(folder.segment(segments.removeFirst()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    close(false);
  }

  private void drain() throws IOException {
    written += buffer.flip().remaining();
    segment.write(buffer);
    buffer.clear();
  }

  private Disk.Appender begin() throws IOException {
    Path file = folder.segment(next);
    Path unfinished = file.resolveSibling(Disk.name(file) + AtomicFiles.UNFINISHED);
    Disk.Appender fresh = disk.create(unfinished);
    fresh.write(Frame.segmentHeader(folder.id(), next));
    fresh.sync();
    disk.rename(unfinished, file);
    disk.syncDirectory(folder.journal());
    synchronized (segments) {
      segments.remove(Long.valueOf(next));
      segments.add(next);
    }
    written = 0;
    return fresh;
  }
}

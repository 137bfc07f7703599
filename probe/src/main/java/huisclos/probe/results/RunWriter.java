package huisclos.probe.results;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Finding;
import huisclos.vault.Disk;
import huisclos.vault.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one run. A finding is durable after the next {@link #progress} or {@link #end}. One writer
 * a run, also across processes. Thread-safe.
 */
public final class RunWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final RunFiles files;
  private final FileChannel lockFile;
  private final DiskFile log;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  // What a run that was cut short had already found beyond its checkpoint: not told twice.
  private final Set<Long> known = new HashSet<>();
  private Progress progress;
  private long findings;
  private long written;
  private boolean ended;

  /** 64 bits of a hash tell doors and services apart well enough, and cost little each. */
  private static long place(Finding finding) {
    Door door = finding.door();
    String place = door.address() + " " + door.port() + " " + finding.service();
    byte[] digest = Digests.sha256(place.getBytes(StandardCharsets.US_ASCII));
    return ByteBuffer.wrap(digest).getLong();
  }

  private RunWriter(RunFiles files, boolean fresh) throws IOException {
    this.files = files;
    this.lockFile = lock(files);
    try {
      this.log = fresh ? Disk.real().create(files.log()) : Disk.real().openForWriting(files.log());
      this.progress = files.readMark().progress();
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  static RunWriter begin(RunFiles files, RunHead head, ScopeNote scope) throws IOException {
    RunWriter writer = new RunWriter(files, true);
    try {
      files.writeScope(scope);
      files.writeHead(head);
      return writer;
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  static RunWriter resume(RunFiles files) throws IOException {
    files.readHead();
    RunWriter writer = new RunWriter(files, false);
    try {
      if (files.readEnd().map(end -> end.tail().complete()).orElse(false)) {
        throw new ResultsException(
            "run " + files.id() + " is complete", "begin a new run instead of resuming it");
      }
      writer.takeUp();
      return writer;
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private void takeUp() throws IOException {
    try (FrameReader reader = new FrameReader(files)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        known.add(place(next.get()));
      }
      findings = reader.number();
      written = reader.offset();
    }
    files.removeEnd();
    log.truncate(written);
    log.force();
  }

  private static FileChannel lock(RunFiles files) throws IOException {
    FileChannel channel = lockFile(files.lock());
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      lock = null;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    if (lock == null) {
      channel.close();
      throw new ResultsException(
          "run " + files.id() + " is being written by another process", "wait until it has ended");
    }
    return channel;
  }

  /** A file to hold a lock on, made 0600. */
  static FileChannel lockFile(Path file) throws IOException {
    try {
      Disk.real().create(file).close();
    } catch (FileAlreadyExistsException _) {
      // Of an earlier writer.
    }
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  /** How far this run got before it was resumed. */
  public synchronized Progress resumedFrom() {
    return progress;
  }

  /**
   * Adds a finding. After resuming, one about a door and service that were already recorded before
   * is dropped: its target was visited just before the run was cut short. One that may have stored
   * an object of ours is kept: it names another study to delete.
   */
  public synchronized void add(Finding finding) throws IOException {
    requireOpen();
    if (!known.isEmpty() && known.contains(place(finding)) && !finding.mayHaveStored()) {
      return;
    }
    byte[] sealed = files.sealed().seal(finding, Sealed.frame(files.id(), findings));
    if (sealed.length > FrameReader.MAX_FRAME_BYTES) {
      throw new IllegalArgumentException("finding too long");
    }
    if (buffer.remaining() < FrameReader.LENGTH_BYTES + sealed.length) {
      flush();
    }
    if (buffer.remaining() < FrameReader.LENGTH_BYTES + sealed.length) {
      ByteBuffer alone = ByteBuffer.allocate(FrameReader.LENGTH_BYTES + sealed.length);
      put(alone.putInt(sealed.length).put(sealed).flip());
    } else {
      buffer.putInt(sealed.length).put(sealed);
    }
    findings++;
  }

  /**
   * A durable checkpoint.
   *
   * @param doneUpTo every place in the permuted order below this was visited, its findings added
   */
  public synchronized void progress(long doneUpTo, Sweep soFar) throws IOException {
    requireOpen();
    flush();
    log.force();
    progress = new Progress(doneUpTo, soFar);
    files.writeMark(new RunFiles.Mark(progress, findings, written));
  }

  /** Ends the run; nothing can be added after it. */
  public synchronized void end(RunTail tail) throws IOException {
    requireOpen();
    flush();
    log.force();
    files.writeEnd(new RunFiles.End(tail, findings, written));
    ended = true;
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("the run has ended");
    }
  }

  private void flush() throws IOException {
    put(buffer.flip());
    buffer.clear();
  }

  private void put(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    log.write(bytes, written);
    written += length;
  }

  /** Closes the files; a run that wasn't ended can be resumed. */
  @Override
  public synchronized void close() throws IOException {
    try (lockFile;
        log) {
      if (!ended) {
        flush();
      }
    }
  }
}

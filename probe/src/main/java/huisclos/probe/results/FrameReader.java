package huisclos.probe.results;

import huisclos.probe.finding.Finding;
import huisclos.vault.Disk;
import huisclos.vault.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads a run's log frame by frame: length (4, big-endian), sealed finding. Holds one buffer,
 * however long the log. Not thread-safe.
 *
 * <p>What a checkpoint or the tail vouches for must read, or the log was damaged; what follows the
 * last checkpoint of a run that didn't end may be torn, and reading ends there.
 */
final class FrameReader implements Closeable {
  /** Longest sealed finding, bytes. */
  static final int MAX_FRAME_BYTES = 1 << 18;

  static final int LENGTH_BYTES = 4;

  private static final int BUFFER_BYTES = 1 << 19;

  private final RunFiles files;
  private final long vouchedFindings;
  private final boolean ended;
  private final DiskFile file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private long bufferEnd;
  private long number;
  private long offset;

  FrameReader(RunFiles files) throws IOException {
    this.files = files;
    Optional<RunFiles.End> end = files.readEnd();
    this.ended = end.isPresent();
    this.vouchedFindings = end.isPresent() ? end.get().findings() : files.readMark().findings();
    this.file = Disk.real().open(files.log());
  }

  /** The next finding; empty at the end. */
  Optional<Finding> next() throws IOException {
    if (ended && number == vouchedFindings) {
      if (available(1)) {
        throw damaged("it goes on after its end");
      }
      return Optional.empty();
    }
    if (!available(LENGTH_BYTES)) {
      return atEnd("it is too short");
    }
    int length = buffer.getInt(buffer.position());
    if (length <= 0 || length > MAX_FRAME_BYTES) {
      return atEnd("a length is out of range");
    }
    if (!available(LENGTH_BYTES + length)) {
      return atEnd("it is too short");
    }
    byte[] sealed = new byte[length];
    buffer.get(buffer.position() + LENGTH_BYTES, sealed);
    Finding finding;
    try {
      finding = files.sealed().finding(sealed, files.id(), number);
    } catch (ResultsException e) {
      if (number < vouchedFindings) {
        throw e;
      }
      return Optional.empty();
    }
    buffer.position(buffer.position() + LENGTH_BYTES + length);
    number++;
    offset += LENGTH_BYTES + length;
    return Optional.of(finding);
  }

  /** Findings read so far. */
  long number() {
    return number;
  }

  /** Where the next frame begins, bytes from the log's begin. */
  long offset() {
    return offset;
  }

  private Optional<Finding> atEnd(String what) throws ResultsException {
    if (number < vouchedFindings) {
      throw damaged(what);
    }
    return Optional.empty();
  }

  private ResultsException damaged(String what) {
    return new ResultsException(
        "the findings of run " + files.id() + " were damaged or cut: " + what,
        "restore " + files.log() + " from a copy, or remove the run's folder");
  }

  private boolean available(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      buffer.compact();
      bufferEnd += file.read(buffer, bufferEnd);
      buffer.flip();
    }
    return buffer.remaining() >= bytes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

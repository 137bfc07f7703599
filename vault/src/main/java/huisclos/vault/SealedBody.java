package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The sealed content of a pending object: in memory at first, in a spill file once it is long or
 * the budget is used up. The file leaves room in front for a container's header and the entry's
 * head, so that a long object can become a container of its own. Not thread-safe.
 */
final class SealedBody implements SealedSource {
  /** Where the content starts in a spill file. */
  static final int CONTENT_START = ContainerHeader.BYTES + BlobHead.BYTES;

  private final Disk disk;
  private final Path spillPath;
  private final SealedMemory memory;
  private final long inMemory;
  private final List<byte[]> pieces = new ArrayList<>();
  private final CRC32C crc = new CRC32C();
  private byte @Nullable [] staging;
  private @Nullable DiskFile spill;
  private byte @Nullable [] handedOut; // A piece of the memory, between nextPiece and append.
  private long length;

  SealedBody(Disk disk, Path spillPath, SealedMemory memory, long inMemory) {
    this.disk = disk;
    this.spillPath = spillPath;
    this.memory = memory;
    this.inMemory = inMemory;
  }

  /** Where the next segment is to be sealed into; handed back by {@link #append}. */
  byte[] nextPiece() throws IOException {
    if (spill == null && (pieces.size() + 1L) * Segments.SEALED_BYTES <= inMemory) {
      var piece = memory.take();
      if (piece.isPresent()) {
        handedOut = piece.get();
        return piece.get();
      }
    }
    if (staging == null) {
      staging = new byte[Segments.SEALED_BYTES];
    }
    return staging;
  }

  /** Takes the piece that {@link #nextPiece} gave, sealed to the given length. */
  void append(byte[] piece, int used) throws IOException {
    crc.update(piece, 0, used);
    if (handedOut == null) {
      spillFile().write(ByteBuffer.wrap(piece, 0, used), CONTENT_START + length);
    } else {
      pieces.add(handedOut);
      handedOut = null;
    }
    length += used;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    if (spill != null) {
      int wanted = (int) Math.min(into.remaining(), length - position);
      int limit = into.limit();
      int got = spill.read(into.limit(into.position() + wanted), CONTENT_START + position);
      into.limit(limit);
      return got;
    }
    int total = 0;
    long at = position;
    while (into.hasRemaining() && at < length) {
      int from = (int) (at % Segments.SEALED_BYTES);
      long left = Math.min(Segments.SEALED_BYTES - from, length - at);
      int n = (int) Math.min(into.remaining(), left);
      into.put(pieces.get((int) (at / Segments.SEALED_BYTES)), from, n);
      total += n;
      at += n;
    }
    return total;
  }

  /** Whether the content lies in a file and is long enough to become a container of its own. */
  boolean standsAlone() {
    return spill != null && length >= inMemory;
  }

  /**
   * Writes a long content out before its group waits for it: the sync at commit then finds little
   * left to do.
   */
  void forceIfLong() throws IOException {
    if (spill != null && standsAlone()) {
      spill.force();
    }
  }

  /** CRC-32C of the content followed by the descriptor; to be asked once. */
  int checksumWith(byte[] descriptor) {
    crc.update(descriptor, 0, descriptor.length);
    return (int) crc.getValue();
  }

  /** Copies the content to a container. */
  void copyTo(GroupWriter out) throws IOException {
    if (spill == null) {
      long left = length;
      for (byte[] piece : pieces) {
        int n = (int) Math.min(left, piece.length);
        out.put(piece, n);
        left -= n;
      }
      return;
    }
    byte[] piece = new byte[Segments.SEALED_BYTES];
    for (long at = 0; at < length; at += piece.length) {
      ByteBuffer buffer = ByteBuffer.wrap(piece);
      out.put(piece, read(buffer, at));
    }
  }

  /** Completes the spill file as a container of one entry and makes its content durable. */
  Path complete(byte[] containerHeader, byte[] head, byte[] descriptor, byte[] tail)
      throws IOException {
    DiskFile file = spillFile();
    long end = CONTENT_START + length;
    file.write(ByteBuffer.wrap(containerHeader), 0);
    file.write(ByteBuffer.wrap(head), ContainerHeader.BYTES);
    file.write(ByteBuffer.wrap(descriptor), end);
    file.write(ByteBuffer.wrap(tail), end + descriptor.length);
    file.force();
    return spillPath;
  }

  /** Gives memory and file back. Safe to call again. */
  void release() throws IOException {
    pieces.forEach(memory::giveBack);
    pieces.clear();
    if (handedOut != null) {
      memory.giveBack(handedOut);
      handedOut = null;
    }
    staging = null;
    DiskFile file = spill;
    spill = null;
    length = 0;
    if (file != null) {
      try (file) {
        disk.delete(spillPath); // Where it became a container, it has no name here any more.
      }
    }
  }

  private DiskFile spillFile() throws IOException {
    if (spill == null) {
      DiskFile file = disk.create(spillPath);
      spill = file;
      long at = CONTENT_START;
      for (byte[] piece : pieces) {
        file.write(ByteBuffer.wrap(piece), at);
        at += piece.length;
      }
      pieces.forEach(memory::giveBack);
      pieces.clear();
    }
    return spill;
  }
}

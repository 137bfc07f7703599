package huisclos.app.backup;

import huisclos.vault.BackupSealer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The bytes of a backup set's files: written, hashed on the way, synced. One thread. */
final class Copying {
  private static final int BUFFER_BYTES = 1 << 20;

  private final BackupSet set;
  private final BackupProgress progress;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  Copying(BackupSet set, BackupProgress progress) {
    this.set = set;
    this.progress = progress;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Something that writes a file's plain content. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a sealed file of this name; durable on return. */
  Stored seal(
      String path, String name, Optional<String> plain, BackupSealer sealer, Content content)
      throws IOException {
    Path file = set.root().resolve(name);
    Path unfinished = Durable.unfinished(file);
    Files.deleteIfExists(unfinished);
    MessageDigest digest = sha256();
    long[] length = new long[1];
    try (FileChannel channel = Durable.open(unfinished)) {
      OutputStream counted =
          new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(int b) throws IOException {
              write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
              progress.check();
              out.write(bytes, offset, count);
              digest.update(bytes, offset, count);
              length[0] += count;
              progress.wrote(count);
            }

            @Override
            public void close() {
              // The channel is synced first.
            }
          };
      try (OutputStream out = sealer.sealing(counted, name)) {
        content.writeTo(out);
      }
      channel.force(true);
    }
    Durable.finish(file);
    return new Stored(path, name, length[0], hex(digest), 0, plain);
  }

  /** Copies a home's file as it is, {@code length} bytes of it; durable on return. */
  Stored copy(String path, String name, Path source, long length, long modified)
      throws IOException {
    Path file = set.root().resolve(name);
    MessageDigest digest = sha256();
    Files.deleteIfExists(Durable.unfinished(file));
    try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel to = Durable.open(Durable.unfinished(file))) {
      transfer(from, 0, length, digest, Optional.of(to));
      to.force(true);
    }
    Durable.finish(file);
    return new Stored(path, name, length, hex(digest), modified, Optional.empty());
  }

  /** Reads part of a file into a digest and, if wanted, to the same place of another. */
  void transfer(
      FileChannel from, long start, long end, MessageDigest digest, Optional<FileChannel> to)
      throws IOException {
    long at = start;
    while (at < end) {
      progress.check();
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
      int got = from.read(buffer, at);
      if (got < 0) {
        throw new IOException("a file became shorter while it was copied");
      }
      digest.update(buffer.flip());
      progress.read(got);
      if (to.isPresent()) {
        buffer.rewind();
        long into = at;
        while (buffer.hasRemaining()) {
          into += to.get().write(buffer, into);
        }
        progress.wrote(got);
      }
      at += got;
    }
  }

  /** SHA-256 of the first bytes of a file. */
  String hash(Path file, long length) throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      transfer(from, 0, length, digest, Optional.empty());
    }
    return hex(digest);
  }

  /** What a sealed file of the set holds; its stored bytes are to be checked before. */
  static InputStream open(BackupSet set, Stored stored, BackupSealer sealer) throws IOException {
    return sealer.opening(Files.newInputStream(set.file(stored)), stored.name());
  }
}

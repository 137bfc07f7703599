package huisclos.gate.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read: 0600 in folders of 0700, written whole or not at all. */
public final class PrivateFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PrivateFiles() {}

  /** Makes a folder of 0700, with its parents, unless it exists. */
  public static void folder(Path folder) throws IOException {
    Files.createDirectories(folder, OWNER_FOLDER);
  }

  /**
   * Writes a file durably: a temporary one, fsync, then into place, fsync of the folder.
   *
   * @throws FileAlreadyExistsException when it exists and {@code replace} is false
   */
  public static void write(Path file, byte[] bytes, boolean replace) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path target = file.toAbsolutePath();
    Path temporary = Files.createTempFile(folder, ".new-", "", OWNER_FILE);
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      if (replace) {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        // A link never overwrites; looking first would leave a gap for another writer.
        Files.createLink(target, temporary);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A regular file's bytes, at most {@link Pem#MAX_BYTES}. */
  public static byte[] read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Pem.MAX_BYTES + 1);
      if (bytes.length > Pem.MAX_BYTES) {
        throw new IOException("a key or certificate file is over 64 KiB");
      }
      return bytes;
    }
  }

  /** Whether there is a file, without following a link. */
  public static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }
}

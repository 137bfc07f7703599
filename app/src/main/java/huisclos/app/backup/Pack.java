package huisclos.app.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Small files in a row, to be sealed as one: for each its path (length in two bytes, UTF-8), its
 * length (eight bytes, big-endian) and its bytes; two zero bytes at the end.
 */
final class Pack {
  /** The longest file of a pack: a full bundle of the trail is 17 MB at most. */
  static final int MAX_FILE_BYTES = 32 << 20;

  private Pack() {}

  /** Adds one. */
  static void put(DataOutputStream out, String path, byte[] content) throws IOException {
    byte[] name = Stored.safe(path).getBytes(StandardCharsets.UTF_8);
    if (content.length > MAX_FILE_BYTES || name.length > Short.MAX_VALUE) {
      throw new IOException(path + " is too long for a backup's pack");
    }
    out.writeShort(name.length);
    out.write(name);
    out.writeLong(content.length);
    out.write(content);
  }

  /** Ends it. */
  static void end(DataOutputStream out) throws IOException {
    out.writeShort(0);
    out.flush();
  }

  /** Writes a pack's files below a folder; how many. Each is durable with its folder's sync. */
  static int unpack(InputStream from, Path folder) throws IOException {
    DataInputStream in = new DataInputStream(from);
    int files = 0;
    for (int length = in.readUnsignedShort(); length > 0; length = in.readUnsignedShort()) {
      String path = new String(exactly(in, length), StandardCharsets.UTF_8);
      long size = in.readLong();
      if (size < 0 || size > MAX_FILE_BYTES) {
        throw new IOException("a pack names a file that is too long");
      }
      byte[] content = exactly(in, (int) size);
      Path file = folder.resolve(Stored.safe(path));
      Durable.folder(Durable.folderOf(file));
      try (OutputStream out = java.nio.channels.Channels.newOutputStream(Durable.open(file))) {
        out.write(content);
      }
      files++;
    }
    if (in.read() >= 0) {
      throw new IOException("a pack goes on behind its end");
    }
    return files;
  }

  private static byte[] exactly(DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a pack ends too early");
    }
    return bytes;
  }
}

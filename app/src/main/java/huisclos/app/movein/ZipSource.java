package huisclos.app.movein;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads a ZIP's files where they lie: nothing is unpacked to disk, so a name in it leads nowhere.
 */
final class ZipSource {
  /** Most entries of one ZIP. */
  static final int MAX_ENTRIES = 2_000_000;

  /** Longest central directory, which is held in memory. */
  private static final long MAX_DIRECTORY_BYTES = 512L << 20;

  /** An entry may always be this long, */
  private static final long MAX_FREE_BYTES = 256L << 20;

  /** and beyond that at most so many times its packed length. */
  private static final int MAX_RATIO = 100;

  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT_BYTES = 65_535;

  private ZipSource() {}

  /** Whether the file begins as a ZIP does. */
  static boolean isOne(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(4);
      return start.length == 4
          && start[0] == 'P'
          && start[1] == 'K'
          && ((start[2] == 3 && start[3] == 4) || (start[2] == 5 && start[3] == 6));
    } catch (IOException e) {
      return false;
    }
  }

  /** Hands on every file in it. What is handed on is done with when this returns. */
  static void visit(Path file, String stamp, Sources.Sink sink) throws IOException {
    long directory = directoryBytes(file);
    if (directory < 0 || directory > MAX_DIRECTORY_BYTES) {
      sink.refused(file.toString(), "a damaged ZIP, or one of too many entries");
      return;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MAX_ENTRIES) {
        sink.refused(file.toString(), "a ZIP of too many entries");
        return;
      }
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory()) {
          sink.candidate(candidate(zip, entry, file, stamp));
        }
      }
      sink.settled();
    } catch (ZipException e) {
      sink.refused(file.toString(), "a damaged or encrypted ZIP");
    }
  }

  private static Candidate candidate(ZipFile zip, ZipEntry entry, Path file, String stamp) {
    return new Candidate(
        file + "!" + entry.getName(),
        stamp + "\n" + entry.getName() + "\n" + entry.getSize() + "\n" + entry.getCrc(),
        () ->
            new BufferedInputStream(new Bounded(zip.getInputStream(entry), most(entry)), 1 << 16));
  }

  private static long most(ZipEntry entry) {
    long packed = Math.max(0, entry.getCompressedSize());
    return Math.max(MAX_FREE_BYTES, Math.multiplyExact(Math.min(packed, 1L << 40), MAX_RATIO));
  }

  /** Fails where more comes out than may. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count > 0) {
        left -= count;
        if (left < 0) {
          throw new IOException("a ZIP's entry grew too long");
        }
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      left -= skipped;
      if (left < 0) {
        throw new IOException("a ZIP's entry grew too long");
      }
      return skipped;
    }
  }

  /** The length of the central directory as its end record says, -1 where there is none. */
  private static long directoryBytes(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long length = in.length();
      int tail = (int) Math.min(length, END_BYTES + MAX_COMMENT_BYTES);
      byte[] bytes = new byte[tail];
      in.seek(length - tail);
      in.readFully(bytes);
      for (int i = tail - END_BYTES; i >= 0; i--) {
        if (u32(bytes, i) == 0x06054B50L) {
          long size = u32(bytes, i + 12);
          return size == 0xFFFF_FFFFL ? zip64DirectoryBytes(in, length - tail + i) : size;
        }
      }
      return -1;
    }
  }

  /** The same of a ZIP64, whose own end record a locator before the end record leads to. */
  private static long zip64DirectoryBytes(RandomAccessFile in, long end) throws IOException {
    byte[] locator = new byte[20];
    if (end < locator.length) {
      return -1;
    }
    in.seek(end - locator.length);
    in.readFully(locator);
    long at = u64(locator, 8);
    byte[] record = new byte[48];
    if (u32(locator, 0) != 0x07064B50L || at < 0 || at > end - record.length) {
      return -1;
    }
    in.seek(at);
    in.readFully(record);
    return u32(record, 0) == 0x06064B50L ? u64(record, 40) : -1;
  }

  private static long u64(byte[] bytes, int at) {
    return u32(bytes, at) | u32(bytes, at + 4) << 32;
  }

  private static long u32(byte[] bytes, int at) {
    return (bytes[at] & 0xFFL)
        | (bytes[at + 1] & 0xFFL) << 8
        | (bytes[at + 2] & 0xFFL) << 16
        | (bytes[at + 3] & 0xFFL) << 24;
  }
}

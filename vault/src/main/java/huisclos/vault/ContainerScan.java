package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Walks a container's entries without keys; shredded ones are passed by. Behind something that is
 * no whole entry it looks for the next head and goes on there.
 */
final class ContainerScan {
  private static final int WINDOW_BYTES = 1 << 20;

  private final DiskFile file;
  private final VaultId vault;
  private final int store;
  private final long number;
  private final boolean whole;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);

  /**
   * @param whole whether content and descriptor are checked too, or only head and tail
   */
  ContainerScan(DiskFile file, VaultId vault, int store, long number, boolean whole)
      throws IOException {
    this.file = file;
    this.vault = vault;
    this.store = store;
    this.number = number;
    this.whole = whole;
    this.size = file.size();
  }

  ScanReport run(long from, Consumer<BlobEntry> visitor) throws IOException {
    List<ScanReport.Gap> gaps = new ArrayList<>();
    if (from < ContainerHeader.BYTES && !headerMatches()) {
      gaps.add(new ScanReport.Gap(0, Math.min(size, ContainerHeader.BYTES)));
    }
    long at = Math.max(from, ContainerHeader.BYTES);
    long end = at;
    long entries = 0;
    while (at < size) {
      Optional<BlobHead> head = headAt(at);
      if (head.isPresent() && isWhole(head.get(), at)) {
        long length = head.get().entryLength();
        if (!head.get().shredded()) {
          BlobAddress address = new BlobAddress(head.get().object(), store, number, at, length);
          visitor.accept(new BlobEntry(address, head.get().keyId()));
          entries++;
        }
        at += length;
        end = at;
      } else {
        long next = nextHead(at + 1);
        gaps.add(new ScanReport.Gap(at, next - at));
        at = next;
      }
    }
    return new ScanReport(entries, end, gaps);
  }

  private boolean headerMatches() throws IOException {
    byte[] header = new byte[ContainerHeader.BYTES];
    file.read(ByteBuffer.wrap(header), 0);
    return ContainerHeader.matches(header, vault, store, number);
  }

  private Optional<BlobHead> headAt(long at) throws IOException {
    byte[] bytes = new byte[BlobHead.BYTES];
    if (file.read(ByteBuffer.wrap(bytes), at) < bytes.length) {
      return Optional.empty();
    }
    return BlobHead.decode(bytes).filter(head -> head.vault().equals(vault));
  }

  private boolean isWhole(BlobHead head, long at) throws IOException {
    long length = head.entryLength();
    if (length > size - at) {
      return false;
    }
    ByteBuffer tail = ByteBuffer.allocate(BlobHead.TAIL_BYTES);
    file.read(tail, at + length - BlobHead.TAIL_BYTES);
    return tail.getInt(0) == BlobHead.TAIL_MAGIC
        && tail.getLong(8) == length
        && (!whole || tail.getInt(4) == checksum(at + BlobHead.BYTES, head));
  }

  private int checksum(long from, BlobHead head) throws IOException {
    CRC32C crc = new CRC32C();
    long left = head.contentLength() + head.descriptorLength();
    for (long at = from; left > 0; ) {
      window.clear().limit((int) Math.min(left, WINDOW_BYTES));
      int got = file.read(window, at);
      if (got == 0) {
        return ~(int) crc.getValue(); // The file became shorter: no match.
      }
      crc.update(window.flip());
      at += got;
      left -= got;
    }
    return (int) crc.getValue();
  }

  /** The next offset with a valid head, or the container's length. */
  private long nextHead(long from) throws IOException {
    for (long at = from; at < size; at += WINDOW_BYTES - 3) {
      int got = file.read(window.clear(), at);
      for (int i = 0; i + 4 <= got; i++) {
        if (window.getInt(i) == BlobHead.MAGIC && headAt(at + i).isPresent()) {
          return at + i;
        }
      }
    }
    return size;
  }
}

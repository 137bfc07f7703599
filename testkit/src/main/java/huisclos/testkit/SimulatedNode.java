package huisclos.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A file's bytes, or a folder, of a {@link SimulatedDisk}: as they can be read, as far as they are
 * durable, and the changes between. Used under the disk's lock.
 */
final class SimulatedNode {
  /** What a disk writes whole or not at all. */
  private static final int SECTOR = 512;

  private static final int FIRST_CAPACITY = 1024;

  private sealed interface Change {}

  private static final class Written implements Change {
    final long at;
    final byte[] bytes;

    Written(long at, byte[] bytes) {
      this.at = at;
      this.bytes = bytes;
    }

    boolean overlaps(Written other) {
      return at < other.at + other.bytes.length && other.at < at + bytes.length;
    }
  }

  private record Cut(long size) implements Change {}

  /** Bytes that grow. */
  private static final class Bytes {
    private byte[] array = {};
    private int length;

    void put(long at, byte[] bytes, int from, int count) {
      int end = Math.toIntExact(at + count);
      if (end > array.length) {
        array = Arrays.copyOf(array, Math.max(end, Math.max(FIRST_CAPACITY, 2 * array.length)));
      }
      System.arraycopy(bytes, from, array, (int) at, count);
      length = Math.max(length, end);
    }

    void cut(long size) {
      if (size < length) {
        Arrays.fill(array, (int) size, length, (byte) 0);
        length = (int) size;
      }
    }

    byte[] copy(long from, int count) {
      int start = (int) Math.min(from, length);
      return Arrays.copyOfRange(array, start, Math.min(start + count, length));
    }

    void apply(Change change) {
      switch (change) {
        case Cut(long size) -> cut(size);
        case Written write -> put(write.at, write.bytes, 0, write.bytes.length);
      }
    }
  }

  private final long number;
  private final boolean folder;
  private final Bytes content = new Bytes();
  private final Bytes durable = new Bytes();

  /** Not forced yet. */
  private List<Change> pending = new ArrayList<>();

  /** Their force failed: they may have reached the disk, and no later force will bring them. */
  private final List<Change> doubtful = new ArrayList<>();

  private SimulatedNode(long number, boolean folder) {
    this.number = number;
    this.folder = folder;
  }

  static SimulatedNode file(long number) {
    return new SimulatedNode(number, false);
  }

  static SimulatedNode folder(long number) {
    return new SimulatedNode(number, true);
  }

  /** The how manieth of its disk it was made. */
  long number() {
    return number;
  }

  boolean isFolder() {
    return folder;
  }

  long length() {
    return content.length;
  }

  byte[] content() {
    return content.copy(0, content.length);
  }

  byte[] read(long position, int length) {
    return content.copy(position, length);
  }

  void write(long position, byte[] bytes, int from, int count) {
    if (count > 0) {
      content.put(position, bytes, from, count);
      pending.add(new Written(position, Arrays.copyOfRange(bytes, from, from + count)));
    }
  }

  void truncate(long size) {
    content.cut(size);
    pending.add(new Cut(size));
  }

  void force() {
    for (Change change : pending) {
      durable.apply(change);
      if (change instanceof Written now) {
        // Written anew and forced: the older bytes can't come back over it.
        doubtful.removeIf(old -> old instanceof Written before && before.overlaps(now));
      }
    }
    pending = new ArrayList<>();
  }

  void forceFailed() {
    doubtful.addAll(pending);
    pending = new ArrayList<>();
  }

  /** The power went: each sector of what was not forced is there with this chance. */
  void lose(RandomGenerator random, double kept) {
    doubtful.forEach(change -> survive(change, random, kept));
    pending.forEach(change -> survive(change, random, kept));
    doubtful.clear();
    pending.clear();
    content.cut(0);
    content.put(0, durable.array, 0, durable.length);
  }

  private void survive(Change change, RandomGenerator random, double kept) {
    switch (change) {
      case Cut(long size) -> {
        if (random.nextDouble() < kept) {
          durable.cut(size);
        }
      }
      case Written write -> {
        long at = write.at;
        byte[] bytes = write.bytes;
        for (int from = 0; from < bytes.length; ) {
          int n = (int) Math.min(bytes.length - from, SECTOR - (at + from) % SECTOR);
          if (random.nextDouble() < kept) {
            durable.put(at + from, bytes, from, n);
          }
          from += n;
        }
      }
    }
  }
}

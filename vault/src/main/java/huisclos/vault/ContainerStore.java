package huisclos.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One folder of containers: append-only files {@code <number>.hcb} that whole groups of objects
 * share. Thread-safe; groups are committed one after the other.
 *
 * <p>A container that a failed group touched is never appended to again, and each opening of the
 * home begins a new one, so durable bytes are never written over and no sync is tried twice.
 */
final class ContainerStore {
  private static final String SUFFIX = ".hcb";

  /** 17 digits: by chance alone no two are alike. */
  private static final long MOST_OWN = 100_000_000_000_000_000L;

  /** Makes the keys of a group durable. */
  interface KeySync {
    void sync() throws IOException;
  }

  private final Disk disk;
  private final Path folder;
  private final int store;
  private final VaultId vault;
  private final long rollAt;
  private final ReentrantLock committing = new ReentrantLock();
  private final GroupWriter writer = new GroupWriter();
  private @Nullable Container current;
  private long nextNumber;

  /**
   * @param rollAt length at which the next container is begun; 0 gives each object its own
   */
  ContainerStore(Disk disk, Path folder, int store, VaultId vault, long rollAt) throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.store = store;
    this.vault = vault;
    this.rollAt = rollAt;
    this.nextNumber = 1 + numbers().stream().mapToLong(n -> n).max().orElse(0);
  }

  Path path(long number) {
    return folder.resolve("%010d%s".formatted(number, SUFFIX));
  }

  /** The containers' numbers, ascending. */
  List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String name : disk.list(folder)) {
      if (name.matches("[0-9]{10,18}\\.hcb")) {
        numbers.add(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
      }
    }
    numbers.sort(null);
    return numbers;
  }

  /**
   * Writes a group and returns when it is durable: all of it, or an exception and none of it
   * counts.
   */
  List<BlobAddress> commit(List<SealedEntry> entries, KeySync keys) throws IOException {
    Group group = new Group();
    committing.lock();
    try {
      // First of all: no crash then leaves an object whose key was never durable, and one whose key
      // is unknown is always a loss.
      keys.sync();
      List<BlobAddress> addresses = new ArrayList<>(entries.size());
      for (SealedEntry entry : entries) {
        addresses.add(
            rollAt > 0 && entry.body().standsAlone() ? group.adopt(entry) : group.append(entry));
      }
      writer.flush();
      group.settle();
      return addresses;
    } finally {
      try {
        if (!group.settled) {
          group.undo();
        }
      } finally {
        // Whatever becomes of the cleaning up: the next group may not wait for ever.
        writer.reset();
        committing.unlock();
      }
    }
  }

  /** Removes a container, durably. */
  void remove(long number) throws IOException {
    committing.lock();
    try {
      disk.delete(path(number));
      disk.syncDirectory(folder);
    } finally {
      committing.unlock();
    }
  }

  /** Makes what lies in a container durable, whoever wrote it, and its name. */
  void settle(long number) throws IOException {
    try (DiskFile file = disk.openForWriting(path(number))) {
      file.force();
    }
    disk.syncDirectory(folder);
  }

  void close() throws IOException {
    committing.lock();
    try {
      if (current != null) {
        current.close();
        current = null;
      }
    } finally {
      committing.unlock();
    }
  }

  /** The steps of one commit and what they have touched so far. */
  private final class Group {
    private final List<Container> touched = new ArrayList<>();
    private final List<Path> adopted = new ArrayList<>();
    private boolean settled;

    BlobAddress append(SealedEntry entry) throws IOException {
      long length = entry.head().entryLength();
      Container target = target(length);
      writer.to(target);
      long offset = target.place(length);
      writer.put(entry.head().encode());
      entry.body().copyTo(writer);
      writer.put(entry.descriptor());
      writer.put(entry.tail());
      return new BlobAddress(entry.head().object(), store, target.number(), offset, length);
    }

    /** Makes a long object's spill file a container of its own. */
    BlobAddress adopt(SealedEntry entry) throws IOException {
      endCurrent();
      long number = nextNumber++;
      byte[] header = ContainerHeader.encode(vault, store, number);
      byte[] head = entry.head().encode();
      Path spill = entry.body().complete(header, head, entry.descriptor(), entry.tail());
      disk.rename(spill, path(number));
      adopted.add(path(number));
      return new BlobAddress(
          entry.head().object(), store, number, ContainerHeader.BYTES, entry.head().entryLength());
    }

    /**
     * What comes later lies in a container of a higher number: whoever reads the store again meets
     * everything in the order in which it was laid down.
     */
    private void endCurrent() throws IOException {
      writer.flush();
      if (current != null && !touched.contains(current)) {
        current.close();
      }
      current = null;
    }

    void settle() throws IOException {
      try {
        for (Container container : touched) {
          container.force();
        }
        if (!adopted.isEmpty() || touched.stream().anyMatch(Container::fresh)) {
          disk.syncDirectory(folder);
        }
      } catch (IOException e) {
        throw new DurabilityException("a group of objects could not be made durable", e);
      }
      settled = true;
      for (Container container : touched) {
        container.settled();
        if (container != current) {
          container.close();
        }
      }
    }

    void undo() {
      if (current != null && touched.contains(current)) {
        current = null;
      }
      for (Container container : touched) {
        tryTo(() -> undo(container));
        tryTo(container::close);
      }
      for (Path path : adopted) {
        tryTo(() -> disk.delete(path));
      }
    }

    private void undo(Container container) throws IOException {
      if (container.fresh()) {
        disk.delete(path(container.number()));
      } else {
        // After a failed sync, too: the bytes can still be read though they may never reach the
        // disk, and whoever opened the home next would take them for durable.
        container.cutBack();
      }
    }

    private Container target(long length) throws IOException {
      Container open = current;
      boolean fits = open != null && open.placed() + length <= rollAt;
      if (open == null || !fits) {
        writer.flush();
        if (open != null && !touched.contains(open)) {
          current = null;
          open.close();
        }
        open = create();
        current = open;
      }
      if (!touched.contains(open)) {
        touched.add(open);
      }
      return open;
    }

    private Container create() throws IOException {
      long number = rollAt > 0 ? nextNumber++ : neverUsed();
      Container created = new Container(number, disk.create(path(number)));
      touched.add(created);
      byte[] header = ContainerHeader.encode(vault, store, number);
      writer.to(created);
      created.place(header.length);
      writer.put(header);
      return created;
    }
  }

  /**
   * The number of an object's own container. Containers of this kind are removed, and a number must
   * never come back: an index that knows the earlier one would take the newcomer for it.
   */
  private static long neverUsed() {
    return ThreadLocalRandom.current().nextLong(1, MOST_OWN);
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Cleaning up after a failure: what can't be removed is recognised when it is read. */
  private static void tryTo(Step step) {
    try {
      step.run();
    } catch (IOException _) {
      // The first failure is the one reported.
    }
  }
}

package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;

/**
 * The containers open for reading, the least recently used closed first. Thread-safe; reads of one
 * container run side by side.
 */
final class ContainerReads {
  /** Most containers held open. */
  static final int MAX_OPEN = 128;

  private static final class Handle {
    final DiskFile file;
    int users;
    boolean dropped;

    Handle(DiskFile file) {
      this.file = file;
    }
  }

  private final Disk disk;
  private final ContainerStore store;
  private final LinkedHashMap<Long, Handle> open = new LinkedHashMap<>(16, 0.75f, true);

  ContainerReads(Disk disk, ContainerStore store) {
    this.disk = disk;
    this.store = store;
  }

  /** Reads until the buffer is full or the container ends; returns how many bytes. */
  int read(long container, ByteBuffer into, long position) throws IOException {
    Handle handle = take(container);
    try {
      return handle.file.read(into, position);
    } finally {
      giveBack(handle);
    }
  }

  private synchronized Handle take(long container) throws IOException {
    Handle handle = open.get(container);
    if (handle == null) {
      handle = new Handle(disk.open(store.path(container)));
      open.put(container, handle);
      if (open.size() > MAX_OPEN) {
        drop(open.pollFirstEntry().getValue());
      }
    }
    handle.users++;
    return handle;
  }

  private synchronized void giveBack(Handle handle) throws IOException {
    handle.users--;
    if (handle.dropped && handle.users == 0) {
      handle.file.close();
    }
  }

  private static void drop(Handle handle) throws IOException {
    handle.dropped = true;
    if (handle.users == 0) {
      handle.file.close();
    }
  }

  /** Closes a container that is about to be removed. */
  synchronized void forget(long container) throws IOException {
    Handle handle = open.remove(container);
    if (handle != null) {
      drop(handle);
    }
  }

  synchronized void close() throws IOException {
    for (Handle handle : open.values()) {
      drop(handle);
    }
    open.clear();
  }
}

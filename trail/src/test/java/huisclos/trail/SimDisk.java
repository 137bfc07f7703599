package huisclos.trail;

import huisclos.trail.internal.Disk;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that can stop before any step and then forgets what was not synced: bytes behind
 * the last sync of a file survive as a random beginning, possibly with garbage at its end; names
 * behind the last sync of a folder survive up to a random one. Thread-safe.
 */
final class SimDisk implements Disk {
  /** The machine stopped here. */
  static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("the machine stopped");
    }
  }

  private static final class Node {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private byte[] synced = new byte[0];
    private boolean folder;
  }

  /** A change of names that is not durable yet: {@code node} absent means deleted. */
  private record Change(Path path, List<Node> node) {}

  private final TreeMap<Path, Node> live = new TreeMap<>();
  private final Map<Path, Node> durable = new TreeMap<>();
  private final Map<Path, List<Change>> unsynced = new TreeMap<>();
  private long stepsLeft = Long.MAX_VALUE;
  private boolean stopped;
  private boolean failWritesOnly;
  private long steps;

  SimDisk() {
    Node root = new Node();
    root.folder = true;
    live.put(Path.of("/"), root);
    durable.put(Path.of("/"), root);
  }

  /** Lets the machine stop before its step number {@code n} from here. */
  synchronized void stopAfter(long n) {
    stepsLeft = n;
  }

  /** Lets every write and sync fail from now on, as a full or broken disk would. */
  synchronized void failWrites() {
    failWritesOnly = true;
  }

  /** Steps so far. */
  synchronized long steps() {
    return steps;
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  /** The disk that the machine finds when it starts again. */
  synchronized SimDisk afterPowerCut(Random random) {
    SimDisk next = new SimDisk();
    next.durable.putAll(durable);
    for (List<Change> changes : unsynced.values()) {
      int survive = random.nextInt(changes.size() + 1);
      changes.subList(0, survive).forEach(change -> apply(next.durable, change));
    }
    IdentityHashMap<Node, Node> copies = new IdentityHashMap<>();
    next.durable.replaceAll((path, node) -> copies.computeIfAbsent(node, n -> survivor(n, random)));
    next.live.putAll(next.durable);
    return next;
  }

  /** The disk after only the process died: the kernel keeps what was written, synced or not. */
  synchronized SimDisk afterKill() {
    SimDisk next = new SimDisk();
    IdentityHashMap<Node, Node> copies = new IdentityHashMap<>();
    live.forEach((path, node) -> next.live.put(path, copy(node, copies)));
    durable.forEach((path, node) -> next.durable.put(path, copy(node, copies)));
    unsynced.forEach((folder, changes) ->
        next.unsynced.put(
            folder,
            new ArrayList<>(
                changes.stream()
                    .map(
                        c -> new Change(c.path, c.node.stream().map(n -> copy(n, copies)).toList()))
                    .toList())));
    return next;
  }

  private static Node copy(Node node, IdentityHashMap<Node, Node> copies) {
    return copies.computeIfAbsent(
        node,
        n -> {
          Node copy = new Node();
          copy.folder = n.folder;
          copy.bytes.writeBytes(n.bytes.toByteArray());
          copy.synced = n.synced;
          return copy;
        });
  }

  private static Node survivor(Node node, Random random) {
    Node next = new Node();
    next.folder = node.folder;
    byte[] all = node.bytes.toByteArray();
    byte[] kept = node.synced;
    boolean extended =
        all.length > kept.length && Arrays.equals(all, 0, kept.length, kept, 0, kept.length);
    if (extended) {
      kept = Arrays.copyOf(all, kept.length + random.nextInt(all.length - kept.length + 1));
      // Blocks may reach the disk in any order: one in the middle may be zeros or old bytes.
      if (random.nextInt(3) == 0) {
        int from = node.synced.length + random.nextInt(kept.length - node.synced.length + 1);
        int until = from + random.nextInt(kept.length - from + 1);
        for (int i = from; i < until; i++) {
          kept[i] = random.nextBoolean() ? 0 : (byte) random.nextInt(256);
        }
      }
    }
    next.bytes.writeBytes(kept);
    next.synced = kept;
    return next;
  }

  /** All files, for tests that change them. */
  synchronized List<Path> files() {
    return live.entrySet().stream()
        .filter(e -> !e.getValue().folder)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Replaces a file's bytes behind everybody's back. */
  synchronized void put(Path file, byte[] bytes) {
    Node node = live.computeIfAbsent(file, f -> new Node());
    node.bytes.reset();
    node.bytes.writeBytes(bytes);
    node.synced = bytes.clone();
    durable.put(file, node);
  }

  synchronized byte[] get(Path file) {
    return Objects.requireNonNull(live.get(file)).bytes.toByteArray();
  }

  /** A disk with the same content. */
  synchronized SimDisk copy() {
    return afterKill();
  }

  private void step(boolean write) throws IOException {
    steps++;
    if (stopped || --stepsLeft < 0) {
      stopped = true;
      throw new Stopped();
    }
    if (write && failWritesOnly) {
      throw new IOException("no space left on device");
    }
  }

  private static void apply(Map<Path, Node> names, Change change) {
    if (change.node.isEmpty()) {
      names.remove(change.path);
    } else {
      names.put(change.path, change.node.getFirst());
    }
  }

  private void change(Path path, List<Node> node) {
    Change change = new Change(path, node);
    apply(live, change);
    unsynced.computeIfAbsent(Disk.parent(path), p -> new ArrayList<>()).add(change);
  }

  private Node node(Path path) throws NoSuchFileException {
    Node node = live.get(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  @Override
  public synchronized boolean exists(Path path) throws IOException {
    step(false);
    return live.containsKey(path);
  }

  @Override
  public synchronized List<String> list(Path folder) throws IOException {
    step(false);
    String prefix = folder.toString();
    return live.tailMap(folder, false).keySet().stream()
        .takeWhile(p -> p.toString().startsWith(prefix))
        .filter(p -> folder.equals(p.getParent()))
        .map(Disk::name)
        .sorted()
        .toList();
  }

  @Override
  public synchronized void createDirectory(Path folder) throws IOException {
    step(true);
    if (!live.containsKey(folder)) {
      Node node = new Node();
      node.folder = true;
      change(folder, List.of(node));
    }
  }

  @Override
  public synchronized void syncDirectory(Path folder) throws IOException {
    step(true);
    List<Change> changes = unsynced.remove(folder);
    if (changes != null) {
      changes.forEach(change -> apply(durable, change));
    }
  }

  @Override
  public synchronized Appender create(Path file) throws IOException {
    step(true);
    if (!node(Disk.parent(file)).folder) {
      throw new NoSuchFileException(file.toString());
    }
    Node node = new Node();
    change(file, List.of(node));
    return new Appender() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        // A write may stop half way: the machine knows no records.
        synchronized (SimDisk.this) {
          byte[] all = new byte[bytes.remaining()];
          bytes.get(all);
          int half = all.length / 2;
          node.bytes.write(all, 0, half);
          step(true);
          node.bytes.write(all, half, all.length - half);
          step(true);
        }
      }

      @Override
      public void sync() throws IOException {
        synchronized (SimDisk.this) {
          step(true);
          node.synced = node.bytes.toByteArray();
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public synchronized void truncate(Path file, long size) throws IOException {
    step(true);
    Node node = node(file);
    byte[] cut = Arrays.copyOf(node.bytes.toByteArray(), (int) size);
    node.bytes.reset();
    node.bytes.writeBytes(cut);
    node.synced = cut;
  }

  @Override
  public synchronized Source open(Path file) throws IOException {
    step(false);
    Node node = node(file);
    return new Source() {
      @Override
      public long size() {
        synchronized (SimDisk.this) {
          return node.bytes.size();
        }
      }

      @Override
      public void read(long position, ByteBuffer into) {
        synchronized (SimDisk.this) {
          int length = (int) Math.min(into.remaining(), node.bytes.size() - position);
          if (length > 0) {
            into.put(node.bytes.toByteArray(), (int) position, length);
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    step(true);
    Node node = node(from);
    // One step of the journalling file system: both names change, or neither does.
    live.remove(from);
    change(to, List.of(node));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    step(true);
    if (live.containsKey(path)) {
      change(path, List.of());
    }
  }

  @Override
  public synchronized Optional<Closeable> lock(Path file) throws IOException {
    step(false);
    return Optional.of(() -> {});
  }
}

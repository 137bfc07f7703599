package huisclos.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that can stop before any step and lose, at a crash, what was not made durable:
 * each 512-byte sector of an unforced write, each name of an unsynced folder, independently. Passes
 * the contract test of the real one. Not thread-safe but for the locks of its users.
 */
final class FakeDisk implements Disk {
  /** Thrown at the step where the machine stops, and at every step after it. */
  static final class MachineStopped extends Error {
    private static final long serialVersionUID = 1L;

    MachineStopped() {
      super("machine stopped");
    }
  }

  private static final int SECTOR = 512;

  private sealed interface Change {}

  private static final class Written implements Change {
    final long at;
    final byte[] bytes;

    Written(long at, byte[] bytes) {
      this.at = at;
      this.bytes = bytes;
    }
  }

  private record Cut(long size) implements Change {}

  private static final class Node {
    byte[] content = {};
    byte[] durable = {};
    final List<Change> unforced = new ArrayList<>();
  }

  /** A change of names; {@code null} removes. All of it happens or none. */
  private record Naming(Map<Path, @Nullable Node> names) {}

  private Map<Path, Node> names = new LinkedHashMap<>();
  private Map<Path, Node> durableNames = new LinkedHashMap<>();
  private final List<Naming> unsynced = new ArrayList<>();
  private final Set<Path> folders = new HashSet<>();
  private final List<String> steps = new ArrayList<>();
  private long stopBefore = Long.MAX_VALUE;
  private String failing = "";
  private int failAfter;

  /** Steps taken so far. */
  synchronized long steps() {
    return steps.size();
  }

  synchronized List<String> stepNames() {
    return List.copyOf(steps);
  }

  synchronized long count(String step) {
    return steps.stream().filter(step::equals).count();
  }

  /** The machine stops before this many further steps are done. */
  synchronized void stopAfter(long further) {
    stopBefore = steps.size() + further;
  }

  /** The n-th such step from now on (0: the next) fails with an {@link IOException}, once. */
  synchronized void fail(String step, int after) {
    failing = step;
    failAfter = after;
  }

  /** What is left after power came back. */
  synchronized void crash(RandomGenerator random) {
    for (Naming naming : unsynced) {
      if (random.nextBoolean()) {
        apply(durableNames, naming);
      }
    }
    unsynced.clear();
    names = new LinkedHashMap<>(durableNames);
    // Some crashes lose all, some nothing, most a part.
    double kept = List.of(0.0, 0.3, 0.9, 1.0).get(random.nextInt(4));
    for (Node node : new HashSet<>(names.values())) {
      byte[] content = node.durable;
      for (Change change : node.unforced) {
        content = survive(content, change, random, kept);
      }
      node.unforced.clear();
      node.content = content;
      node.durable = content.clone();
    }
    stopBefore = Long.MAX_VALUE;
    failing = "";
  }

  private static byte[] survive(
      byte[] content, Change change, RandomGenerator random, double kept) {
    return switch (change) {
      case Cut(long size) -> random.nextDouble() < kept ? cut(content, size) : content;
      case Written written -> {
        byte[] result = content;
        for (int from = 0; from < written.bytes.length; ) {
          long at = written.at + from;
          int n = (int) Math.min(written.bytes.length - from, SECTOR - at % SECTOR);
          if (random.nextDouble() < kept) {
            result = put(result, at, Arrays.copyOfRange(written.bytes, from, from + n));
          }
          from += n;
        }
        yield result;
      }
    };
  }

  /** Flips a bit at rest. */
  synchronized void flip(Path file, long at, int bit) {
    Node node = node(file);
    node.content[(int) at] ^= (byte) (1 << bit);
    node.durable = node.content.clone();
  }

  synchronized byte[] content(Path file) {
    return node(file).content.clone();
  }

  synchronized void setContent(Path file, byte[] content) {
    Node node = node(file);
    node.content = content.clone();
    node.durable = content.clone();
    node.unforced.clear();
  }

  synchronized List<Path> files() {
    return List.copyOf(names.keySet());
  }

  private Node node(Path file) {
    Node node = names.get(file);
    if (node == null) {
      throw new IllegalArgumentException("no such file in the fake disk");
    }
    return node;
  }

  private void step(String step) throws IOException {
    if (steps.size() >= stopBefore) {
      throw new MachineStopped();
    }
    steps.add(step);
    if (step.equals(failing) && failAfter-- == 0) {
      failing = "";
      throw new IOException("injected failure of " + step);
    }
  }

  private void name(Map<Path, @Nullable Node> change) {
    Naming naming = new Naming(change);
    apply(names, naming);
    unsynced.add(naming);
  }

  private static void apply(Map<Path, Node> names, Naming naming) {
    naming
        .names()
        .forEach((path, node) -> {
          if (node == null) {
            names.remove(path);
          } else {
            names.put(path, node);
          }
        });
  }

  @Override
  public synchronized DiskFile create(Path file) throws IOException {
    step("create");
    requireFolder(file);
    if (names.containsKey(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Node node = new Node();
    name(Map.of(file, node));
    return new FakeFile(node, true);
  }

  @Override
  public synchronized DiskFile openForWriting(Path file) throws IOException {
    return new FakeFile(existing(file), true);
  }

  @Override
  public synchronized DiskFile open(Path file) throws IOException {
    return new FakeFile(existing(file), false);
  }

  @Override
  public synchronized void createFolder(Path folder) {
    for (Path p = folder; p != null; p = p.getParent()) {
      folders.add(p);
    }
  }

  @Override
  public synchronized boolean exists(Path path) {
    return names.containsKey(path) || folders.contains(path);
  }

  @Override
  public synchronized List<String> list(Path folder) throws IOException {
    if (!folders.contains(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    return names.keySet().stream()
        .filter(p -> folder.equals(p.getParent()))
        .map(p -> p.getFileName().toString())
        .toList();
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    step("rename");
    requireFolder(to);
    Node node = existing(from);
    Map<Path, @Nullable Node> change = new LinkedHashMap<>();
    change.put(from, null);
    change.put(to, node);
    name(change);
  }

  @Override
  public synchronized void link(Path existing, Path further) throws IOException {
    step("link");
    requireFolder(further);
    if (names.containsKey(further)) {
      throw new FileAlreadyExistsException(further.toString());
    }
    name(Map.of(further, existing(existing)));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    step("delete");
    if (names.containsKey(file)) {
      Map<Path, @Nullable Node> change = new LinkedHashMap<>();
      change.put(file, null);
      name(change);
    }
  }

  @Override
  public synchronized void syncDirectory(Path folder) throws IOException {
    step("syncDirectory");
    for (Naming naming : List.copyOf(unsynced)) {
      if (naming.names().keySet().stream().anyMatch(p -> folder.equals(p.getParent()))) {
        apply(durableNames, naming);
        unsynced.remove(naming);
      }
    }
  }

  private Node existing(Path file) throws NoSuchFileException {
    Node node = names.get(file);
    if (node == null) {
      throw new NoSuchFileException(file.toString());
    }
    return node;
  }

  private void requireFolder(Path file) throws NoSuchFileException {
    if (!folders.contains(file.getParent())) {
      throw new NoSuchFileException(file.toString());
    }
  }

  private static byte[] put(byte[] content, long at, byte[] bytes) {
    byte[] result =
        Arrays.copyOf(content, Math.max(content.length, Math.toIntExact(at + bytes.length)));
    System.arraycopy(bytes, 0, result, (int) at, bytes.length);
    return result;
  }

  private static byte[] cut(byte[] content, long size) {
    return size < content.length ? Arrays.copyOf(content, (int) size) : content;
  }

  private final class FakeFile implements DiskFile {
    private final Node node;
    private final boolean writable;
    private boolean closed;

    FakeFile(Node node, boolean writable) {
      this.node = node;
      this.writable = writable;
    }

    private void check(boolean write) throws IOException {
      if (closed || (write && !writable)) {
        throw new IOException("closed, or open for reading only");
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (FakeDisk.this) {
        check(false);
        return node.content.length;
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      synchronized (FakeDisk.this) {
        check(false);
        int n = Math.clamp(node.content.length - position, 0, into.remaining());
        if (n > 0) {
          into.put(node.content, (int) position, n);
        }
        return n;
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      synchronized (FakeDisk.this) {
        check(true);
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        try {
          step("write");
        } catch (IOException | MachineStopped e) {
          // Half of it got through.
          apply(new Written(position, Arrays.copyOf(bytes, bytes.length / 2)));
          throw e;
        }
        apply(new Written(position, bytes));
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FakeDisk.this) {
        check(true);
        step("truncate");
        node.content = cut(node.content, size);
        node.unforced.add(new Cut(size));
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (FakeDisk.this) {
        check(true);
        step("force");
        node.durable = node.content.clone();
        node.unforced.clear();
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    private void apply(Written written) {
      if (written.bytes.length > 0) {
        node.content = put(node.content, written.at, written.bytes);
        node.unforced.add(written);
      }
    }
  }
}

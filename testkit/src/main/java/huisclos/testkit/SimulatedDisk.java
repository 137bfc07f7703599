package huisclos.testkit;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A machine's disk in memory, on which every room of one archive works: it stops before any chosen
 * step of any of them, and all at once. What the archive's crash simulation stands on; the rooms'
 * own disks are adapters to it.
 *
 * <p>What a {@linkplain #powerCut power cut} leaves: of a file what was forced, and of each later
 * write any of its 512-byte sectors; of a folder the names that were synced, and of the later ones
 * some. What a {@linkplain #kill kill} leaves: all that was written, as undurable as before. A
 * {@linkplain Fault#IO_ERROR failed force} is what Linux makes of it: the bytes can still be read,
 * no later force brings them down, and nobody is told again (ATC'20, "Can Applications Recover from
 * fsync Failures?").
 *
 * <p>Steps are what changes the disk, each one numbered; reads are numbered apart. Thread-safe.
 */
public final class SimulatedDisk {
  /** Thrown at the step where the machine stops and by everything after it. */
  public static final class MachineStopped extends Error {
    private static final long serialVersionUID = 1L;

    MachineStopped() {
      super("the machine stopped");
    }
  }

  /** What goes wrong at a step. */
  public enum Fault {
    /** No room: half of a write gets through. */
    NO_SPACE,
    /** A step fails; of a force nothing is certain any more. */
    IO_ERROR
  }

  /** Told when the machine stops, in the thread that stopped it, before anything else goes on. */
  public interface Watcher {
    void stopping();
  }

  private static final int CHANCES = 4;

  private final Map<Path, SimulatedNode> names = new TreeMap<>();
  private final Map<Path, SimulatedNode> durableNames = new TreeMap<>();
  private final List<Naming> unsynced = new ArrayList<>();
  private final List<String> history = new ArrayList<>();
  private final Watcher watcher;
  private long nodes;
  private int boot;
  private boolean stopped;
  private long steps;
  private long reads;
  private long stopAt = Long.MAX_VALUE;
  private long failStep = Long.MAX_VALUE;
  private long failRead = Long.MAX_VALUE;
  private Fault fault = Fault.IO_ERROR;
  private String failedAt = "";

  /** A change of names, all of it or nothing; absent removes. */
  private record Naming(Map<Path, Optional<SimulatedNode>> names) {
    boolean concerns(Path folder) {
      return names.keySet().stream().anyMatch(path -> folder.equals(path.getParent()));
    }

    void apply(Map<Path, SimulatedNode> to) {
      names.forEach((path, node) -> {
        if (node.isPresent()) {
          to.put(path, node.get());
        } else {
          to.remove(path);
        }
      });
    }
  }

  /** An empty disk with these folders on it. */
  public SimulatedDisk(Watcher watcher, Path... folders) {
    this.watcher = watcher;
    for (Path folder : folders) {
      for (Path path = folder; path != null; path = path.getParent()) {
        durableNames.put(path, SimulatedNode.folder(nodes++));
      }
    }
    names.putAll(durableNames);
  }

  /** Steps taken so far. */
  public synchronized long steps() {
    return steps;
  }

  /** Reads so far. */
  public synchronized long reads() {
    return reads;
  }

  /** Whether the machine stands still. */
  public synchronized boolean isStopped() {
    return stopped;
  }

  /** The last steps, for a report. */
  public synchronized List<String> lastSteps(int count) {
    return List.copyOf(history.subList(Math.max(0, history.size() - count), history.size()));
  }

  /** The machine stops before this many further steps are done. */
  public synchronized void stopAfter(long further) {
    stopAt = steps + further;
  }

  /** The machine stops no more by itself. */
  public synchronized void neverStop() {
    stopAt = Long.MAX_VALUE;
  }

  /** The step after this many further ones fails, once. */
  public synchronized void failStep(long further, Fault how) {
    failStep = steps + further;
    fault = how;
  }

  /** The read after this many further ones fails, once. */
  public synchronized void failRead(long further) {
    failRead = reads + further;
  }

  /** The step at which a fault struck; empty as long as none did. */
  public synchronized String failedAt() {
    return failedAt;
  }

  /** Takes back a fault that has not struck. */
  public synchronized void heal() {
    failStep = Long.MAX_VALUE;
    failRead = Long.MAX_VALUE;
  }

  /** A step of something that is not on this disk; the machine may stop here, too. */
  public synchronized void mark(String what) throws IOException {
    step(what, boot);
  }

  /** Stops the machine here and now, unless it stands still already. */
  public synchronized void stop() {
    if (!stopped) {
      stopped = true;
      watcher.stopping();
    }
  }

  /** The power comes back: what was not durable is gone, or some of it. */
  public synchronized void powerCut(RandomGenerator random) {
    loseNames(random);
    double kept = List.of(0.0, 0.3, 0.9, 1.0).get(random.nextInt(CHANCES));
    // In an order of their own: neither names, which are drawn at random, nor addresses decide.
    for (SimulatedNode node : inOrder(durableNames.values())) {
      node.lose(random, kept);
    }
    restart();
    names.clear();
    names.putAll(durableNames);
  }

  private static List<SimulatedNode> inOrder(Collection<SimulatedNode> nodes) {
    return nodes.stream()
        .distinct()
        .sorted(Comparator.comparingLong(SimulatedNode::number))
        .toList();
  }

  /** The process alone died: what it wrote is there, but not durable. */
  public synchronized void kill() {
    restart();
  }

  private void restart() {
    boot++;
    stopped = false;
    neverStop();
    heal();
  }

  private void loseNames(RandomGenerator random) {
    // A journalling file system keeps the order of names; POSIX promises none.
    boolean inOrder = random.nextBoolean();
    int until = random.nextInt(unsynced.size() + 1);
    for (int i = 0; i < unsynced.size(); i++) {
      if (inOrder ? i < until : random.nextBoolean()) {
        unsynced.get(i).apply(durableNames);
      }
    }
    unsynced.clear();
    // What lies in a folder that is gone is gone.
    boolean more = true;
    while (more) {
      more =
          durableNames
              .keySet()
              .removeIf(path -> {
                Path parent = path.getParent();
                return parent != null && !durableNames.containsKey(parent);
              });
    }
  }

  private void step(String what, int asked) throws IOException {
    alive(asked);
    if (steps >= stopAt) {
      stop();
      throw new MachineStopped();
    }
    history.add(what);
    if (steps++ >= failStep) {
      failStep = Long.MAX_VALUE;
      failedAt = what;
      throw new IOException(fault == Fault.NO_SPACE ? "No space left on device" : "I/O error");
    }
  }

  private void readStep(int asked) throws IOException {
    alive(asked);
    if (reads++ >= failRead) {
      failRead = Long.MAX_VALUE;
      failedAt = "read";
      throw new IOException("I/O error");
    }
  }

  /** What an earlier boot had open is dead. */
  private void alive(int asked) {
    if (stopped || asked != boot) {
      throw new MachineStopped();
    }
  }

  private void change(Map<Path, Optional<SimulatedNode>> change) {
    Naming naming = new Naming(change);
    naming.apply(names);
    unsynced.add(naming);
  }

  private SimulatedNode node(Path path) throws NoSuchFileException {
    SimulatedNode node = names.get(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  private void requireFolderOf(Path path) throws NoSuchFileException {
    Path parent = path.getParent();
    if (parent == null || !node(parent).isFolder()) {
      throw new NoSuchFileException(path.toString());
    }
  }

  private static String label(String what, Path path) {
    return what + " " + Objects.requireNonNull(path.getFileName());
  }

  /** Makes a file; with {@code emptied}, one that is there is cut to nothing instead. */
  public synchronized OpenFile create(Path file, boolean emptied) throws IOException {
    step(label("create", file), boot);
    requireFolderOf(file);
    if (names.containsKey(file)) {
      if (!emptied) {
        throw new FileAlreadyExistsException(file.toString());
      }
      node(file).truncate(0);
    } else {
      change(Map.of(file, Optional.of(SimulatedNode.file(nodes++))));
    }
    return new OpenFile(file, node(file), boot);
  }

  /** Opens a file. */
  public synchronized OpenFile open(Path file) throws IOException {
    readStep(boot);
    return new OpenFile(file, node(file), boot);
  }

  /** Makes a folder in one that is there; nothing happens if it is there already. */
  public synchronized void createFolder(Path folder) throws IOException {
    if (names.containsKey(folder)) {
      alive(boot);
      return;
    }
    step(label("folder", folder), boot);
    requireFolderOf(folder);
    change(Map.of(folder, Optional.of(SimulatedNode.folder(nodes++))));
  }

  /** Whether there is a file or folder of the name. */
  public synchronized boolean exists(Path path) throws IOException {
    alive(boot);
    return names.containsKey(path);
  }

  /** The names in a folder, sorted. */
  public synchronized List<String> list(Path folder) throws IOException {
    readStep(boot);
    node(folder);
    return names.keySet().stream()
        .filter(path -> folder.equals(path.getParent()))
        .map(path -> Objects.requireNonNull(path.getFileName()).toString())
        .toList();
  }

  /** Renames, in place of what has that name. */
  public synchronized void rename(Path from, Path to) throws IOException {
    step(label("rename to", to), boot);
    requireFolderOf(to);
    SimulatedNode node = node(from);
    Map<Path, Optional<SimulatedNode>> change = new LinkedHashMap<>();
    change.put(from, Optional.empty());
    change.put(to, Optional.of(node));
    change(change);
  }

  /** Gives a file a further name. */
  public synchronized void link(Path existing, Path further) throws IOException {
    step(label("link", further), boot);
    requireFolderOf(further);
    if (names.containsKey(further)) {
      throw new FileAlreadyExistsException(further.toString());
    }
    change(Map.of(further, Optional.of(node(existing))));
  }

  /** Removes a file or an empty folder; absent is fine. */
  public synchronized void delete(Path path) throws IOException {
    step(label("delete", path), boot);
    if (names.containsKey(path)) {
      if (names.keySet().stream().anyMatch(other -> path.equals(other.getParent()))) {
        throw new DirectoryNotEmptyException(path.toString());
      }
      change(Map.of(path, Optional.empty()));
    }
  }

  /** Makes a folder's names durable. */
  public synchronized void syncFolder(Path folder) throws IOException {
    step(label("sync folder", folder), boot);
    for (Naming naming : List.copyOf(unsynced)) {
      if (naming.concerns(folder)) {
        naming.apply(durableNames);
        unsynced.remove(naming);
      }
    }
  }

  /** A file's bytes as they are now. */
  public synchronized byte[] content(Path file) throws IOException {
    return node(file).content();
  }

  /** All files, sorted. */
  public synchronized List<Path> files() {
    return names.entrySet().stream()
        .filter(entry -> !entry.getValue().isFolder())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A file that is open; dead once the machine has stopped. */
  public final class OpenFile {
    private final Path file;
    private final SimulatedNode node;
    private final int openedIn;

    private OpenFile(Path file, SimulatedNode node, int openedIn) {
      this.file = file;
      this.node = node;
      this.openedIn = openedIn;
    }

    /** Its length, bytes. */
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        alive(openedIn);
        return node.length();
      }
    }

    /** Bytes from a position on, fewer than asked for at the end. */
    public byte[] read(long position, int length) throws IOException {
      synchronized (SimulatedDisk.this) {
        readStep(openedIn);
        return node.read(position, length);
      }
    }

    /** Writes; where it fails or the machine stops, half of it got through. */
    public void write(long position, byte[] bytes) throws IOException {
      synchronized (SimulatedDisk.this) {
        alive(openedIn);
        int half = bytes.length / 2;
        node.write(position, bytes, 0, half);
        step(label("write", file), openedIn);
        node.write(position + half, bytes, half, bytes.length - half);
      }
    }

    /** Cuts it to a length; a shorter one stays as it is. */
    public void truncate(long size) throws IOException {
      synchronized (SimulatedDisk.this) {
        step(label("truncate", file), openedIn);
        node.truncate(size);
      }
    }

    /** Makes content and length durable. */
    public void force() throws IOException {
      synchronized (SimulatedDisk.this) {
        try {
          step(label("force", file), openedIn);
        } catch (IOException e) {
          node.forceFailed();
          throw e;
        }
        node.force();
      }
    }
  }
}

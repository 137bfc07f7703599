package huisclos.probe.results;

import huisclos.vault.ColumnSealer;
import huisclos.vault.Disk;
import huisclos.vault.FileKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The probe's memory: a folder (0700) in which every run has one of its own, sealed by a key.
 *
 * <p>{@code results.key} lies in the folder unless another place is named. In the folder it keeps
 * what is found from who gets a single file of it; kept elsewhere, also from who gets the whole
 * folder (a stolen disk, a copy in a backup). It keeps nothing from who can read both.
 *
 * <p>Runs are kept for {@link #KEEP} unless told otherwise; older ones are removed when the store
 * is opened and when a run begins. Thread-safe.
 */
public final class ResultStore implements Closeable {
  /** How long a run is kept by default, from its begin. */
  public static final Duration KEEP = Duration.ofDays(180);

  private static final String KEY_NAME = "results.key";

  private final Path folder;
  private final InstantSource clock;
  private final Duration keep;
  private final FileKey key;
  private final Sealed sealed;

  private ResultStore(Path folder, InstantSource clock, Duration keep, FileKey key) {
    this.folder = folder;
    this.clock = clock;
    this.keep = keep;
    this.key = key;
    this.sealed = new Sealed(key);
  }

  /** Opens a store, or makes it, with its key in its folder. */
  public static ResultStore open(Path folder, InstantSource clock) throws IOException {
    return open(folder, clock, Optional.empty(), KEEP);
  }

  /**
   * Opens a store, or makes it.
   *
   * @param keyFile where the key is or shall be; empty is in the folder
   * @param keep how long runs are kept from their begin
   * @throws ResultsException when runs are there that the key doesn't open
   */
  public static ResultStore open(
      Path folder, InstantSource clock, Optional<Path> keyFile, Duration keep) throws IOException {
    if (keep.isNegative() || keep.isZero()) {
      throw new IllegalArgumentException("runs are kept for longer than nothing");
    }
    Disk.real().createFolder(folder.resolve("runs"));
    Path place = keyFile.orElse(folder.resolve(KEY_NAME));
    boolean used = !Disk.real().list(folder.resolve("runs")).isEmpty();
    if (used && !Files.exists(place)) {
      throw new ResultsException(
          "the key of these results is missing: " + place,
          "name where it lies by --key, or restore it; without it they can't be read");
    }
    ResultStore store = new ResultStore(folder, clock, keep, FileKey.loadOrCreate(place));
    try {
      store.expire();
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
    return store;
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Begins a run of whose scope nothing but the head is kept. */
  public RunWriter begin(RunHead head) throws IOException {
    return begin(head, ScopeNote.none());
  }

  /** Begins a run. */
  public RunWriter begin(RunHead head, ScopeNote scope) throws IOException {
    expire();
    RunFiles files = files(head.id());
    if (files.hasHead()) {
      throw new ResultsException("there is a run " + head.id() + " already", "take another name");
    }
    Disk.real().createFolder(files.folder());
    return RunWriter.begin(files, head, scope);
  }

  /** Takes up a run that was cut short; a torn last finding is cut off. */
  public RunWriter resume(String runId) throws IOException {
    return RunWriter.resume(files(runId));
  }

  /** All runs, oldest first. */
  public List<RunHead> runs() throws IOException {
    List<RunHead> heads = new ArrayList<>();
    for (String id : Disk.real().list(folder.resolve("runs"))) {
      RunFiles files = files(id);
      if (files.hasHead()) {
        heads.add(files.readHead());
      }
    }
    heads.sort(Comparator.comparing(RunHead::begun).thenComparing(RunHead::id));
    return List.copyOf(heads);
  }

  /**
   * Reads a run; its findings stay on the disk until they are asked for.
   *
   * @throws ResultsException when there is none of this name
   */
  public Run read(String id) throws IOException {
    return new Run(files(id));
  }

  /** The run that began last. */
  public Optional<Run> latest() throws IOException {
    List<RunHead> all = runs();
    return all.isEmpty() ? Optional.empty() : Optional.of(read(all.getLast().id()));
  }

  /** The record of who was told when, which outlives the runs. */
  public ToldBook told() throws IOException {
    return new ToldBook(folder.resolve("told.log"), sealed);
  }

  /**
   * A name for an address that only who has this store's key can undo by trying, the same
   * throughout one context.
   */
  public String pseudonym(String context, String address) {
    byte[] name = key.pseudonym(context, address.getBytes(StandardCharsets.US_ASCII), 5);
    return HexFormat.of().formatHex(name);
  }

  /** Seals what lies beside the runs, such as the trail's signing key. */
  public ColumnSealer sealer(String purpose) {
    return key.sealer(purpose);
  }

  private void expire() throws IOException {
    Instant before = clock.instant().minus(keep);
    for (RunHead head : runs()) {
      if (head.begun().isBefore(before)) {
        remove(files(head.id()));
      }
    }
  }

  private void remove(RunFiles files) throws IOException {
    List<Path> all;
    try (Stream<Path> list = Files.list(files.folder())) {
      all = list.toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
    Files.delete(files.folder());
    Disk.real().syncDirectory(folder.resolve("runs"));
  }

  private RunFiles files(String id) throws ResultsException {
    try {
      RunHead.requireId(id);
    } catch (IllegalArgumentException e) {
      throw new ResultsException("not a run's name", "list the runs with `huisclos probe runs`", e);
    }
    return new RunFiles(folder.resolve("runs").resolve(id), id, sealed);
  }

  /** Forgets the key. */
  @Override
  public void close() {
    key.close();
  }
}

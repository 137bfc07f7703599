package huisclos.app.backup;

import huisclos.app.UserError;
import huisclos.app.home.Home;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import huisclos.vault.BackupSealer;
import huisclos.vault.ContainerInfo;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes one backup. Containers first, as long as that takes; then, while no key can be destroyed or
 * rotated, what belongs together, in this order: index, containers again, key ring, trail. Each
 * holds at least what the one before names, so that the copy is a state which opening catches up
 * from: containers beyond the index are indexed, keys and records beyond the containers do no harm.
 * Stores go on all the while. Used once, by one thread.
 */
public final class BackupRun {
  private static final String INDEX_COPY = "backup-index.db";

  private final BackupSource source;
  private final BackupOrder order;
  private final BackupProgress progress;
  private final BackupSet set;
  private final Actor actor;
  private final Clock clock;

  /** One that is not begun yet. */
  public BackupRun(
      BackupSource source, BackupOrder order, BackupProgress progress, Actor actor, Clock clock) {
    this.source = source;
    this.order = order;
    this.progress = progress;
    this.set = new BackupSet(order.to());
    this.actor = actor;
    this.clock = clock;
  }

  /**
   * What was done.
   *
   * @param number of the backup in its set
   * @param at as of when it is
   * @param containers how many there are
   * @param instances how many the index names
   * @param written bytes that went to the set
   * @param kept how many backups can be restored now
   * @param ended whether earlier ones were taken away because something was destroyed since
   * @param phrase whether the recovery phrase opens it
   * @param damaged containers that are damaged in the home; the set keeps what it had of them
   */
  public record Result(
      int number,
      Instant at,
      int containers,
      long instances,
      long written,
      int kept,
      boolean ended,
      boolean phrase,
      List<String> damaged) {
    public Result {
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * Makes it.
   *
   * @throws UserError if it is refused, or the disk fails: the earlier backups are as they were
   */
  public Result run() {
    try (BackupSealer sealer = source.vault().backupSealer()) {
      order.requireApart(source.home());
      boolean phrase = requirePhrase();
      set.prepare(sealer.vault());
      try (FileChannel _ = set.lock()) {
        return run(sealer, phrase);
      }
    } catch (TrailException e) {
      throw UserError.refused("the trail can't be written: no backup is made", e.fix());
    } catch (IOException e) {
      throw UserError.refused(
          "the backup to " + order.to() + " failed: " + e.getMessage(),
          "see to the disk (is it there? is there room?), then run it again: it goes on where it"
              + " was");
    }
  }

  private boolean requirePhrase() {
    boolean phrase = source.phraseTaken().getAsBoolean();
    if (!phrase && !order.withoutPhrase()) {
      throw UserError.refused(
          "no recovery phrase was taken: with this machine the backup's key would be lost",
          "run `huisclos key phrase` first; or keep the site key apart and say --without-phrase");
    }
    return phrase;
  }

  private Result run(BackupSealer sealer, boolean phrase) throws IOException {
    List<BackupSet.Entry> entries = set.entries();
    List<Manifest> earlier = new ArrayList<>();
    for (BackupSet.Entry entry : entries) {
      set.manifest(entry, sealer).ifPresent(earlier::add);
    }
    Optional<Manifest> last = earlier.isEmpty() ? Optional.empty() : Optional.of(earlier.getLast());
    int number = entries.isEmpty() ? 1 : entries.getLast().number() + 1;
    record(number, "backup begin", Map.of());
    Copying copying = new Copying(set, progress);
    Mirror mirror =
        new Mirror(
            source.vault(),
            set,
            copying,
            progress,
            number,
            last.map(Manifest::containers).orElse(List.of()),
            set.draft(sealer),
            draft -> BackupSet.seal(set.draft(), "draft", draft.encode(), sealer));
    List<ContainerInfo> containers = source.archive().containers();
    progress.expect(containers.size());
    var _ = mirror.bring(containers);
    mirror.save();
    Path index = source.home().root().resolve("tmp").resolve(INDEX_COPY);
    try {
      Manifest made = together(number, last, copying, mirror, index, phrase, sealer);
      return finish(made, earlier, mirror, copying, sealer);
    } finally {
      Files.deleteIfExists(index);
    }
  }

  /** The final phase: nothing is destroyed and no key changes meanwhile. */
  private Manifest together(
      int number,
      Optional<Manifest> last,
      Copying copying,
      Mirror mirror,
      Path index,
      boolean phrase,
      BackupSealer sealer)
      throws IOException {
    Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    source.still().lock();
    try {
      Files.deleteIfExists(index);
      source.archive().index(index);
      List<Stored> containers = mirror.bring(source.archive().containers());
      mirror.save();
      Stored ring = ring(number, last, copying);
      if (phrase) {
        Durable.replace(
            set.recovery(source.siteKey().get().id()),
            Files.readAllBytes(source.home().siteRecovery()));
      }
      var _ = source.trail().checkpoint();
      TrailPacks trail = new TrailPacks(source.home().trail(), copying, sealer, number);
      trail.bring(last.map(Manifest::trail).orElse(List.of()), source.trail().logId());
      Stored small = small(number, copying, trail, sealer);
      return new Manifest(
          number,
          at,
          source.siteKey().get().id(),
          phrase,
          source.vault().ring().destroyedStudyKeys(),
          source.archive().instances(),
          ring,
          index(number, last, copying, index, sealer),
          small,
          containers,
          trail.packs());
    } finally {
      source.still().unlock();
    }
  }

  private Stored index(
      int number, Optional<Manifest> last, Copying copying, Path index, BackupSealer sealer)
      throws IOException {
    String plain = copying.hash(index, Files.size(index));
    Optional<Stored> same =
        last.map(Manifest::index).filter(stored -> stored.plain().equals(Optional.of(plain)));
    return same.isPresent()
        ? same.get()
        : copying.seal(
            "index.db",
            "sealed/%010d-index".formatted(number),
            Optional.of(plain),
            sealer,
            out -> Files.copy(index, out));
  }

  private Stored ring(int number, Optional<Manifest> last, Copying copying) throws IOException {
    Path ring = source.home().keys().resolve("ring");
    long length = Files.size(ring);
    String id = source.siteKey().get().id();
    Optional<Stored> same = last.filter(m -> m.siteKey().equals(id)).map(Manifest::ring);
    if (same.isPresent()
        && same.get().length() == length
        && copying.hash(ring, length).equals(same.get().sha256())) {
      return same.get();
    }
    return copying.copy("keys/ring", "keys/%s-%d.ring".formatted(id, number), ring, length, 0);
  }

  /** Settings, the authority's and the peers' keys, and the trail's edge. Never the site key. */
  private Stored small(int number, Copying copying, TrailPacks trail, BackupSealer sealer)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    Home home = source.home();
    if (Files.exists(home.settings())) {
      files.put("huisclos.toml", bounded(home.settings()));
    }
    try (var keys = Files.walk(home.keys(), 3)) {
      for (Path file : keys.filter(Files::isRegularFile).toList()) {
        String path = home.root().relativize(file).toString();
        if (!path.matches("keys/(site\\.|ring).*|.*\\.(new|next)")) {
          files.put(path, bounded(file));
        }
      }
    }
    trail.edges().forEach((path, content) -> files.put("trail/" + path, content));
    return copying.seal(
        "small",
        "sealed/%010d-home".formatted(number),
        Optional.empty(),
        sealer,
        out -> {
          DataOutputStream data = new DataOutputStream(out);
          for (var file : files.entrySet()) {
            Pack.put(data, file.getKey(), file.getValue());
          }
          Pack.end(data);
        });
  }

  private static byte[] bounded(Path file) throws IOException {
    if (Files.size(file) > Pack.MAX_FILE_BYTES) {
      throw new IOException(file + " is too long to be a small file");
    }
    return Files.readAllBytes(file);
  }

  private Result finish(
      Manifest made, List<Manifest> earlier, Mirror mirror, Copying copying, BackupSealer sealer)
      throws IOException {
    for (String folder : List.of("keys", "blobs", "quarantine", "sealed")) {
      Durable.syncFolder(set.root().resolve(folder));
    }
    BackupSet.seal(
        set.manifests().resolve(BackupSet.manifestName(made.number(), made.at())),
        "manifest " + made.number(),
        made.encode(),
        sealer);
    // From here on it counts.
    boolean destroyed =
        mirror.shredded()
            || earlier.stream().anyMatch(before -> before.destroyed() < made.destroyed());
    List<Manifest> kept = new ArrayList<>();
    if (!destroyed) {
      int from = Math.max(0, earlier.size() - (order.keep() - 1));
      kept.addAll(earlier.subList(from, earlier.size()));
    }
    kept.add(made);
    Pruning.prune(set, kept);
    Sums.write(set, kept, copying);
    record(
        made.number(),
        "backup",
        Map.of(
            Fact.BYTES, Long.toString(progress.written()),
            Fact.INSTANCES, Long.toString(made.instances())));
    return new Result(
        made.number(),
        made.at(),
        made.containers().size(),
        made.instances(),
        progress.written(),
        kept.size(),
        destroyed && !earlier.isEmpty(),
        made.phrase(),
        mirror.damaged());
  }

  private void record(int number, String what, Map<Fact, String> facts) throws TrailException {
    TrailRecord.Builder record =
        TrailRecord.of(clock.instant(), Action.BACKUP, Outcome.DONE, actor)
            .fact(Fact.COMMAND, what)
            .fact(Fact.VERSION, number);
    facts.forEach(record::fact);
    source.trail().append(record.build());
  }
}

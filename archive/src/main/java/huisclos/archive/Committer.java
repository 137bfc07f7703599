package huisclos.archive;

import huisclos.archive.Laying.Laid;
import huisclos.archive.Laying.Placed;
import huisclos.gate.Gate;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.UnknownKeyException;
import huisclos.vault.Vault;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Commits stores of all associations in groups, on one thread: whatever waits when a group has
 * ended is the next one.
 *
 * <p>The order is that of {@code docs/decisions/0006-order-of-durability.md}: keys, bytes, trail,
 * index, acknowledgement. Rows are written while the trail syncs, but the index's transaction ends
 * only after it: nothing is visible that is not on record, nothing on record whose bytes could be
 * lost. If a group fails once its bytes are durable, {@link Recovery} catches the index up before
 * the next group, as it does when the archive is opened.
 */
final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  /** An object of this length goes alone: that it does not fit then harms nobody else. */
  private static final long ALONE_BYTES = Vault.IN_MEMORY_LIMIT;

  /** Steps of a group, for tests that stop between them. */
  enum Step {
    RESOLVED,
    BYTES_DURABLE,
    TRAIL_DURABLE,
    INDEXED
  }

  /** Told of each step; may throw, as if the step after it had failed. */
  interface Probe {
    void reached(Step step) throws IOException;
  }

  /** Work that wants the index to itself. */
  interface Exclusive {
    void run(Session session) throws IOException, SQLException;
  }

  private record Job(Exclusive work, CompletableFuture<Boolean> done) {}

  private sealed interface Entry {
    record Store(StoreTask task) implements Entry {}

    record Alone(Job job) implements Entry {}

    record Stop() implements Entry {}
  }

  private final Vault vault;
  private final Gate gate;
  private final Session session;
  private final IndexWriter writer;
  private final ActEffects effects;
  private final Laying laying;
  private final Recovery recovery;
  private final ForwardRules forwarding;
  private final Clock clock;
  private final Probe probe;
  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final ExecutorService trailWriter =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("archive-trail-", 0).factory());
  private final Thread thread;

  /** Bytes are durable that the index may lack. Only the committer's thread looks at it. */
  private boolean behind;

  private volatile boolean closed;

  Committer(
      Vault vault,
      Gate gate,
      Session session,
      IndexWriter writer,
      ActEffects effects,
      Recovery recovery,
      ForwardRules forwarding,
      Clock clock,
      Probe probe) {
    this.vault = vault;
    this.gate = gate;
    this.session = session;
    this.writer = writer;
    this.effects = effects;
    this.laying = new Laying(vault, clock);
    this.recovery = recovery;
    this.forwarding = forwarding;
    this.clock = clock;
    this.probe = probe;
    this.thread = Thread.ofPlatform().name("archive-committer").daemon().start(this::run);
  }

  /** Queues a store; its future ends with its group. */
  void submit(StoreTask task) {
    if (closed) {
      task.end(new StoreOutcome.OutOfResources());
      return;
    }
    queue.add(new Entry.Store(task));
  }

  /** Whether stores or other work wait for it now. */
  boolean hasWork() {
    return !queue.isEmpty();
  }

  /** Runs something between two groups and waits for it. */
  void exclusively(Exclusive work) throws IOException {
    if (closed) {
      throw new ArchiveException("the archive is closed");
    }
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    queue.add(new Entry.Alone(new Job(work, done)));
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new ArchiveException("the index could not be changed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted while the index was changed", e);
    }
  }

  private void run() {
    try {
      while (true) {
        switch (queue.take()) {
          case Entry.Store(StoreTask task) -> group(task);
          case Entry.Alone(Job job) -> alone(job);
          case Entry.Stop _ -> {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("the committer was interrupted");
    } finally {
      closed = true;
      refuseWaiting();
    }
  }

  private void refuseWaiting() {
    for (Entry left = queue.poll(); left != null; left = queue.poll()) {
      switch (left) {
        case Entry.Store(StoreTask task) -> task.end(new StoreOutcome.OutOfResources());
        case Entry.Alone(Job job) ->
            job.done.completeExceptionally(new ArchiveException("the archive is closed"));
        case Entry.Stop _ -> {}
      }
    }
  }

  private void alone(Job job) {
    try {
      if (behind) {
        recovery.catchUp();
        behind = false;
      }
      job.work.run(session);
      job.done.complete(true);
    } catch (IOException | SQLException | RuntimeException | Error e) {
      session.rollback();
      // It may have laid something down that the index lacks.
      behind = true;
      job.done.completeExceptionally(e);
    } finally {
      // The work may have changed what is remembered.
      writer.forget();
    }
  }

  /** The first and all stores that wait behind it, to the bound or the first that goes alone. */
  private void group(StoreTask first) {
    List<StoreTask> tasks = new ArrayList<>();
    tasks.add(first);
    while (tasks.size() < ArchiveLimits.MAX_GROUP
        && tasks.getLast().blob().length() < ALONE_BYTES
        && queue.peek() instanceof Entry.Store(StoreTask next)
        && next.blob().length() < ALONE_BYTES) {
      var _ = queue.poll();
      tasks.add(next);
    }
    try {
      commit(tasks);
    } catch (IOException | SQLException | RuntimeException | Error e) {
      // Errors too: the thread must live on, and whoever waits must hear. The type alone is logged.
      LOG.warn("a group of {} stores failed: {}", tasks.size(), e.getClass().getName());
      session.rollback();
      writer.forget();
      tasks.forEach(task -> task.end(new StoreOutcome.OutOfResources()));
    }
  }

  /** An instance that must not come back. */
  private record Refused(StoreTask task, DeleteReason reason) {}

  private void commit(List<StoreTask> tasks) throws IOException, SQLException {
    if (behind) {
      recovery.catchUp();
      behind = false;
    }
    List<Placed> placed = new ArrayList<>();
    List<StoreTask> duplicates = new ArrayList<>();
    List<TrailRecord> records = new ArrayList<>();
    List<Refused> rejected = new ArrayList<>();
    List<StoreTask> again = resolve(tasks, placed, duplicates, rejected, records);
    probe.reached(Step.RESOLVED);
    List<Laid> laid = laying.down(placed);
    records.addAll(Laying.records(placed, laid));
    try {
      finish(placed, laid, duplicates, records);
      rejected.forEach(one -> one.task.end(new StoreOutcome.Rejected(one.reason)));
    } catch (IOException | SQLException | RuntimeException e) {
      behind = true;
      throw e;
    }
    again.forEach(this::submit);
  }

  /** Sorts the group into new instances, duplicates and others; gives those that must wait. */
  private List<StoreTask> resolve(
      List<StoreTask> tasks,
      List<Placed> placed,
      List<StoreTask> duplicates,
      List<Refused> rejected,
      List<TrailRecord> records)
      throws SQLException, IOException {
    List<StoreTask> again = new ArrayList<>();
    Map<String, StoreTask> inGroup = new HashMap<>();
    for (StoreTask task : tasks) {
      if (inGroup.putIfAbsent(task.arrival().sopUid(), task) != null) {
        // What it is compared with has to be there first.
        again.add(task);
        continue;
      }
      Optional<Known> known = writer.known(task.arrival().sopUid());
      if (known.isEmpty()) {
        Optional<StudyRef> study = study(task.arrival());
        if (study.isPresent()) {
          placed.add(new Placed(task, study.get(), describe(task)));
          records.add(StoreRecords.stored(task, study.get()));
        } else {
          task.end(new StoreOutcome.Failed());
        }
      } else if (DeleteReason.of(known.get().hiddenFor()).filter(r -> !r.mayReturn()).isPresent()) {
        rejected.add(new Refused(task, DeleteReason.of(known.get().hiddenFor()).orElseThrow()));
        records.add(StoreRecords.rejected(task, known.get()));
      } else if (known.get().sha256().equals(task.blob().sha256())) {
        duplicates.add(task);
        records.add(StoreRecords.duplicate(task, known.get().record()));
      } else {
        task.done().complete(new StoreTask.Ending.Unlike(known.get()));
      }
    }
    return again;
  }

  /** The study of an arrival, unless the ring lacks a key that the index names. */
  private Optional<StudyRef> study(Arrival arrival) throws SQLException, IOException {
    try {
      StudyRef study = writer.resolve(arrival);
      if (vault.ring().contains(study.key)) {
        return Optional.of(study);
      }
    } catch (UnknownKeyException e) {
      LOG.debug("a patient key is missing", e);
    }
    LOG.error("the key ring lacks a key that the index names: restore the later ring");
    return Optional.empty();
  }

  private static BlobDescriptor describe(StoreTask task) {
    Arrival arrival = task.arrival();
    return task.blob()
        .describe(
            arrival.studyUid(),
            arrival.seriesUid(),
            arrival.sopUid(),
            arrival.sopClass(),
            task.transferSyntax());
  }

  private void finish(
      List<Placed> placed, List<Laid> laid, List<StoreTask> duplicates, List<TrailRecord> records)
      throws IOException, SQLException {
    probe.reached(Step.BYTES_DURABLE);
    if (records.isEmpty()) {
      return;
    }
    CompletableFuture<Boolean> onRecord = record(records);
    List<StoreTask> stored = List.of();
    List<StoreTask> unindexed = new ArrayList<>();
    try {
      stored = index(placed, laid, unindexed);
    } finally {
      await(onRecord);
    }
    probe.reached(Step.TRAIL_DURABLE);
    if (!stored.isEmpty()) {
      session.commit();
    }
    enqueue(duplicates);
    probe.reached(Step.INDEXED);
    stored.forEach(task -> task.end(new StoreOutcome.Stored()));
    duplicates.forEach(task -> task.end(new StoreOutcome.Duplicate()));
    unindexed.forEach(task -> task.end(new StoreOutcome.Failed()));
  }

  /**
   * What is sent again is queued unless it was: after a crash between bytes and trail nobody knows
   * who sent the first, and a rule may ask for that.
   */
  private void enqueue(List<StoreTask> duplicates) throws SQLException, IOException {
    if (duplicates.isEmpty() || forwarding.isEmpty()) {
      return;
    }
    session.begin();
    forwarding.enqueue(session, candidates(duplicates));
    session.commit();
  }

  private static List<ForwardRules.Candidate> candidates(List<StoreTask> tasks) {
    return tasks.stream()
        .map(task -> new ForwardRules.Candidate(task.arrival(), task.pass().who().deviceTitle()))
        .toList();
  }

  private CompletableFuture<Boolean> record(List<TrailRecord> records) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    trailWriter.execute(() -> {
      try {
        gate.record(records);
        done.complete(true);
      } catch (TrailException | RuntimeException | Error e) {
        // Errors too: the committer waits for this answer.
        done.completeExceptionally(e);
      }
    });
    return done;
  }

  private static void await(CompletableFuture<Boolean> onRecord) throws IOException {
    try {
      onRecord.get();
    } catch (ExecutionException e) {
      throw new ArchiveException("the trail could not be written", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted while the trail was written", e);
    }
  }

  /**
   * Writes the rows of a group; the transaction stays open. If a row is refused, the group is
   * written anew without what can't be.
   */
  private List<StoreTask> index(List<Placed> placed, List<Laid> laid, List<StoreTask> unindexed)
      throws SQLException, IOException {
    if (placed.isEmpty()) {
      return List.of();
    }
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      left.add(i);
    }
    while (true) {
      int at = 0;
      try {
        session.begin();
        List<StoreTask> stored = new ArrayList<>();
        for (; at < left.size(); at++) {
          Placed one = placed.get(left.get(at));
          insert(one, laid.get(left.get(at)));
          stored.add(one.task());
        }
        writer.settle();
        forwarding.enqueue(session, candidates(stored));
        return stored;
      } catch (SQLException e) {
        session.rollback();
        writer.forget();
        if (at == left.size() || !refusesRow(e)) {
          throw e;
        }
        Placed refused = placed.get(left.remove(/* index */ at));
        LOG.error("an instance can't be indexed: {}", refused.descriptor().sopInstanceUid());
        unindexed.add(refused.task());
        if (left.isEmpty()) {
          return List.of();
        }
      }
    }
  }

  private void insert(Placed one, Laid laid) throws SQLException, IOException {
    if (laid.act().isPresent()) {
      effects.apply(laid.act().get(), _ -> Optional.empty());
    }
    Arrival arrival = one.task().arrival();
    // After a rollback the rows made in it are gone; the keys stay those the bytes are sealed with.
    StudyRef study = writer.resolve(arrival, one.study().key, one.study().patient.key);
    writer.insert(
        arrival,
        study,
        laid.address(),
        one.descriptor(),
        one.task().sealedInstance().bytes(),
        clock.millis());
  }

  /** Whether the row itself is at fault (a broken constraint) rather than the disk. */
  private static boolean refusesRow(SQLException e) {
    return e instanceof SQLiteException sqlite
        && (sqlite.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
  }

  @Override
  public void close() {
    closed = true;
    queue.add(new Entry.Stop());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    trailWriter.close();
  }
}

package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.Tag;
import huisclos.gate.Device;
import huisclos.gate.DeviceCertificate;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import huisclos.testkit.SimulatedDisk;
import huisclos.vault.SiteKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * What goes on in one life: stores of new, known and changed content, acts of a keeper, devices
 * that come and go, tiles, checkpoints and a clock that jumps. Everything that gets an answer is
 * told to the oracle.
 */
final class CrashTurns {
  private static final int MOST_AT_ONCE = 5;
  private static final int SENDERS = 4;
  private static final int STORES_OF_A_SENDER = 12;
  private static final Duration YEARS = Duration.ofDays(3_652);
  private static final Duration DAY = Duration.ofDays(1);
  private static final long PATIENCE_MILLIS = 60_000;

  private final SimulatedSite site;
  private final SimulatedDisk disk;
  private final SimulatedIndex index;
  private final SimulatedClock clock;
  private final CrashOracle oracle;
  private final List<byte[]> siteKeys;
  private final SplittableRandom random;
  private final Consumer<String> story;
  private final boolean faulty;

  CrashTurns(
      SimulatedSite site,
      SimulatedDisk disk,
      SimulatedIndex index,
      SimulatedClock clock,
      CrashOracle oracle,
      List<byte[]> siteKeys,
      SplittableRandom random,
      Consumer<String> story,
      boolean faulty) {
    this.site = site;
    this.disk = disk;
    this.index = index;
    this.clock = clock;
    this.oracle = oracle;
    this.siteKeys = siteKeys;
    this.random = random;
    this.story = story;
    this.faulty = faulty;
  }

  /** So many turns, one after the other. */
  void oneByOne(int turns) throws IOException {
    for (int turn = 0; turn < turns && !disk.isStopped(); turn++) {
      turn();
    }
  }

  /** A turn of each kind, in a fixed order; what a fault of the disk breaks off is passed over. */
  void eachKind() {
    List<Work> works =
        List.of(
            () -> store(1),
            () -> store(MOST_AT_ONCE),
            this::addDevice,
            () -> store(MOST_AT_ONCE),
            this::correct,
            this::decide,
            () -> site.trail.checkpoint(),
            this::delete,
            this::purge,
            this::move,
            () -> store(MOST_AT_ONCE),
            this::restore,
            () -> store(1));
    for (Work work : works) {
      try {
        work.run();
      } catch (IOException | RuntimeException e) {
        assertThat(disk.failedAt()).as("failed though nothing was wrong: %s", e).isNotEmpty();
      }
    }
  }

  /** Senders at once, and somebody who adds and revokes devices. */
  void together() throws IOException {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int sender = 0; sender < SENDERS; sender++) {
      SplittableRandom own = random.split();
      threads.add(
          run(
              failures,
              () -> {
                for (int i = 0; i < STORES_OF_A_SENDER && !disk.isStopped(); i++) {
                  send(own.nextInt(4) == 0 ? again(own) : fresh(own));
                }
              }));
    }
    threads.add(
        run(
            failures,
            () -> {
              for (int i = 0; i < 3; i++) {
                addDevice();
                revokeDevice();
              }
            }));
    join(threads);
    rethrow(failures);
    oneByOne(random.nextInt(4));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread run(List<Throwable> failures, Work work) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            work.run();
          } catch (IOException | RuntimeException | Error e) {
            failures.add(e);
          }
        });
  }

  private static void join(List<Thread> threads) throws IOException {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What is wrong goes before the stop that it may have met. */
  private static void rethrow(List<Throwable> failures) throws IOException {
    for (Throwable failure : failures) {
      if (failure instanceof AssertionError wrong) {
        throw wrong;
      }
    }
    for (Throwable failure : failures) {
      switch (failure) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IOException(failure);
      }
    }
  }

  private void turn() throws IOException {
    switch (random.nextInt(30)) {
      case 0, 1 -> correct();
      case 2 -> move();
      case 3, 4 -> delete();
      case 5 -> restore();
      case 6 -> purge();
      case 7, 8 -> decide();
      case 9 -> addDevice();
      case 10 -> revokeDevice();
      case 11, 12 -> {
        tell("tiles");
        site.trail.checkpoint();
      }
      case 13 -> {
        tell("index checkpoint");
        index.checkpoint(disk);
      }
      case 14 -> {
        Duration jump = random.nextBoolean() ? YEARS : DAY.negated();
        tell("clock jumps by " + jump);
        clock.jump(jump);
      }
      case 15 -> {
        tell("reindex");
        var _ = site.archive.reindex();
      }
      default -> store(1 + random.nextInt(MOST_AT_ONCE));
    }
  }

  private void tell(String what) {
    story.accept(what);
  }

  /** So many stores that go down in one group; one by one where that is enough. */
  void store(int count) throws IOException {
    List<Specimen> specimens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      specimens.add(random.nextInt(4) == 0 ? again(random) : fresh(random));
    }
    tell("store " + specimens);
    // What is set aside is so by its sender, beside the group: it goes alone, so that seeds repeat.
    List<Specimen> group = new ArrayList<>();
    Set<String> uids = new HashSet<>();
    for (Specimen specimen : specimens) {
      if (oracle.cannotConflict(specimen) && uids.add(specimen.uid())) {
        group.add(specimen);
      }
    }
    if (group.size() > 1) {
      asOneGroup(group);
      specimens.removeAll(group);
    }
    for (Specimen specimen : specimens) {
      send(specimen);
    }
  }

  private void asOneGroup(List<Specimen> specimens) throws IOException {
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    threads.add(
        run(
            failures,
            () -> {
              try {
                site.archive.exclusively(_ -> {
                  held.countDown();
                  await(go);
                });
              } finally {
                held.countDown();
              }
            }));
    await(held);
    for (Specimen specimen : specimens) {
      Thread sender = run(failures, () -> send(specimen));
      threads.add(sender);
      untilQueued(sender);
    }
    go.countDown();
    join(threads);
    rethrow(failures);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** A sender that waits has queued its store; then the next one comes, so that seeds repeat. */
  private static void untilQueued(Thread sender) throws IOException {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    try {
      while (sender.getState() != Thread.State.WAITING
          && sender.isAlive()
          && System.currentTimeMillis() < end) {
        Thread.sleep(0, 50_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** An instance that was never sent, of a new or known patient, study and series. */
  private Specimen fresh(SplittableRandom by) {
    return oracle.fresh(by);
  }

  /** What was sent before, or other content under its UID. */
  private Specimen again(SplittableRandom by) {
    List<Specimen> sendable = oracle.sendable();
    if (sendable.isEmpty()) {
      return fresh(by);
    }
    Specimen before = sendable.get(by.nextInt(sendable.size()));
    return by.nextInt(3) == 0 ? before.other(before.version() + 1) : before;
  }

  private void send(Specimen specimen) throws IOException {
    boolean acknowledged = oracle.sent(specimen);
    StoreOutcome outcome = site.store(specimen.header(), specimen.bytes());
    if (outcome instanceof StoreOutcome.OutOfResources || outcome instanceof StoreOutcome.Failed) {
      assertThat(faulty || disk.isStopped())
          .as("%s refused though nothing was wrong: %s", specimen, outcome)
          .isTrue();
    }
    oracle.answered(specimen, acknowledged, outcome);
  }

  private Pass keep() {
    return site.pass(new Request.Keep());
  }

  private Optional<String> study(boolean deleted) {
    List<String> studies = oracle.studies(deleted);
    return studies.isEmpty()
        ? Optional.empty()
        : Optional.of(studies.get(random.nextInt(studies.size())));
  }

  private static boolean done(KeepingOutcome outcome) {
    return outcome instanceof KeepingOutcome.Done;
  }

  private void correct() throws IOException {
    Optional<String> study = study(false);
    if (study.isEmpty()) {
      return;
    }
    String description = "Corrected " + random.nextInt(1_000_000);
    tell("correct " + study.get());
    AttributeChange change = new AttributeChange();
    assertThat(change.set(Tag.STUDY_DESCRIPTION, description)).isEqualTo(AttributeChange.Added.YES);
    oracle.describing(study.get(), description);
    assertThat(site.archive.keeping().correct(keep(), Level.STUDY, study.get(), change, "why"))
        .matches(CrashTurns::done);
    oracle.described(study.get(), description);
  }

  private void move() throws IOException {
    Optional<String> study = study(false);
    Optional<String> target = study(false);
    if (study.isEmpty() || oracle.owner(target.orElseThrow()) == 0) {
      return;
    }
    int owner = oracle.owner(target.get());
    if (oracle.owner(study.get()) == owner) {
      return;
    }
    tell("move " + study.get() + " to patient " + owner);
    oracle.moving(study.get(), owner);
    KeepingOutcome outcome =
        site.archive
            .keeping()
            .move(
                keep(),
                study.get(),
                new PatientId(Specimen.patientId(owner), Optional.empty()),
                "why");
    if (done(outcome)) {
      oracle.moved(study.get(), owner);
    }
  }

  private void delete() throws IOException {
    Optional<String> study = study(false);
    if (study.isEmpty()) {
      return;
    }
    tell("delete " + study.get());
    oracle.deleting(study.get(), true);
    assertThat(
            site.archive.delete(
                keep(), Level.STUDY, study.get(), DeleteReason.SAFETY, "why", DAY.multipliedBy(30)))
        .matches(CrashTurns::done);
    oracle.deleted(study.get(), true);
  }

  private void restore() throws IOException {
    Optional<String> study = study(true);
    if (study.isEmpty()) {
      return;
    }
    tell("restore " + study.get());
    oracle.deleting(study.get(), false);
    KeepingOutcome outcome = site.archive.restore(keep(), study.get(), "why");
    oracle.deleted(study.get(), !done(outcome));
  }

  private void purge() throws IOException {
    boolean now = random.nextBoolean();
    tell(now ? "purge all" : "purge what is due");
    oracle.purging();
    site.archive.purge(
        keep(),
        now,
        destruction -> {
          byte[] next = CrashRun.rawKey();
          siteKeys.add(next);
          site.vault.destroy(destruction, SiteKey.dangerouslyImport(next.clone()));
          siteKeys.removeFirst();
        });
    index.synced();
  }

  private void decide() throws IOException {
    List<String> waiting = oracle.inQuarantine();
    if (waiting.isEmpty()) {
      return;
    }
    String id = waiting.get(random.nextInt(waiting.size()));
    tell("drop from quarantine " + id);
    oracle.decidingOn(id);
    // Refused where the study's keys are gone: its destruction was cut short, and will be ended.
    if (done(site.archive.keeping().decide(keep(), id, false, "why"))) {
      oracle.decidedOn(id);
    }
  }

  private void addDevice() throws IOException {
    String title = "DEV" + oracle.nextDevice();
    tell("add " + title);
    oracle.changingDevice(title, true);
    String print = HexFormat.of().formatHex(CrashRun.rawKey());
    Instant now = clock.instant();
    change(() ->
        site.registry.add(
            new Device(title, Set.of(Verb.STORE), Set.of(), now),
            new DeviceCertificate(
                title,
                print,
                print,
                print,
                DeviceCertificate.Origin.ISSUED,
                now,
                now.plus(YEARS),
                now.plus(YEARS),
                Optional.empty())));
    if (!disk.isStopped()) {
      oracle.changedDevice(title, true);
    }
  }

  private void revokeDevice() throws IOException {
    List<String> good = oracle.goodDevices();
    if (good.isEmpty()) {
      return;
    }
    String title = good.get(random.nextInt(good.size()));
    tell("revoke " + title);
    oracle.changingDevice(title, false);
    change(() -> site.registry.revokeDevice(title, clock.instant()));
    if (!disk.isStopped()) {
      oracle.changedDevice(title, false);
    }
  }

  private interface Change {
    huisclos.gate.DeviceRegistry.Change run();
  }

  private void change(Change change) throws IOException {
    disk.mark("index: a device changes");
    try {
      assertThat(change.run()).isEqualTo(huisclos.gate.DeviceRegistry.Change.DONE);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    index.synced();
    disk.mark("index: a device has changed");
  }
}

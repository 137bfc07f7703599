package huisclos.desk.web.dicomweb;

import huisclos.archive.Archive;
import huisclos.archive.PendingStore;
import huisclos.archive.SopPlace;
import huisclos.archive.StoreHeader;
import huisclos.archive.StoreOutcome;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Identity;
import huisclos.gate.Pass;
import huisclos.gate.Reason;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The instances of one request on their way into the archive: some wait for their group while the
 * next is read. Of one thread.
 */
final class InstanceQueue implements AutoCloseable {
  /** Instances that wait at once: two requests fill a group. */
  private static final int MAX_WAITING = 32;

  private final Gate gate;
  private final Archive archive;
  private final Identity who;
  private final Optional<String> study;
  private final StoreReport report;
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private record Waiting(SopPlace named, PendingStore pending) {}

  InstanceQueue(
      Gate gate, Archive archive, Identity who, Optional<String> study, StoreReport report) {
    this.gate = gate;
    this.archive = archive;
    this.who = who;
    this.study = study;
    this.report = report;
  }

  /**
   * Stores an instance; how it ends is in the report after {@link #finish} at the latest.
   *
   * @param dataSet read to its end
   */
  void store(String sopClass, String sopInstance, String transferSyntax, InputStream dataSet)
      throws IOException {
    SopPlace named = new SopPlace("", "", sopInstance, sopClass);
    // A grant that is withdrawn meanwhile ends a long request too.
    switch (gate.decide(who, new Request.Store())) {
      case Decision.Denied(Reason reason) -> {
        var _ = dataSet.transferTo(OutputStream.nullOutputStream());
        report.denied(named, reason);
      }
      case Decision.Granted(Pass pass) -> {
        waiting.add(
            new Waiting(
                named,
                archive.receive(
                    pass, new StoreHeader(sopClass, sopInstance, transferSyntax), study, dataSet)));
        if (waiting.size() >= MAX_WAITING) {
          settle(waiting.remove());
        }
      }
    }
  }

  /** Takes note of something that is no instance. */
  void unreadable() {
    gate.misbehaviour().inRequest(who, Verb.STORE, Reason.UNACCEPTABLE_OBJECT);
    report.unreadable();
  }

  /** Takes note of an instance that can't be put together. */
  void refuse(String sopClass, String sopInstance, int failure) {
    report.failed(new SopPlace("", "", sopInstance, sopClass), failure);
  }

  private void settle(Waiting one) throws IOException {
    StoreOutcome outcome = one.pending.await();
    if (outcome instanceof StoreOutcome.Invalid) {
      gate.misbehaviour().inRequest(who, Verb.STORE, Reason.UNACCEPTABLE_OBJECT);
    }
    report.ended(one.pending.place().orElse(one.named), outcome);
  }

  /** Waits for all. */
  void finish() throws IOException {
    while (!waiting.isEmpty()) {
      settle(waiting.remove());
    }
  }

  /** Waits for what a request that broke off left behind. */
  @Override
  public void close() throws IOException {
    finish();
  }
}

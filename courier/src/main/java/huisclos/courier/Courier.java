package huisclos.courier;

import huisclos.archive.Archive;
import huisclos.archive.Departures;
import huisclos.archive.StoredInstance;
import huisclos.dicom.DataSet;
import huisclos.gate.Destination;
import huisclos.gate.Disclosure;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.MoveOriginator;
import huisclos.net.MoveReply;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Carries what the archive sends on its own associations: C-MOVE sub-operations, what rules
 * forward, storage commitment reports. Dials registered peers alone. Thread-safe.
 *
 * <p>Opened after the archive and closed before it. What is queued lies in the index; closing parks
 * it there.
 */
public final class Courier implements AutoCloseable {
  private final Gate gate;
  private final Archive archive;
  private final Departures departures;
  private final Dialler dialler;
  private final Forwarder forwarder;
  private final Reporter reporter;

  private Courier(Gate gate, Archive archive, Departures departures, Clock clock) {
    this.gate = gate;
    this.archive = archive;
    this.departures = departures;
    this.dialler = new Dialler(gate);
    this.forwarder = new Forwarder(gate, archive, departures, dialler, clock);
    this.reporter = new Reporter(gate, archive.reportQueue(), dialler, clock);
  }

  /**
   * A courier that moves and dials when asked to, and leaves the queues alone.
   *
   * @param departures how instances of the archive leave
   */
  public static Courier open(Gate gate, Archive archive, Departures departures, Clock clock) {
    return new Courier(gate, archive, departures, clock);
  }

  /** Begins to work off the queues, until it is closed. */
  public void start() {
    forwarder.start();
    reporter.start();
  }

  /**
   * Sends instances to a destination as the sub-operations of a C-MOVE (PS3.4 §C.4.2). The caller
   * has counted {@code total}; each instance is then counted once, unless it was cancelled before
   * its turn. Returns when all is done; what failed is on record then.
   *
   * @param pass for a {@link Request.Move} to this destination, by which they were selected: their
   *     disclosure is on record already
   * @param counts where each is counted, on this thread
   * @throws IOException if the trail can't be written
   */
  public MoveOutcome move(
      Pass pass,
      Destination to,
      List<StoredInstance> instances,
      MoveOriginator originator,
      MoveReply counts)
      throws IOException {
    if (!(pass.request() instanceof Request.Move move)
        || !move.destination().strip().equals(to.aet())) {
      throw new IllegalArgumentException("the pass is not for a move to this destination");
    }
    MoveCount count = new MoveCount(counts);
    new SendRun(dialler, departures, pass, to, Optional.of(originator), count).send(instances);
    MoveOutcome outcome = count.outcome(instances.size());
    if (outcome.failed() > 0 || outcome.cancelled()) {
      recordShortfall(gate, pass, instances, outcome);
    }
    return outcome;
  }

  /** What was announced and didn't arrive: the disclosure on record says more than happened. */
  static void recordShortfall(
      Gate gate, Pass pass, List<StoredInstance> instances, MoveOutcome outcome)
      throws IOException {
    List<String> studies = instances.stream().map(StoredInstance::studyUid).distinct().toList();
    Disclosure what =
        Disclosure.of(studies, List.of(), outcome.failed())
            .with(Fact.COMPLETED, Integer.toString(outcome.completed()))
            .with(Fact.WARNED, Integer.toString(outcome.warned()))
            .with(Fact.FAILED, Integer.toString(outcome.failed()))
            .with(Fact.REASON, outcome.reason().orElse("cancelled"));
    gate.record(List.of(pass.record(Outcome.FAILED, what)));
  }

  /**
   * Queues a storage commitment report for a device, to be delivered to the peer of its title on an
   * association of ours; durable when it returns. It waits while no such peer is registered.
   *
   * @param eventType 1 where all is committed, 2 where something isn't (PS3.4 §J.3.3.1)
   * @return false if too many reports wait
   */
  public boolean report(String device, String transactionUid, int eventType, DataSet information)
      throws IOException {
    return archive.reportQueue().add(device, transactionUid, eventType, information);
  }

  /**
   * Dials a destination for whatever the caller has to do there; close the line.
   *
   * @param proposal presentation contexts and roles, added to our titles
   * @throws huisclos.net.AssociationException with the reason
   * @throws PeerGoneException if it isn't registered any more, or too many lines are open
   */
  public Line dial(Destination to, UnaryOperator<AssociateRequestSpec> proposal)
      throws IOException {
    return dialler.dial(to, proposal);
  }

  /** Why nothing can be forwarded to a destination at present, by its title. */
  public Map<String, String> troubles() {
    return forwarder.troubles();
  }

  /** How many associations of ours are open. */
  public int openLines() {
    return dialler.openLines();
  }

  /** Lets what is being sent end, for a moment, then breaks it off; the queues keep the rest. */
  @Override
  public void close() {
    dialler.close();
    forwarder.stop();
    reporter.stop();
    forwarder.await(dialler::abortAll);
    reporter.await(dialler::abortAll);
    dialler.abortAll();
  }
}

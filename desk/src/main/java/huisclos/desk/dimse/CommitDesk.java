package huisclos.desk.dimse;

import huisclos.archive.Archive;
import huisclos.courier.Courier;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.net.EventReport;
import huisclos.net.FollowUp;
import huisclos.net.NormalizedReply;
import huisclos.net.Status;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Storage commitment as provider (PS3.4 Annex J): the request is answered at once, the instances
 * are verified after, and the report goes to the peer that has the device's title where one is
 * registered, else back on the same association; where that is gone, the courier keeps it until
 * there is such a peer, or it expires. Thread-safe.
 */
final class CommitDesk {
  private static final Logger LOG = LoggerFactory.getLogger(CommitDesk.class);

  /** Transactions that are worked on at once; each holds its references in memory. */
  static final int MAX_TRANSACTIONS = 64;

  private final Gate gate;
  private final Archive archive;
  private final Courier courier;
  private final Set<Transaction> inUse = ConcurrentHashMap.newKeySet();

  CommitDesk(Gate gate, Archive archive, Courier courier) {
    this.gate = gate;
    this.archive = archive;
    this.courier = courier;
  }

  /** A transaction UID is the requestor's own: two devices may have the same. */
  private record Transaction(String device, String uid) {}

  /** Takes a request on: the answer, with the report to follow. */
  NormalizedReply take(Pass pass, String device, CommitRequest request) {
    Transaction transaction = new Transaction(device, request.transactionUid());
    if (inUse.size() >= MAX_TRANSACTIONS) {
      return NormalizedReply.of(Status.RESOURCE_LIMITATION);
    }
    if (!inUse.add(transaction)) {
      return NormalizedReply.of(Status.DUPLICATE_TRANSACTION_UID);
    }
    return NormalizedReply.of(Status.SUCCESS).then(new Report(pass, transaction, request));
  }

  /** Of the association's thread only. */
  private final class Report implements FollowUp {
    private final Pass pass;
    private final Transaction transaction;
    private final CommitRequest request;
    private Optional<EventReport> made = Optional.empty();

    Report(Pass pass, Transaction transaction, CommitRequest request) {
      this.pass = pass;
      this.transaction = transaction;
      this.request = request;
    }

    @Override
    public Optional<EventReport> make() throws IOException {
      EventReport report = verified();
      if (gate.destination(transaction.device()).isEmpty()) {
        return Optional.of(report);
      }
      queue(report);
      inUse.remove(transaction);
      return Optional.empty();
    }

    private EventReport verified() throws IOException {
      EventReport report =
          CommitReports.of(
              request.transactionUid(), gate.aet(), archive.verify(pass, request.references()));
      made = Optional.of(report);
      return report;
    }

    private void queue(EventReport report) throws IOException {
      if (!courier.report(
          transaction.device(), transaction.uid(), report.eventType(), report.information())) {
        LOG.error("a storage commitment report for {} is lost: too many wait", pass.who().name());
      }
    }

    @Override
    public void delivered(int status) {
      if (status == Status.SUCCESS || Status.isWarning(status)) {
        inUse.remove(transaction);
      } else {
        undelivered();
      }
    }

    @Override
    public void undelivered() {
      try {
        queue(made.isPresent() ? made.get() : verified());
      } catch (IOException | RuntimeException e) {
        LOG.error(
            "a storage commitment report for {} is lost: {}",
            pass.who().name(),
            e.getClass().getName());
      } finally {
        inUse.remove(transaction);
      }
    }
  }
}

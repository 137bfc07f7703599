package huisclos.courier;

import huisclos.archive.ReportQueue;
import huisclos.dicom.Uids;
import huisclos.gate.Destination;
import huisclos.gate.Gate;
import huisclos.net.AssociationException;
import huisclos.net.NormalizedResult;
import huisclos.net.Status;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers storage commitment reports to the peer that has the device's title, on associations of
 * our own in which we are the SCP by role selection (PS3.4 §J.3.3, PS3.7 §D.3.3.4). Thread-safe.
 */
final class Reporter extends QueueWorker {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  /** How soon it is looked again whether a peer was registered. */
  private static final Duration UNREGISTERED = Duration.ofSeconds(30);

  private static final List<String> SYNTAXES =
      List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);

  /** The well-known instance that requests and reports name (PS3.4 §J.3.5). */
  private static final String INSTANCE = Uids.STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE;

  private final Gate gate;
  private final ReportQueue queue;
  private final Dialler dialler;
  private final Clock clock;
  private final Set<String> working = ConcurrentHashMap.newKeySet();

  Reporter(Gate gate, ReportQueue queue, Dialler dialler, Clock clock) {
    super("courier-report");
    this.gate = gate;
    this.queue = queue;
    this.dialler = dialler;
    this.clock = clock;
  }

  @Override
  void look() throws IOException {
    Map<String, List<ReportQueue.Waiting>> byDevice = new LinkedHashMap<>();
    for (ReportQueue.Waiting report : queue.due(CourierLimits.REPORTS)) {
      byDevice.computeIfAbsent(report.device(), _ -> new ArrayList<>()).add(report);
    }
    byDevice.forEach((device, reports) -> {
      if (working.add(device)) {
        work(() -> {
          try {
            deliver(device, reports);
          } catch (IOException | RuntimeException e) {
            // The index or the trail; the queue still has them.
            LOG.error("reports can't be delivered: {}", e.getClass().getName());
            pause(CourierLimits.FIRST_PAUSE);
          } finally {
            working.remove(device);
          }
        });
      }
    });
  }

  private void deliver(String device, List<ReportQueue.Waiting> reports) throws IOException {
    Optional<Destination> to = gate.destination(device);
    if (to.isEmpty()) {
      for (ReportQueue.Waiting report : reports) {
        postpone(report, UNREGISTERED, "no peer of the device's title is registered");
      }
      return;
    }
    int settled = 0;
    String why = "";
    try (Line line =
        dialler.dial(
            to.get(),
            spec ->
                spec.propose(Uids.STORAGE_COMMITMENT_PUSH_MODEL, SYNTAXES)
                    .alsoScpOf(Uids.STORAGE_COMMITMENT_PUSH_MODEL))) {
      while (settled < reports.size() && !isStopping()) {
        deliver(line, reports.get(settled));
        settled++;
      }
    } catch (AssociationException e) {
      why = e.ending().words();
    } catch (PeerGoneException e) {
      why = String.valueOf(e.getMessage());
    }
    if (isStopping()) {
      return;
    }
    for (ReportQueue.Waiting report : reports.subList(settled, reports.size())) {
      postpone(report, CourierLimits.pause(report.attempts() + 1), why);
    }
  }

  private void deliver(Line line, ReportQueue.Waiting report) throws IOException {
    gate.record(
        List.of(
            TrailRecord.of(clock.instant(), Action.COMMIT, Outcome.DONE, Actor.system())
                .fact(Fact.DESTINATION, report.device())
                .fact(Fact.REASON, "report")
                .build()));
    NormalizedResult result =
        line.association()
            .nEventReport(
                Uids.STORAGE_COMMITMENT_PUSH_MODEL,
                INSTANCE,
                report.eventType(),
                Optional.of(report.information()));
    int status = result.reply().status();
    if (result.reply().success() || Status.isWarning(status)) {
      queue.delivered(report);
    } else {
      postpone(
          report,
          CourierLimits.pause(report.attempts() + 1),
          status == Status.NOT_NEGOTIATED
              ? "the device doesn't take reports on our associations"
              : "the device answered " + Status.format(status));
    }
  }

  private void postpone(ReportQueue.Waiting report, Duration pause, String why) throws IOException {
    Instant due = clock.instant().plus(pause);
    if (due.isBefore(report.expires())) {
      queue.postpone(report, due, why);
      return;
    }
    queue.failed(report, why);
    LOG.error("a storage commitment report for {} is given up: {}", report.device(), why);
    gate.record(
        List.of(
            TrailRecord.of(clock.instant(), Action.ALERT, Outcome.FAILED, Actor.system())
                .fact(Fact.DESTINATION, report.device())
                .fact(Fact.REASON, why)
                .build()));
  }
}

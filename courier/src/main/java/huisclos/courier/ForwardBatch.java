package huisclos.courier;

import huisclos.archive.Archive;
import huisclos.archive.Departures;
import huisclos.archive.FetchOutcome;
import huisclos.archive.ForwardItem;
import huisclos.archive.ForwardQueue;
import huisclos.archive.Level;
import huisclos.archive.StoredInstance;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.Decision;
import huisclos.gate.Destination;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards what is due for one destination, a bounded number at a time: asks the gate, puts the
 * disclosure on record, sends, marks. Of one thread only.
 */
final class ForwardBatch {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardBatch.class);

  /** Instances marked as sent in one write. */
  private static final int MARKED_AT_ONCE = 20;

  /** As whom the archive forwards, in the trail. */
  static final String SERVICE = "forward";

  private final Gate gate;
  private final Archive archive;
  private final Departures departures;
  private final ForwardQueue queue;
  private final Dialler dialler;
  private final Clock clock;
  private final String destination;
  private final BooleanSupplier stopping;

  /** How a round ended. */
  sealed interface Result {
    /** Nothing is due. */
    record Empty() implements Result {}

    /** Each instance was settled or postponed. */
    record Done() implements Result {}

    /** The destination as a whole can't be sent to. */
    record Unreachable(String why) implements Result {}
  }

  ForwardBatch(
      Gate gate,
      Archive archive,
      Departures departures,
      Dialler dialler,
      Clock clock,
      String destination,
      BooleanSupplier stopping) {
    this.gate = gate;
    this.archive = archive;
    this.departures = departures;
    this.queue = archive.forwardQueue();
    this.dialler = dialler;
    this.clock = clock;
    this.destination = destination;
    this.stopping = stopping;
  }

  /** Forwards the next instances. */
  Result next() throws IOException {
    List<ForwardItem> due = queue.due(destination, CourierLimits.BATCH);
    if (due.isEmpty()) {
      return new Result.Empty();
    }
    Result result = forward(due);
    if (result instanceof Result.Unreachable(String why)) {
      queue.untried(due, why);
      int old = queue.giveUp(destination, CourierLimits.GIVE_UP_AFTER, why);
      if (old > 0) {
        alert(old, why);
      }
    }
    return result;
  }

  private Result forward(List<ForwardItem> due) throws IOException {
    Optional<Destination> to = gate.destination(destination);
    if (to.isEmpty()) {
      return new Result.Unreachable("no peer of this title is registered");
    }
    return switch (gate.decide(gate.service(SERVICE), new Request.Move(destination))) {
      case Decision.Denied(var reason) ->
          new Result.Unreachable("the gate refused: " + reason.word());
      case Decision.Granted(Pass pass) -> {
        Map<String, ForwardItem> items = new LinkedHashMap<>();
        due.forEach(item -> items.put(item.sopInstance(), item));
        DataSet keys = new DataSet();
        keys.putString(Tag.SOP_INSTANCE_UID, items.keySet().toArray(String[]::new));
        yield switch (archive.select(pass, Level.IMAGE, keys)) {
          case FetchOutcome.Selected(List<StoredInstance> found) ->
              send(pass, to.get(), found, items);
          case FetchOutcome.TooMany _, FetchOutcome.Denied _, FetchOutcome.Invalid _ ->
              new Result.Unreachable("the archive refused the selection");
        };
      }
    };
  }

  private Result send(
      Pass pass, Destination to, List<StoredInstance> found, Map<String, ForwardItem> items)
      throws IOException {
    Set<String> there = new HashSet<>();
    found.forEach(instance -> there.add(instance.sopInstance()));
    for (ForwardItem item : items.values()) {
      if (!there.contains(item.sopInstance())) {
        queue.failed(item, "no longer in the archive");
      }
    }
    Marker marker = new Marker(items);
    new SendRun(dialler, departures, pass, to, Optional.empty(), marker).send(found);
    marker.finish();
    if (marker.missed > 0) {
      Courier.recordShortfall(
          gate,
          pass,
          found,
          new MoveOutcome(marker.done, 0, marker.missed, false, Optional.of(marker.reason)));
    }
    if (marker.givenUp > 0) {
      alert(marker.givenUp, marker.reason);
    }
    // Only where nothing got through: one bad instance must not hold up the others.
    return marker.unsent && !stopping.getAsBoolean()
        ? new Result.Unreachable(marker.reason)
        : new Result.Done();
  }

  /** What is given up is said where keepers look: log and trail, and the verb's status. */
  private void alert(int count, String why) throws IOException {
    LOG.error(
        "{} instances were not forwarded to {} and are given up: {} (peer forward retry --to {})",
        count,
        destination,
        why,
        destination);
    gate.record(
        List.of(
            TrailRecord.of(clock.instant(), Action.ALERT, Outcome.FAILED, Actor.system())
                .count(count)
                .fact(Fact.DESTINATION, destination)
                .fact(Fact.REASON, why)
                .build()));
  }

  /** Writes into the queue what becomes of each instance. */
  private final class Marker implements SendRun.Sink {
    private final Map<String, ForwardItem> items;
    private final List<ForwardItem> sent = new ArrayList<>();
    private String reason = "";
    private boolean unsent;
    private int done;
    private int missed;
    private int givenUp;

    Marker(Map<String, ForwardItem> items) {
      this.items = items;
    }

    @Override
    public void settled(StoredInstance instance, Delivery delivery) throws IOException {
      ForwardItem item = items.get(instance.sopInstance());
      if (item == null) {
        return;
      }
      switch (delivery) {
        case Delivery.Completed _, Delivery.Warned _ -> {
          done++;
          sent.add(item);
          if (sent.size() >= MARKED_AT_ONCE) {
            finish();
          }
        }
        case Delivery.Refused(String why, boolean lasting) -> refused(item, why, lasting);
        case Delivery.Unsent(String why) -> {
          unsent = true;
          missed++;
          reason = why;
        }
      }
    }

    private void refused(ForwardItem item, String why, boolean lasting) throws IOException {
      missed++;
      reason = why;
      boolean tooOld = item.queued().plus(CourierLimits.GIVE_UP_AFTER).isBefore(clock.instant());
      if (lasting || tooOld) {
        givenUp++;
        queue.failed(item, why);
      } else {
        queue.postpone(item, clock.instant().plus(CourierLimits.pause(item.attempts() + 1)), why);
      }
    }

    void finish() throws IOException {
      if (!sent.isEmpty()) {
        queue.sent(List.copyOf(sent));
        sent.clear();
      }
    }

    @Override
    public boolean cancelled() {
      return stopping.getAsBoolean();
    }
  }
}

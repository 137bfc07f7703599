package huisclos.net.internal;

import huisclos.dicom.Tag;
import huisclos.net.AcceptedContext;
import huisclos.net.AssociationException;
import huisclos.net.EventReport;
import huisclos.net.FollowUp;
import huisclos.net.PduLimits;
import huisclos.net.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The event reports that we owe the peer of an accepted association, one at a time: the operations
 * window that we answer lets us invoke one. Of the association's thread.
 */
final class EventReports {
  /**
   * A peer that is through releases at once. One that still is there after so long waits for the
   * report; a report on its way to a peer that releases would have it abort.
   */
  private static final Duration GRACE = Duration.ofMillis(100);

  private record Owed(AcceptedContext context, FollowUp followUp) {}

  private final DimseChannel channel;
  private final BiConsumer<String, Throwable> failures;
  private final Deque<Owed> owed = new ArrayDeque<>();
  private @Nullable FollowUp sent;
  private int sentId;

  EventReports(DimseChannel channel, BiConsumer<String, Throwable> failures) {
    this.channel = channel;
    this.failures = failures;
  }

  /** One more, once {@link #proceed} comes to it. */
  void add(AcceptedContext context, FollowUp followUp) {
    if (owed.size() < PduLimits.MAX_WAITING_REPORTS) {
      owed.addLast(new Owed(context, followUp));
    } else {
      tell(followUp::undelivered);
    }
  }

  /** Whether {@link #proceed} has something to do. */
  boolean due() {
    return sent == null && !owed.isEmpty();
  }

  /** Makes and sends the next, where none is on its way. */
  void proceed() throws AssociationException {
    while (due()) {
      Owed next = owed.removeFirst();
      Optional<EventReport> report = make(next.followUp());
      if (report.isPresent() && channel.peerLeft()) {
        tell(next.followUp()::undelivered);
      } else if (report.isPresent()) {
        send(next, report.get());
      }
    }
  }

  private Optional<EventReport> make(FollowUp followUp) throws AssociationException {
    channel.lookAhead(0);
    try {
      long began = System.nanoTime();
      Optional<EventReport> report = followUp.make();
      if (report.isPresent()) {
        channel.awaitArrival(GRACE.minusNanos(System.nanoTime() - began));
      }
      return report;
    } catch (IOException | RuntimeException e) {
      failures.accept("event report", e);
      tell(followUp::undelivered);
      return Optional.empty();
    } finally {
      channel.lookAheadEnds();
    }
  }

  private void send(Owed next, EventReport report) throws AssociationException {
    int id = channel.nextMessageId();
    Command request =
        Command.normalized(
                CommandField.N_EVENT_REPORT,
                id,
                report.sopClass(),
                Optional.of(report.sopInstance()),
                true)
            .with(Tag.EVENT_TYPE_ID, report.eventType());
    try {
      channel.sendWith(next.context(), request, report.information());
      sent = next.followUp();
      sentId = id;
    } catch (AssociationException gone) {
      tell(next.followUp()::undelivered);
      throw gone;
    } catch (IOException | RuntimeException e) {
      failures.accept("event report", e);
      tell(next.followUp()::undelivered);
    }
  }

  /** Whether the message is the answer that is waited for, which then is taken. */
  boolean takes(Message message) throws AssociationException {
    FollowUp followUp = sent;
    if (followUp == null || !message.command().answers(CommandField.N_EVENT_REPORT, sentId)) {
      return false;
    }
    message.dataSet().drain(channel.limits().maxDrainBytes());
    sent = null;
    int status = message.command().status().orElse(Status.PROCESSING_FAILURE);
    tell(() -> followUp.delivered(status));
    return true;
  }

  /** The association is over: what was not answered was not delivered. */
  void abandon() {
    FollowUp followUp = sent;
    sent = null;
    if (followUp != null) {
      tell(followUp::undelivered);
    }
    while (!owed.isEmpty()) {
      tell(owed.removeFirst().followUp()::undelivered);
    }
  }

  private void tell(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) {
      failures.accept("event report", e);
    }
  }
}

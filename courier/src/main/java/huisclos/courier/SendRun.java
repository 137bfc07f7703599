package huisclos.courier;

import huisclos.archive.ArchiveException;
import huisclos.archive.Departure;
import huisclos.archive.Departures;
import huisclos.archive.StoredInstance;
import huisclos.dicom.DicomException;
import huisclos.dicom.Uids;
import huisclos.gate.Destination;
import huisclos.gate.Pass;
import huisclos.net.AcceptedContext;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.DataSetSource;
import huisclos.net.Ending;
import huisclos.net.MoveOriginator;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends disclosed instances to one destination, one after the other, over as few associations as
 * their presentation contexts allow. Of one thread only.
 */
final class SendRun {
  /** Whoever is told what becomes of each instance, on the run's thread. */
  interface Sink {
    void settled(StoredInstance instance, Delivery delivery) throws IOException;

    /** Whether to stop before the next instance. */
    boolean cancelled();
  }

  private final Dialler dialler;
  private final Departures departures;
  private final Pass pass;
  private final Destination to;
  private final Optional<MoveOriginator> originator;
  private final Sink sink;

  /** Associations that broke since the last instance that was answered. */
  private int broken;

  /** Why nothing more can be sent. */
  private Optional<String> over = Optional.empty();

  SendRun(
      Dialler dialler,
      Departures departures,
      Pass pass,
      Destination to,
      Optional<MoveOriginator> originator,
      Sink sink) {
    this.dialler = dialler;
    this.departures = departures;
    this.pass = pass;
    this.to = to;
    this.originator = originator;
    this.sink = sink;
  }

  /** Sends them all unless it is cancelled; each that was reached is settled once. */
  void send(List<StoredInstance> instances) throws IOException {
    for (Batch batch : batches(instances)) {
      Deque<StoredInstance> left = batch.instances();
      while (!left.isEmpty() && over.isEmpty() && !sink.cancelled()) {
        associate(batch.proposal(), left);
      }
      for (StoredInstance instance : left) {
        if (over.isPresent()) {
          sink.settled(instance, new Delivery.Unsent(over.get()));
        }
      }
    }
  }

  /** Sends over one association until all is sent or it breaks. */
  private void associate(Proposal proposal, Deque<StoredInstance> left) throws IOException {
    boolean stood = false;
    try (Line line = dialler.dial(to, proposal::on)) {
      stood = true;
      Map<String, Set<String>> accepted = accepted(line.association());
      while (!left.isEmpty() && !sink.cancelled()) {
        if (!line.isWelcome()) {
          throw new PeerGoneException("no longer registered, or its certificate was revoked");
        }
        Delivery delivery = send(line.association(), accepted, left.getFirst());
        broken = 0;
        sink.settled(left.removeFirst(), delivery);
      }
      line.association().release();
    } catch (AssociationException e) {
      if (!left.isEmpty()) {
        broke(e.ending(), left, stood);
      }
    } catch (PeerGoneException e) {
      over = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void broke(Ending ending, Deque<StoredInstance> left, boolean stood) throws IOException {
    broken++;
    if (!stood) {
      over = Optional.of(ending.words());
    } else if (ending instanceof Ending.AbortedHere(Ending.Cause cause)
        && cause == Ending.Cause.SOURCE_FAILED) {
      sink.settled(left.removeFirst(), new Delivery.Refused("it can't be read here", true));
    } else if (broken > 1) {
      // The same instance broke two associations: the others may pass.
      sink.settled(left.removeFirst(), new Delivery.Refused(ending.words(), false));
      if (broken >= CourierLimits.MAX_BROKEN) {
        over = Optional.of(ending.words());
      }
    }
  }

  private Delivery send(
      Association association, Map<String, Set<String>> accepted, StoredInstance instance)
      throws AssociationException {
    Optional<String> syntax =
        departures.choose(
            instance.transferSyntax(), accepted.getOrDefault(instance.sopClass(), Set.of()));
    if (syntax.isEmpty()) {
      return new Delivery.Refused(
          accepted.containsKey(instance.sopClass())
              ? "the destination doesn't take its transfer syntax"
              : "the destination doesn't take its SOP class",
          true);
    }
    try {
      return switch (departures.prepare(pass, instance, syntax.get())) {
        case Departure.Refused(String why, boolean lasting) ->
            new Delivery.Refused("it can't be transcoded: " + why, lasting);
        case Departure.Ready ready -> {
          try (ready) {
            yield delivery(store(association, instance, syntax.get(), ready));
          }
        }
      };
    } catch (AssociationException e) {
      throw e;
    } catch (IOException e) {
      return new Delivery.Refused("it can't be read here", true);
    }
  }

  private Reply store(
      Association association, StoredInstance instance, String syntax, Departure.Ready ready)
      throws IOException {
    DataSetSource source = new Unsealed(ready);
    return originator.isPresent()
        ? association.store(
            instance.sopClass(), instance.sopInstance(), source, syntax, originator.get())
        : association.store(instance.sopClass(), instance.sopInstance(), source, syntax);
  }

  private static Delivery delivery(Reply reply) {
    if (reply.success()) {
      return new Delivery.Completed();
    }
    if (Status.isWarning(reply.status())) {
      return new Delivery.Warned(reply.status());
    }
    // Out of resources, duplicate invocation, resource limitation: another time, perhaps.
    boolean passing =
        (reply.status() & 0xFF00) == 0xA700
            || reply.status() == Status.PROCESSING_FAILURE
            || reply.status() == 0x0210
            || reply.status() == 0x0213;
    return new Delivery.Refused(
        "the destination answered " + Status.format(reply.status()), !passing);
  }

  private static Map<String, Set<String>> accepted(Association association) {
    return association.contexts().stream()
        .filter(AcceptedContext::requestorIsScu)
        .collect(
            Collectors.groupingBy(
                AcceptedContext::abstractSyntax,
                Collectors.mapping(AcceptedContext::transferSyntax, Collectors.toSet())));
  }

  /** Splits so that each part needs no more contexts than an association has; order is kept. */
  private List<Batch> batches(List<StoredInstance> instances) {
    List<Batch> batches = new ArrayList<>();
    Batch current = new Batch(proposal(), new ArrayDeque<>());
    for (StoredInstance instance : instances) {
      Proposal.Offer offer = new Proposal.Offer(instance.sopClass(), instance.transferSyntax());
      if (!current.proposal().add(offer)) {
        batches.add(current);
        current = new Batch(proposal(), new ArrayDeque<>());
        var _ = current.proposal().add(offer);
      }
      current.instances().add(instance);
    }
    batches.add(current);
    return batches;
  }

  /** What one association can carry. */
  private record Batch(Proposal proposal, Deque<StoredInstance> instances) {}

  private Proposal proposal() {
    return new Proposal(
        stored -> departures.offers(stored).contains(Uids.EXPLICIT_VR_LITTLE_ENDIAN));
  }

  /** An instance's data set, unsealed and, if need be, converted while it is sent. */
  private record Unsealed(Departure.Ready ready) implements DataSetSource {
    @Override
    public long length() {
      return ready.length();
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
      try {
        ready.writer().writeTo(target);
      } catch (ArchiveException | DicomException e) {
        throw new IOException("a stored object can't be read", e);
      }
    }
  }
}

package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.net.AcceptedContext;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.NEventReportRequest;
import huisclos.net.NormalizedResult;
import huisclos.net.PduLimits;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The invoking side of the N-operations (PS3.7 §10.3), and event reports that come in return. */
public final class NormalizedScu {
  /** An event report that came, and what its answer needs. */
  private record Event(Message message, NEventReportRequest request) {}

  private final DimseChannel channel;
  private final ScuSession session;
  private final Deque<Event> events = new ArrayDeque<>();

  NormalizedScu(DimseChannel channel, ScuSession session) {
    this.channel = channel;
    this.session = session;
  }

  public NormalizedResult nAction(
      Optional<AcceptedContext> context,
      String sopInstance,
      int actionType,
      Optional<DataSet> information)
      throws IOException {
    return invoke(
        CommandField.N_ACTION,
        context,
        Optional.of(sopInstance),
        information,
        c -> c.with(Tag.ACTION_TYPE_ID, actionType));
  }

  public NormalizedResult nEventReport(
      Optional<AcceptedContext> context,
      String sopInstance,
      int eventType,
      Optional<DataSet> information)
      throws IOException {
    return invoke(
        CommandField.N_EVENT_REPORT,
        context,
        Optional.of(sopInstance),
        information,
        c -> c.with(Tag.EVENT_TYPE_ID, eventType));
  }

  public NormalizedResult nCreate(
      Optional<AcceptedContext> context, Optional<String> sopInstance, DataSet attributes)
      throws IOException {
    return invoke(CommandField.N_CREATE, context, sopInstance, Optional.of(attributes), c -> c);
  }

  public NormalizedResult nSet(
      Optional<AcceptedContext> context, String sopInstance, DataSet modifications)
      throws IOException {
    return invoke(
        CommandField.N_SET, context, Optional.of(sopInstance), Optional.of(modifications), c -> c);
  }

  public NormalizedResult nGet(
      Optional<AcceptedContext> context, String sopInstance, List<Integer> tags)
      throws IOException {
    return invoke(
        CommandField.N_GET,
        context,
        Optional.of(sopInstance),
        Optional.empty(),
        c -> tags.isEmpty() ? c : c.withTags(Tag.ATTRIBUTE_IDENTIFIER_LIST, tags));
  }

  public NormalizedResult nDelete(Optional<AcceptedContext> context, String sopInstance)
      throws IOException {
    return invoke(
        CommandField.N_DELETE, context, Optional.of(sopInstance), Optional.empty(), c -> c);
  }

  /** Invokes one; {@code more} adds what this one's command has. */
  private NormalizedResult invoke(
      CommandField field,
      Optional<AcceptedContext> context,
      Optional<String> sopInstance,
      Optional<DataSet> dataSet,
      UnaryOperator<Command> more)
      throws IOException {
    if (context.isEmpty()) {
      return NormalizedResult.of(Status.NOT_NEGOTIATED);
    }
    AcceptedContext in = context.get();
    int id = channel.nextMessageId();
    Command request =
        more.apply(
            Command.normalized(field, id, in.abstractSyntax(), sopInstance, dataSet.isPresent()));
    if (dataSet.isPresent()) {
      channel.sendWith(in, request, dataSet.get());
    } else {
      channel.send(in, request);
    }
    session.running(true);
    Message answer = session.message();
    if (!answer.command().answers(field, id) || answer.command().status().isEmpty()) {
      throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
    }
    Reply reply = answer.command().reply();
    Optional<DataSet> attributes = attributes(answer);
    session.running(false);
    String instance = answer.command().sopInstance();
    return new NormalizedResult(
        reply, instance.isEmpty() ? Optional.empty() : Optional.of(instance), attributes);
  }

  private Optional<DataSet> attributes(Message message) throws IOException {
    try {
      return channel.attributes(message);
    } catch (AssociationException gone) {
      throw gone;
    } catch (IOException malformed) {
      channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
      throw malformed;
    }
  }

  /** Takes an event report in, which is answered once it is asked for. */
  void arrived(Message message) throws AssociationException {
    Command command = message.command();
    int status;
    if (command.messageId().isEmpty()) {
      throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
    } else if (!message.context().requestorIsScu()
        || !command.sopClass().equals(message.context().abstractSyntax())) {
      status = Status.SOP_CLASS_NOT_SUPPORTED;
    } else if (!Uid.isUsable(command.sopInstance())) {
      status = Status.INVALID_SOP_INSTANCE;
    } else if (command.integer(Tag.EVENT_TYPE_ID).isEmpty()) {
      status = Status.MISTYPED_ARGUMENT;
    } else if (events.size() == PduLimits.MAX_WAITING_REPORTS) {
      status = Status.RESOURCE_LIMITATION;
    } else {
      try {
        events.addLast(
            new Event(
                message,
                new NEventReportRequest(
                    message.context(),
                    command.sopClass(),
                    command.sopInstance(),
                    command.integer(Tag.EVENT_TYPE_ID).getAsInt(),
                    channel.attributes(message))));
        return;
      } catch (AssociationException gone) {
        throw gone;
      } catch (BoundedInput.TooLong tooLong) {
        status = Status.RESOURCE_LIMITATION;
      } catch (IOException malformed) {
        status = Status.PROCESSING_FAILURE;
      }
    }
    message.dataSet().drain(channel.limits().maxDrainBytes());
    ProviderSession.send(channel, message, Reply.of(status));
  }

  /** Waits for an event report and answers it. */
  public Optional<NEventReportRequest> await(
      Duration time, Function<NEventReportRequest, Integer> handler) throws AssociationException {
    long due = System.nanoTime() + time.toNanos();
    while (events.isEmpty()) {
      Optional<Optional<Message>> next =
          channel.nextWithin(Duration.ofNanos(due - System.nanoTime()));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      Message message = next.get().orElse(null);
      if (message == null || !message.command().is(CommandField.N_EVENT_REPORT)) {
        throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
      }
      arrived(message);
    }
    Event event = events.removeFirst();
    ProviderSession.send(channel, event.message(), Reply.of(handler.apply(event.request())));
    return Optional.of(event.request());
  }
}

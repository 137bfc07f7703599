package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.net.AcceptedContext;
import huisclos.net.AssociationException;
import huisclos.net.DataSetSource;
import huisclos.net.Ending;
import huisclos.net.GetResult;
import huisclos.net.MoveOriginator;
import huisclos.net.MoveResult;
import huisclos.net.Reply;
import huisclos.net.Status;
import huisclos.net.StoreReceiver;
import huisclos.net.SubOperations;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The invoking side of the DIMSE services. Of one thread, but for {@link #cancel}. */
public final class ScuSession {
  private final DimseChannel channel;
  private final NormalizedScu normalized;

  /** The message id of the find, get or move that runs, else 0. */
  private volatile int cancellable;

  private volatile int cancellableContext;
  private volatile boolean running;

  public ScuSession(DimseChannel channel) {
    this.channel = channel;
    this.normalized = new NormalizedScu(channel, this);
  }

  /** The N-operations. */
  public NormalizedScu normalized() {
    return normalized;
  }

  void running(boolean now) {
    running = now;
  }

  /** Whether an operation has begun and not ended: only an abort can follow. */
  public boolean running() {
    return running;
  }

  public Reply echo(Optional<AcceptedContext> context) throws AssociationException {
    if (context.isEmpty()) {
      return Reply.of(Status.NOT_NEGOTIATED);
    }
    int id = channel.nextMessageId();
    AcceptedContext in = context.get();
    Command request = Command.request(CommandField.C_ECHO, id, in.abstractSyntax(), false);
    running = true;
    channel.send(in, request);
    Reply reply = response(CommandField.C_ECHO, id).command().reply();
    running = false;
    return reply;
  }

  public Reply store(
      Optional<AcceptedContext> context,
      String sopInstance,
      DataSetSource source,
      Optional<MoveOriginator> originator)
      throws IOException {
    if (context.isEmpty()) {
      return Reply.of(Status.NOT_NEGOTIATED);
    }
    int id = channel.nextMessageId();
    running = true;
    try {
      StoreScu.send(channel, context.get(), id, sopInstance, source, originator);
    } catch (StoreScu.SourceFailed e) {
      running = false;
      throw e;
    }
    Reply reply = response(CommandField.C_STORE, id).command().reply();
    running = false;
    return reply;
  }

  public Reply find(
      Optional<AcceptedContext> context, DataSet identifier, Consumer<DataSet> matches)
      throws IOException {
    if (context.isEmpty()) {
      return Reply.of(Status.NOT_NEGOTIATED);
    }
    int id = begin(CommandField.C_FIND, context.get(), identifier, c -> c);
    while (true) {
      Message message = response(CommandField.C_FIND, id);
      Reply reply = message.command().reply();
      if (!Status.isPending(reply.status())) {
        message.dataSet().drain(channel.limits().maxDrainBytes());
        end();
        return reply;
      }
      matches.accept(identifier(message));
    }
  }

  public GetResult get(
      Optional<AcceptedContext> context, DataSet identifier, StoreReceiver receiver)
      throws IOException {
    if (context.isEmpty()) {
      return new GetResult(Reply.of(Status.NOT_NEGOTIATED), SubOperations.NONE, List.of());
    }
    int id = begin(CommandField.C_GET, context.get(), identifier, c -> c);
    while (true) {
      Message message = message();
      Command command = message.command();
      if (command.is(CommandField.C_STORE)) {
        take(message, receiver);
        continue;
      }
      if (!command.answers(CommandField.C_GET, id)) {
        throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
      }
      Reply reply = command.reply();
      SubOperations counts = counts(command);
      if (Status.isPending(reply.status())) {
        message.dataSet().drain(channel.limits().maxDrainBytes());
        receiver.progress(counts);
        continue;
      }
      List<String> failed = failedInstances(message);
      end();
      return new GetResult(reply, counts, failed);
    }
  }

  public MoveResult move(
      Optional<AcceptedContext> context,
      String destination,
      DataSet identifier,
      Consumer<SubOperations> progress)
      throws IOException {
    if (context.isEmpty()) {
      return new MoveResult(Reply.of(Status.NOT_NEGOTIATED), SubOperations.NONE, List.of());
    }
    int id =
        begin(
            CommandField.C_MOVE,
            context.get(),
            identifier,
            c -> c.with(Tag.MOVE_DESTINATION, destination));
    while (true) {
      Message message = response(CommandField.C_MOVE, id);
      Reply reply = message.command().reply();
      SubOperations counts = counts(message.command());
      if (!Status.isPending(reply.status())) {
        List<String> failed = failedInstances(message);
        end();
        return new MoveResult(reply, counts, failed);
      }
      message.dataSet().drain(channel.limits().maxDrainBytes());
      progress.accept(counts);
    }
  }

  private List<String> failedInstances(Message message) throws IOException {
    return message.command().hasDataSet()
        ? identifier(message).strings(Tag.FAILED_SOP_INSTANCE_UID_LIST)
        : List.of();
  }

  private int begin(
      CommandField field, AcceptedContext context, DataSet identifier, UnaryOperator<Command> more)
      throws IOException {
    int id = channel.nextMessageId();
    Command request = Command.request(field, id, context.abstractSyntax(), true);
    running = true;
    try {
      channel.sendWith(context, more.apply(request), identifier);
    } catch (AssociationException gone) {
      throw gone;
    } catch (IOException | RuntimeException e) {
      running = false;
      throw e;
    }
    cancellableContext = context.id();
    cancellable = id;
    return id;
  }

  private void end() {
    cancellable = 0;
    running = false;
  }

  /** Cancels what runs. From any thread: its one PDU goes between those of the other. */
  public void cancel() throws AssociationException {
    int id = cancellable;
    if (id == 0) {
      return;
    }
    MessageWriter own = channel.anotherWriter();
    try {
      own.command(cancellableContext, Command.cancel(id));
      own.flush();
    } catch (AssociationException gone) {
      throw gone;
    } catch (IOException e) {
      throw new IllegalStateException("a command set is encoded in memory", e);
    }
  }

  private static SubOperations counts(Command command) {
    return new SubOperations(
        command.integer(Tag.NUMBER_OF_REMAINING_SUBOPERATIONS).orElse(0),
        command.integer(Tag.NUMBER_OF_COMPLETED_SUBOPERATIONS).orElse(0),
        command.integer(Tag.NUMBER_OF_FAILED_SUBOPERATIONS).orElse(0),
        command.integer(Tag.NUMBER_OF_WARNING_SUBOPERATIONS).orElse(0));
  }

  /** One instance of a retrieval. */
  private void take(Message message, StoreReceiver receiver) throws IOException {
    Command command = message.command();
    if (command.messageId().isEmpty()) {
      throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
    }
    Reply reply;
    if (!message.context().requestorIsScp()
        || !command.sopClass().equals(message.context().abstractSyntax())) {
      reply = Reply.of(Status.SOP_CLASS_NOT_SUPPORTED);
    } else if (!command.hasDataSet()) {
      reply = Reply.of(Status.MISTYPED_ARGUMENT);
    } else if (!Uid.isUsable(command.sopInstance())) {
      reply = Reply.of(Status.INVALID_SOP_INSTANCE);
    } else {
      reply = received(message, receiver);
    }
    message.dataSet().drain(channel.limits().maxDrainBytes());
    ProviderSession.send(channel, message, reply);
  }

  private Reply received(Message message, StoreReceiver receiver) throws AssociationException {
    try {
      return receiver.store(ProviderSession.storeRequest(message), message.dataSet());
    } catch (IOException | RuntimeException e) {
      if (channel.layer().ending().isPresent()) {
        throw channel.layer().gone();
      }
      return Reply.of(Status.PROCESSING_FAILURE);
    }
  }

  private DataSet identifier(Message message) throws IOException {
    try {
      return channel.identifier(message);
    } catch (AssociationException gone) {
      throw gone;
    } catch (IOException malformed) {
      channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
      throw malformed;
    }
  }

  /** The next message that isn't an event report; those wait until they are asked for. */
  Message message() throws AssociationException {
    while (true) {
      Message message = channel.next().orElse(null);
      if (message == null) {
        // A peer that releases while it owes an answer.
        throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
      }
      if (!message.command().is(CommandField.N_EVENT_REPORT)) {
        return message;
      }
      normalized.arrived(message);
    }
  }

  /** The answer to this operation, of which only pending ones and identifiers have a data set. */
  private Message response(CommandField field, int id) throws AssociationException {
    Message message = message();
    if (!message.command().answers(field, id) || message.command().status().isEmpty()) {
      throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
    }
    if (field != CommandField.C_FIND && field != CommandField.C_MOVE) {
      message.dataSet().drain(channel.limits().maxDrainBytes());
    }
    return message;
  }
}

package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.FindRequest;
import huisclos.net.GetRequest;
import huisclos.net.MoveRequest;
import huisclos.net.NormalizedReply;
import huisclos.net.Reply;
import huisclos.net.ServiceProvider;
import huisclos.net.Status;
import huisclos.net.StoreRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/**
 * Serves the operations of one accepted association, one after the other, until it ends. Of the
 * connection's thread.
 */
public final class ProviderSession {
  private final DimseChannel channel;
  private final ServiceProvider provider;
  private final BiConsumer<String, Throwable> failures;
  private final NormalizedService normalized;
  private final EventReports reports;
  private volatile boolean busy;

  /**
   * @param failures is told where a provider threw, and what
   */
  public ProviderSession(
      DimseChannel channel, ServiceProvider provider, BiConsumer<String, Throwable> failures) {
    this.channel = channel;
    this.provider = provider;
    this.failures = failures;
    this.normalized = new NormalizedService(channel, provider, failures);
    this.reports = new EventReports(channel, failures);
  }

  /** Whether an operation is running. */
  public boolean busy() {
    return busy;
  }

  /** Serves until the peer releases. */
  public void run() throws AssociationException {
    try {
      while (true) {
        report();
        Optional<Message> message = channel.next();
        if (message.isEmpty()) {
          channel.layer().answerRelease();
          channel.layer().linger();
          return;
        }
        busy = true;
        try {
          serve(message.get());
        } finally {
          channel.letGo();
          busy = false;
        }
      }
    } finally {
      reports.abandon();
    }
  }

  private void report() throws AssociationException {
    if (reports.due()) {
      busy = true;
      try {
        reports.proceed();
      } finally {
        busy = false;
      }
    }
  }

  /** An operation of the provider, without what all have in common. */
  private interface Operation {
    Reply run() throws IOException;
  }

  private void serve(Message message) throws AssociationException {
    Command command = message.command();
    if (command.is(CommandField.C_CANCEL)) {
      // It came when its operation was already over, or before it begins.
      message.dataSet().drain(channel.limits().maxDrainBytes());
      channel.heardCancel(message);
      return;
    }
    if (reports.takes(message)) {
      return;
    }
    if (command.isResponse() || command.messageId().isEmpty()) {
      throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
    }
    Optional<CommandField> field = CommandField.ofRequest(command.field());
    if (field.isEmpty()) {
      refuse(message, Status.UNRECOGNIZED_OPERATION);
      return;
    }
    switch (field.get()) {
      case C_ECHO -> echo(message);
      case C_STORE -> store(message);
      case C_FIND -> find(message);
      case C_GET -> get(message);
      case C_MOVE -> move(message);
      case N_EVENT_REPORT -> {
        if (message.context().requestorIsScp()) {
          normalized(field.get(), message);
        } else {
          // Only who provides a service reports its events.
          refuse(message, Status.UNRECOGNIZED_OPERATION);
        }
      }
      case N_GET, N_SET, N_ACTION, N_CREATE, N_DELETE -> {
        if (fits(message)) {
          normalized(field.get(), message);
        }
      }
      case C_CANCEL -> throw new IllegalStateException("handled above");
    }
  }

  private void normalized(CommandField field, Message message) throws AssociationException {
    if (!message.command().sopClass().equals(message.context().abstractSyntax())) {
      refuse(message, Status.SOP_CLASS_NOT_SUPPORTED);
      return;
    }
    NormalizedReply reply = normalized.serve(field, message);
    reply.then().ifPresent(followUp -> reports.add(message.context(), followUp));
  }

  private void echo(Message message) throws AssociationException {
    if (fits(message)) {
      Reply reply =
          guarded("echo", Status.PROCESSING_FAILURE, () -> provider.echo(message.context()));
      answer(message, reply);
    }
  }

  private void store(Message message) throws AssociationException {
    Command command = message.command();
    if (!fits(message)) {
      return;
    }
    if (!command.hasDataSet()) {
      refuse(message, Status.MISTYPED_ARGUMENT);
      return;
    }
    if (!Uid.isUsable(command.sopInstance())) {
      refuse(message, Status.INVALID_SOP_INSTANCE);
      return;
    }
    StoreRequest request = storeRequest(message);
    Reply reply =
        guarded(
            "store", Status.PROCESSING_FAILURE, () -> provider.store(request, message.dataSet()));
    answer(message, reply);
  }

  static StoreRequest storeRequest(Message message) {
    Command command = message.command();
    OptionalInt originator = command.integer(Tag.MOVE_ORIGINATOR_MESSAGE_ID);
    String originatorAet = command.string(Tag.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE);
    return new StoreRequest(
        message.context(),
        command.sopInstance(),
        originatorAet.isEmpty() ? Optional.empty() : Optional.of(originatorAet),
        originator);
  }

  private void find(Message message) throws AssociationException {
    Optional<DataSet> identifier = identifier(message);
    if (identifier.isEmpty()) {
      return;
    }
    channel.lookAhead(message.command().messageId().orElseThrow());
    FindReplies replies = new FindReplies(channel, message);
    FindRequest request = new FindRequest(message.context(), identifier.get());
    Reply reply;
    try {
      reply = guarded("find", Status.CANNOT_UNDERSTAND, () -> provider.find(request, replies));
    } finally {
      channel.lookAheadEnds();
    }
    answer(message, reply);
  }

  private void get(Message message) throws AssociationException {
    Optional<DataSet> identifier = identifier(message);
    if (identifier.isEmpty()) {
      return;
    }
    channel.begin(message.command().messageId().orElseThrow());
    GetReplies replies = new GetReplies(channel, message);
    GetRequest request = new GetRequest(message.context(), identifier.get());
    Reply reply = guarded("get", Status.CANNOT_UNDERSTAND, () -> provider.get(request, replies));
    replies.finish(reply);
  }

  private void move(Message message) throws AssociationException {
    Optional<DataSet> identifier = identifier(message);
    if (identifier.isEmpty()) {
      return;
    }
    Command command = message.command();
    int messageId = command.messageId().orElseThrow();
    MoveRequest request =
        new MoveRequest(
            message.context(),
            messageId,
            command.string(Tag.MOVE_DESTINATION).strip(),
            identifier.get());
    channel.lookAhead(messageId);
    MoveReplies replies = new MoveReplies(channel, message);
    Reply reply;
    try {
      reply = guarded("move", Status.CANNOT_UNDERSTAND, () -> provider.move(request, replies));
    } finally {
      channel.lookAheadEnds();
    }
    replies.finish(reply);
  }

  /** The identifier; where it is missing or unreadable the operation is refused. */
  private Optional<DataSet> identifier(Message message) throws AssociationException {
    if (!fits(message)) {
      return Optional.empty();
    }
    if (!message.command().hasDataSet()) {
      refuse(message, Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS);
      return Optional.empty();
    }
    try {
      return Optional.of(channel.identifier(message));
    } catch (AssociationException gone) {
      throw gone;
    } catch (BoundedInput.TooLong tooLong) {
      refuse(message, Status.REFUSED_OUT_OF_RESOURCES);
    } catch (IOException malformed) {
      refuse(message, Status.CANNOT_UNDERSTAND);
    }
    return Optional.empty();
  }

  /**
   * Whether the operation is of the SOP class that its presentation context was accepted for, and
   * the peer may invoke it there; what was refused for a context can't come in through another.
   */
  private boolean fits(Message message) throws AssociationException {
    if (message.context().requestorIsScu()
        && message.command().sopClass().equals(message.context().abstractSyntax())) {
      return true;
    }
    refuse(message, Status.SOP_CLASS_NOT_SUPPORTED);
    return false;
  }

  private Reply guarded(String where, int failure, Operation operation)
      throws AssociationException {
    try {
      return operation.run();
    } catch (IOException | RuntimeException e) {
      if (channel.layer().ending().isPresent()) {
        throw channel.layer().gone();
      }
      failures.accept(where, e);
      return Reply.of(failure);
    }
  }

  private void refuse(Message message, int status) throws AssociationException {
    answer(message, Reply.of(status));
  }

  private void answer(Message message, Reply reply) throws AssociationException {
    message.dataSet().drain(channel.limits().maxDrainBytes());
    send(channel, message, reply);
  }

  /** A response without a data set. */
  static void send(DimseChannel channel, Message message, Reply reply) throws AssociationException {
    channel.send(message.context(), Command.response(message.command(), reply, false));
  }
}

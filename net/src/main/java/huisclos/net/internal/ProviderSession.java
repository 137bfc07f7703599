package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.net.AssociationException;
import huisclos.net.Ending;
import huisclos.net.FindRequest;
import huisclos.net.GetRequest;
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
  private volatile boolean busy;

  /**
   * @param failures is told where a provider threw, and what
   */
  public ProviderSession(
      DimseChannel channel, ServiceProvider provider, BiConsumer<String, Throwable> failures) {
    this.channel = channel;
    this.provider = provider;
    this.failures = failures;
  }

  /** Whether an operation is running. */
  public boolean busy() {
    return busy;
  }

  /** Serves until the peer releases. */
  public void run() throws AssociationException {
    while (true) {
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
      // It came when its operation was already over.
      message.dataSet().drain(channel.limits().maxDrainBytes());
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
      case C_MOVE, N_EVENT_REPORT, N_GET, N_SET, N_ACTION, N_CREATE, N_DELETE ->
          refuse(message, Status.UNRECOGNIZED_OPERATION);
      case C_CANCEL -> throw new IllegalStateException("handled above");
    }
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
    GetReplies replies = new GetReplies(channel, message);
    GetRequest request = new GetRequest(message.context(), identifier.get());
    Reply reply = guarded("get", Status.CANNOT_UNDERSTAND, () -> provider.get(request, replies));
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
    try {
      channel
          .writer()
          .command(message.context().id(), Command.response(message.command(), reply, false));
      channel.writer().flush();
    } catch (AssociationException gone) {
      throw gone;
    } catch (IOException e) {
      throw new IllegalStateException("a command set is encoded in memory", e);
    }
  }
}

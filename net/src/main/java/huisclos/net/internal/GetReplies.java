package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Tag;
import huisclos.net.AcceptedContext;
import huisclos.net.AssociationException;
import huisclos.net.DataSetSource;
import huisclos.net.Ending;
import huisclos.net.GetReply;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends the instances of one retrieval and keeps its counts. Of the association's thread. */
final class GetReplies implements GetReply {
  /** A UI value is at most 65,534 bytes where the VR is explicit: so many UIDs always fit. */
  private static final int MAX_LISTED = 1000;

  private final DimseChannel channel;
  private final Message request;
  private final int messageId;
  private int total;
  private int completed;
  private int failed;
  private int warning;
  private boolean cancelled;
  private final List<String> failedInstances = new ArrayList<>();

  /** Ids of sub-operations; the peer's own id names the operation that they are part of. */
  private int subMessageId;

  GetReplies(DimseChannel channel, Message request) {
    this.channel = channel;
    this.request = request;
    this.messageId = request.command().messageId().orElseThrow();
  }

  @Override
  public void total(int instances) {
    total = instances;
  }

  @Override
  public boolean cancelled() {
    return cancelled || channel.layer().ending().isPresent();
  }

  @Override
  public Set<String> transferSyntaxes(String sopClass) {
    return channel.contexts().stream()
        .filter(c -> c.requestorIsScp() && c.abstractSyntax().equals(sopClass))
        .map(AcceptedContext::transferSyntax)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public int subOperation(
      String sopClass, String sopInstance, String transferSyntax, DataSetSource source)
      throws IOException {
    Optional<AcceptedContext> context =
        channel.contexts().stream()
            .filter(c ->
                c.requestorIsScp()
                    && c.abstractSyntax().equals(sopClass)
                    && c.transferSyntax().equals(transferSyntax))
            .findFirst();
    if (context.isEmpty()) {
      return Status.NOT_NEGOTIATED;
    }
    subMessageId = subMessageId % 0xFFFF + 1;
    int status;
    try {
      StoreScu.send(channel, context.get(), subMessageId, sopInstance, source);
      status = awaitStatus();
    } catch (StoreScu.SourceFailed e) {
      status = Status.CANNOT_UNDERSTAND;
    }
    if (status == Status.SUCCESS) {
      completed++;
    } else if (Status.isWarning(status)) {
      warning++;
    } else {
      countFailed(sopInstance);
    }
    queuePending();
    return status;
  }

  private int awaitStatus() throws AssociationException {
    while (true) {
      Message message = channel.next().orElse(null);
      if (message == null) {
        // A release in the middle of an operation.
        throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
      }
      message.dataSet().drain(channel.limits().maxDrainBytes());
      Command command = message.command();
      if (command.answers(CommandField.C_STORE, subMessageId) && command.status().isPresent()) {
        return command.status().getAsInt();
      }
      if (command.cancels(messageId)) {
        cancelled = true;
      } else if (!command.is(CommandField.C_CANCEL)) {
        throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
      }
    }
  }

  @Override
  public void failed(String sopInstance) throws IOException {
    countFailed(sopInstance);
    queuePending();
  }

  private void countFailed(String sopInstance) {
    failed++;
    if (failedInstances.size() < MAX_LISTED) {
      failedInstances.add(sopInstance);
    }
  }

  private int remaining() {
    return Math.max(0, total - completed - failed - warning);
  }

  /** The progress leaves with whatever is sent next: an instance, or the final answer. */
  private void queuePending() throws IOException {
    if (remaining() > 0) {
      Command pending = Command.response(request.command(), Reply.of(Status.PENDING), false);
      pending.with(Tag.NUMBER_OF_REMAINING_SUBOPERATIONS, Math.min(remaining(), 0xFFFF));
      channel.writer().command(request.context().id(), counted(pending));
    }
  }

  private Command counted(Command response) {
    return response
        .with(Tag.NUMBER_OF_COMPLETED_SUBOPERATIONS, Math.min(completed, 0xFFFF))
        .with(Tag.NUMBER_OF_FAILED_SUBOPERATIONS, Math.min(failed, 0xFFFF))
        .with(Tag.NUMBER_OF_WARNING_SUBOPERATIONS, Math.min(warning, 0xFFFF));
  }

  /** Sends the final answer (PS3.4 §C.4.3.1.4). */
  void finish(Reply reply) throws AssociationException {
    Reply told = reply;
    if (reply.success() && failed + warning > 0) {
      told =
          Reply.of(
              completed + warning > 0
                  ? Status.SUB_OPERATIONS_WITH_FAILURES
                  : Status.UNABLE_TO_PERFORM_SUB_OPERATIONS);
    }
    boolean list = !failedInstances.isEmpty();
    Command response = counted(Command.response(request.command(), told, list));
    if (told.status() == Status.CANCEL) {
      response.with(Tag.NUMBER_OF_REMAINING_SUBOPERATIONS, Math.min(remaining(), 0xFFFF));
    }
    MessageWriter writer = channel.writer();
    int context = request.context().id();
    try {
      writer.command(context, response);
      if (list) {
        DataSet identifier = new DataSet();
        identifier.putString(
            Tag.FAILED_SOP_INSTANCE_UID_LIST, failedInstances.toArray(String[]::new));
        OutputStream target = writer.dataSet(context);
        DataSetWriter.write(
            identifier, target, DimseChannel.syntax(request.context().transferSyntax()));
        target.close();
      }
      writer.flush();
    } catch (AssociationException gone) {
      throw gone;
    } catch (IOException e) {
      throw new IllegalStateException("UIDs are encoded in memory", e);
    }
  }
}

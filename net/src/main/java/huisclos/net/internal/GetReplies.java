package huisclos.net.internal;

import huisclos.net.AcceptedContext;
import huisclos.net.AssociationException;
import huisclos.net.DataSetSource;
import huisclos.net.Ending;
import huisclos.net.GetReply;
import huisclos.net.PduLimits;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends the instances of one retrieval and keeps its counts. Of the association's thread. */
final class GetReplies implements GetReply {
  private final DimseChannel channel;
  private final SubOperationCounts counts;

  /** What else the peer sent between the answers to our sub-operations; it waits its turn. */
  private final List<Message> postponed = new ArrayList<>();

  GetReplies(DimseChannel channel, Message request) {
    this.channel = channel;
    this.counts = new SubOperationCounts(channel, request);
  }

  @Override
  public void total(int instances) {
    counts.total(instances);
  }

  @Override
  public boolean cancelled() {
    return channel.cancelled() || channel.layer().ending().isPresent();
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
    int messageId = channel.nextMessageId();
    int status;
    try {
      StoreScu.send(channel, context.get(), messageId, sopInstance, source, Optional.empty());
      status = awaitStatus(messageId);
    } catch (StoreScu.SourceFailed e) {
      status = Status.CANNOT_UNDERSTAND;
    }
    if (status == Status.SUCCESS) {
      counts.completed();
    } else if (Status.isWarning(status)) {
      counts.warned();
    } else {
      counts.failed(sopInstance);
    }
    counts.queuePending();
    return status;
  }

  private int awaitStatus(int messageId) throws AssociationException {
    while (true) {
      Message message = channel.next().orElse(null);
      if (message == null) {
        // A release in the middle of an operation.
        throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
      }
      Command command = message.command();
      if (command.answers(CommandField.C_STORE, messageId) && command.status().isPresent()) {
        message.dataSet().drain(channel.limits().maxDrainBytes());
        return command.status().getAsInt();
      }
      if (command.is(CommandField.C_CANCEL)) {
        message.dataSet().drain(channel.limits().maxDrainBytes());
        channel.heardCancel(message);
      } else if (command.answers(CommandField.C_STORE)) {
        throw channel.abort(Ending.Cause.PROTOCOL_VIOLATION);
      } else {
        postpone(message);
      }
    }
  }

  /** A request within the operations window, or the answer to an event report, waits its turn. */
  private void postpone(Message message) throws AssociationException {
    if (postponed.size() == PduLimits.MAX_OPERATIONS_WINDOW) {
      throw channel.abort(Ending.Cause.LIMIT);
    }
    int kept = postponed.stream().mapToInt(m -> m.dataSet().kept()).sum();
    if (message.dataSet().keep(PduLimits.MAX_WAITING_BYTES - kept)) {
      postponed.add(message);
      return;
    }
    // Its data set stands before the answers that are waited for, and is too long to be kept.
    message.dataSet().drain(channel.limits().maxDrainBytes());
    ProviderSession.send(channel, message, Reply.of(Status.REFUSED_OUT_OF_RESOURCES));
  }

  @Override
  public void failed(String sopInstance) throws IOException {
    counts.failed(sopInstance);
    counts.queuePending();
  }

  /** Sends the final answer, after which what was postponed is served. */
  void finish(Reply reply) throws AssociationException {
    channel.putBack(postponed);
    counts.finish(reply);
  }
}

package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Tag;
import huisclos.net.AssociationException;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The counts of a retrieval's sub-operations and the answers that tell them (PS3.7 §9.3.3.2,
 * §9.3.4.2). Not thread-safe.
 */
final class SubOperationCounts {
  /** A UI value is at most 65,534 bytes where the VR is explicit: so many UIDs always fit. */
  private static final int MAX_LISTED = 1000;

  private final DimseChannel channel;
  private final Message request;
  private int total;
  private int completed;
  private int failed;
  private int warning;
  private final List<String> failedInstances = new ArrayList<>();

  SubOperationCounts(DimseChannel channel, Message request) {
    this.channel = channel;
    this.request = request;
  }

  void total(int instances) {
    total = instances;
  }

  void completed() {
    completed++;
  }

  void warned() {
    warning++;
  }

  void failed(String sopInstance) {
    failed++;
    if (failedInstances.size() < MAX_LISTED) {
      failedInstances.add(sopInstance);
    }
  }

  private int remaining() {
    return Math.max(0, total - completed - failed - warning);
  }

  /** The progress leaves with whatever is flushed next; none where nothing remains. */
  void queuePending() throws IOException {
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

  /** Sends the final answer (PS3.4 §C.4.2.1.5, §C.4.3.1.4). */
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

package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.TransferSyntax;
import huisclos.net.Ending;
import huisclos.net.FindReply;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.io.OutputStream;

/** Sends the matches of one query, each in one write. Of the association's thread. */
final class FindReplies implements FindReply {
  private final DimseChannel channel;
  private final Message request;
  private final TransferSyntax syntax;

  FindReplies(DimseChannel channel, Message request) {
    this.channel = channel;
    this.request = request;
    this.syntax = DimseChannel.syntax(request.context().transferSyntax());
  }

  @Override
  public void pending(DataSet identifier) throws IOException {
    send(identifier, Status.PENDING);
  }

  @Override
  public void pendingWarning(DataSet identifier) throws IOException {
    send(identifier, Status.PENDING_WARNING);
  }

  @Override
  public boolean cancelled() {
    return channel.cancelled() || channel.layer().ending().isPresent();
  }

  private void send(DataSet identifier, int status) throws IOException {
    MessageWriter writer = channel.writer();
    int mark = writer.mark();
    int context = request.context().id();
    try {
      writer.command(context, Command.response(request.command(), Reply.of(status), true));
      OutputStream target = writer.dataSet(context);
      DataSetWriter.write(identifier, target, syntax);
      target.close();
    } catch (IOException | RuntimeException e) {
      // A match that can't be encoded must not leave half a message behind.
      if (!writer.rollBack(mark) && channel.layer().ending().isEmpty()) {
        throw channel.abort(Ending.Cause.SOURCE_FAILED);
      }
      throw e;
    }
    writer.flush();
  }
}

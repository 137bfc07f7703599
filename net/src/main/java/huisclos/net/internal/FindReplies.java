package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.net.FindReply;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;

/** Sends the matches of one query, each in one write. Of the association's thread. */
final class FindReplies implements FindReply {
  /** So that whoever listens for a C-CANCEL-RQ gets a turn however few processors there are. */
  private static final int ANSWERS_BETWEEN_YIELDS = 16;

  private final DimseChannel channel;
  private final Message request;
  private int sinceYield;

  FindReplies(DimseChannel channel, Message request) {
    this.channel = channel;
    this.request = request;
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
    return channel.cancelled() || channel.peerLeft();
  }

  @SuppressWarnings("ThreadPriorityCheck") // A turn offered; nothing relies on its being taken.
  private void send(DataSet identifier, int status) throws IOException {
    if (++sinceYield == ANSWERS_BETWEEN_YIELDS) {
      sinceYield = 0;
      Thread.yield();
    }
    channel.sendWith(
        request.context(), Command.response(request.command(), Reply.of(status), true), identifier);
  }
}

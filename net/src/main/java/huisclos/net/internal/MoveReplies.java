package huisclos.net.internal;

import huisclos.net.AssociationException;
import huisclos.net.MoveReply;
import huisclos.net.Reply;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Counts the sub-operations of one C-MOVE, which other threads may perform, and tells each. The
 * association's thread writes nothing until {@link #finish}.
 */
final class MoveReplies implements MoveReply {
  private final DimseChannel channel;
  private final SubOperationCounts counts;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean finished;

  MoveReplies(DimseChannel channel, Message request) {
    this.channel = channel;
    this.counts = new SubOperationCounts(channel, request);
  }

  @Override
  public void total(int instances) {
    count(c -> c.total(instances), false);
  }

  @Override
  public void completed() {
    count(SubOperationCounts::completed, true);
  }

  @Override
  public void warned() {
    count(SubOperationCounts::warned, true);
  }

  @Override
  public void failed(String sopInstance) {
    count(c -> c.failed(sopInstance), true);
  }

  @Override
  public boolean cancelled() {
    return channel.cancelled() || channel.peerLeft();
  }

  private void count(Consumer<SubOperationCounts> change, boolean tell) {
    lock.lock();
    try {
      if (finished) {
        throw new IllegalStateException("the move has been answered");
      }
      change.accept(counts);
      if (tell && !channel.peerLeft()) {
        counts.queuePending();
        channel.writer().flush();
      }
    } catch (AssociationException gone) {
      // cancelled() says so from now on.
    } catch (IOException e) {
      throw new IllegalStateException("a command set is encoded in memory", e);
    } finally {
      lock.unlock();
    }
  }

  void finish(Reply reply) throws AssociationException {
    lock.lock();
    try {
      finished = true;
      counts.finish(reply);
    } finally {
      lock.unlock();
    }
  }
}

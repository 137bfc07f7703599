package huisclos.courier;

import huisclos.archive.StoredInstance;
import huisclos.net.MoveReply;
import java.util.Optional;

/** Counts a move's sub-operations, for the requestor and for the record. Of one thread only. */
final class MoveCount implements SendRun.Sink {
  private final MoveReply reply;
  private int completed;
  private int warned;
  private int failed;
  private Optional<String> reason = Optional.empty();

  MoveCount(MoveReply reply) {
    this.reply = reply;
  }

  @Override
  public void settled(StoredInstance instance, Delivery delivery) {
    switch (delivery) {
      case Delivery.Completed _ -> {
        completed++;
        reply.completed();
      }
      case Delivery.Warned _ -> {
        warned++;
        reply.warned();
      }
      case Delivery.Refused(String why, _) -> failed(instance, why);
      case Delivery.Unsent(String why) -> failed(instance, why);
    }
  }

  private void failed(StoredInstance instance, String why) {
    failed++;
    reason = Optional.of(why);
    reply.failed(instance.sopInstance());
  }

  @Override
  public boolean cancelled() {
    return reply.cancelled();
  }

  MoveOutcome outcome(int total) {
    return new MoveOutcome(completed, warned, failed, completed + warned + failed < total, reason);
  }
}

package huisclos.net.internal;

import huisclos.net.AssociationException;
import huisclos.net.PduLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads on while the association's thread is at work, so that a C-CANCEL-RQ, a release or the
 * peer's end is noticed; requests that come meanwhile wait in order. It keeps at most {@link
 * PduLimits#MAX_OPERATIONS_WINDOW} of them and {@link PduLimits#MAX_WAITING_BYTES} of their data
 * sets, then it stops reading and the peer has to wait.
 *
 * <p>{@link #next}, {@link #begin} and {@link #end} are of the association's thread; the rest is
 * for any.
 */
final class LookAhead {
  /** The wire. One thread at a time reads it. */
  interface Source {
    /** The next message; empty when the peer asks for the release. */
    Optional<Message> read() throws AssociationException;
  }

  private final Source source;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All below is guarded by the lock.
  private final Deque<Message> waiting = new ArrayDeque<>();
  private final Set<Integer> cancelledInAdvance = new HashSet<>();
  private int current;
  private boolean cancelled;
  private boolean eager;
  private boolean running;
  private boolean released;
  private @Nullable Throwable failure;

  LookAhead(Source source) {
    this.source = source;
  }

  /** The next message, of those that wait or from the wire; empty for the peer's release. */
  Optional<Message> next() throws AssociationException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (running && waiting.isEmpty()) {
        changed.await();
      }
      if (!waiting.isEmpty()) {
        return Optional.of(waiting.removeFirst());
      }
      if (failure != null) {
        throw rethrown(failure);
      }
      if (released) {
        return Optional.empty();
      }
    } finally {
      lock.unlock();
    }
    return source.read();
  }

  private static AssociationException rethrown(Throwable failure) {
    return switch (failure) {
      case AssociationException known -> known;
      case RuntimeException broken -> throw broken;
      case Error broken -> throw broken;
      default -> throw new IllegalStateException(failure);
    };
  }

  /**
   * An operation begins: what was cancelled before its turn is cancelled.
   *
   * @param listen whether to read on meanwhile
   */
  void begin(int messageId, boolean listen) {
    lock.lock();
    try {
      current = messageId;
      cancelled = cancelledInAdvance.remove(messageId);
      eager = listen;
      if (listen && !running && !released && failure == null && hasRoom()) {
        running = true;
        Thread.ofVirtual().name("huisclos-net-look-ahead").start(this::read);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The operation has ended; whoever reads on stops at the next message. */
  void end() {
    lock.lock();
    try {
      eager = false;
      current = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something has come, at most so long; only while it reads on. */
  void await(Duration time) throws InterruptedException {
    long left = time.toNanos();
    lock.lockInterruptibly();
    try {
      while (running && waiting.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a message, a release or the end has come that {@link #next} would tell at once. */
  boolean ready() {
    lock.lock();
    try {
      return !waiting.isEmpty() || released || failure != null || !running;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the operation that began last was cancelled. */
  boolean cancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the peer has asked for the release, or the association is over. */
  boolean left() {
    lock.lock();
    try {
      return released || failure != null;
    } finally {
      lock.unlock();
    }
  }

  /** Notes a C-CANCEL-RQ, for the operation that runs or one that waits. */
  void cancel(Message message) {
    int id = message.command().respondedTo().orElse(-1);
    lock.lock();
    try {
      if (id == current) {
        cancelled = true;
      } else if (waiting.stream().anyMatch(w -> w.command().messageId().orElse(-1) == id)) {
        cancelledInAdvance.add(id);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Puts messages back before those that wait. */
  void putBack(List<Message> messages) {
    lock.lock();
    try {
      messages.reversed().forEach(waiting::addFirst);
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that a further message may keep. */
  int room() {
    lock.lock();
    try {
      int kept = waiting.stream().mapToInt(w -> w.dataSet().kept()).sum();
      return Math.max(0, PduLimits.MAX_WAITING_BYTES - kept);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the wire stands at the beginning of a message, and one more may be kept. */
  private boolean hasRoom() {
    Message last = waiting.peekLast();
    return last == null
        || (last.dataSet().whole() && waiting.size() < PduLimits.MAX_OPERATIONS_WINDOW);
  }

  private void read() {
    try {
      while (true) {
        Optional<Message> read = source.read();
        if (read.isPresent() && read.get().command().is(CommandField.C_CANCEL)) {
          cancel(read.get());
          continue;
        }
        if (read.isPresent()) {
          read.get().dataSet().keep(room());
        }
        if (!arrived(read)) {
          return;
        }
      }
    } catch (Throwable e) {
      ended(e);
    }
  }

  /** Whether to read on. */
  private boolean arrived(Optional<Message> read) {
    lock.lock();
    try {
      read.ifPresentOrElse(waiting::addLast, () -> released = true);
      running = eager && !released && hasRoom();
      changed.signalAll();
      return running;
    } finally {
      lock.unlock();
    }
  }

  private void ended(Throwable why) {
    lock.lock();
    try {
      failure = why;
      running = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

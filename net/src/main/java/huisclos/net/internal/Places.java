package huisclos.net.internal;

import huisclos.net.ServerListener.Limit;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The places of associations, in all and from one address. Only who has shown a certificate and
 * asked for an association takes one. Thread-safe.
 */
public final class Places {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
  private final PeerCounts perPeer;
  private int free;

  /** So many in all and from one address (of IPv6, from one /64). */
  public Places(int most, int perPeer) {
    this.free = most;
    this.perPeer = new PeerCounts(perPeer);
  }

  /**
   * Takes a place, waiting for one at most so long.
   *
   * @return the limit that stood in the way; empty where there is a place, which then is to be left
   */
  public Optional<Limit> enter(InetAddress address, Duration patience) {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (true) {
        Optional<Limit> no = tryEnter(address);
        if (no.isEmpty() || left <= 0) {
          return no;
        }
        left = given.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(Limit.ASSOCIATIONS);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Limit> tryEnter(InetAddress address) {
    if (free == 0) {
      return Optional.of(Limit.ASSOCIATIONS);
    }
    if (!perPeer.enter(address)) {
      return Optional.of(Limit.PER_PEER);
    }
    free--;
    return Optional.empty();
  }

  /** Gives a place back. */
  public void leave(InetAddress address) {
    lock.lock();
    try {
      free++;
      perPeer.leave(address);
      given.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Places that are free. */
  public int free() {
    lock.lock();
    try {
      return free;
    } finally {
      lock.unlock();
    }
  }
}

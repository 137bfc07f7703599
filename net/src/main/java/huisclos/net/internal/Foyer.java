package huisclos.net.internal;

import huisclos.net.Ending;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where connections wait that have no place yet: before and during the TLS handshake, and until
 * they have asked for something. It is larger than the number of places and costs little, so that
 * whoever keeps it full keeps nobody else out.
 *
 * <p>When it is full, the address that holds most of it loses the connection that waits longest;
 * where an address has its whole share, its own slowest goes, if that had its time. An honest
 * handshake takes milliseconds and is rarely the slowest of anything. Thread-safe.
 */
public final class Foyer {
  /** Places in it for each place of an association: most of them are strangers, or none. */
  private static final int PER_PLACE = 4;

  private static final int LEAST = 64;

  /** How long one may take before a newcomer from the same address counts for more. */
  private static final long ITS_TIME_NANOS = 1_000_000_000L;

  /** Who waits. */
  public interface Guest {
    /** Where it comes from. */
    InetAddress address();

    /** Time since it came. */
    long ageNanos();

    /** Has to go, for this reason; may be called more than once. */
    void end(Ending.Cause cause);
  }

  private final int most;
  private final int perAddress;
  private final Map<InetAddress, Deque<Guest>> guests = new HashMap<>();
  private int size;

  /**
   * @param places of the associations that it lies in front of
   * @param perAddress how much of it one address may have
   */
  public Foyer(int places, int perAddress) {
    this.most = Math.max(LEAST, PER_PLACE * places);
    this.perAddress = perAddress;
  }

  /** Lets one in, at somebody's cost where it is full; false where its address has its share. */
  public boolean enter(Guest guest) {
    Optional<Guest> out = Optional.empty();
    synchronized (this) {
      InetAddress key = PeerCounts.key(guest.address());
      Deque<Guest> ofAddress = guests.computeIfAbsent(key, _ -> new ArrayDeque<>());
      if (ofAddress.size() >= perAddress) {
        if (ofAddress.getFirst().ageNanos() < ITS_TIME_NANOS) {
          return false;
        }
        out = Optional.of(ofAddress.removeFirst());
      } else if (size >= most) {
        out = takeSlowestOfHeaviest();
        // It may have been the only one of this very address.
        ofAddress = guests.computeIfAbsent(key, _ -> new ArrayDeque<>());
        size++;
      } else {
        size++;
      }
      ofAddress.addLast(guest);
    }
    out.ifPresent(slow -> slow.end(Ending.Cause.LIMIT));
    return true;
  }

  private Optional<Guest> takeSlowestOfHeaviest() {
    Deque<Guest> heaviest = new ArrayDeque<>();
    for (Deque<Guest> some : guests.values()) {
      boolean heavier =
          some.size() > heaviest.size()
              || (some.size() == heaviest.size()
                  && !some.isEmpty()
                  && some.getFirst().ageNanos() > heaviest.getFirst().ageNanos());
      if (heavier) {
        heaviest = some;
      }
    }
    Guest slowest = heaviest.removeFirst();
    size--;
    forgetIfEmpty(slowest);
    return Optional.of(slowest);
  }

  private void forgetIfEmpty(Guest guest) {
    guests.computeIfPresent(
        PeerCounts.key(guest.address()), (_, left) -> left.isEmpty() ? null : left);
  }

  /** It has its place, or is gone; false where it had been put out before. */
  public synchronized boolean leave(Guest guest) {
    Deque<Guest> ofAddress = guests.get(PeerCounts.key(guest.address()));
    if (ofAddress == null || !ofAddress.remove(guest)) {
      return false;
    }
    size--;
    forgetIfEmpty(guest);
    return true;
  }

  /** How many wait. */
  public synchronized int size() {
    return size;
  }

  /** How many it holds. */
  public int most() {
    return most;
  }
}

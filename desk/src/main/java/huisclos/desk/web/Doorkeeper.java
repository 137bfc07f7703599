package huisclos.desk.web;

import huisclos.gate.Identity;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * Knows every connection of the door. When it is full, the address that holds most strangers loses
 * the one that has been there longest, so that whoever keeps it full keeps nobody out who is known;
 * and it ends what takes too long: a handshake, a wait without a request, a peer that hardly reads
 * or writes. Thread-safe.
 */
final class Doorkeeper {
  /** One connection. */
  final class Guest {
    private final EndPoint endPoint;
    private final InetSocketAddress from;
    private final long came = System.nanoTime();
    private final Set<Pace> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean secure;
    private volatile boolean known;
    private volatile long quietSince = came;
    private volatile @Nullable X509Certificate certificate;
    private volatile @Nullable Identity device;

    private Guest(EndPoint endPoint, InetSocketAddress from) {
      this.endPoint = endPoint;
      this.from = from;
    }

    /** Where it comes from. */
    InetSocketAddress from() {
      return from;
    }

    /** The handshake is done. */
    void secured(Optional<X509Certificate> shown) {
      secure = true;
      quietSince = System.nanoTime();
      certificate = shown.orElse(null);
    }

    /** The certificate that came with the handshake. */
    Optional<X509Certificate> certificate() {
      return Optional.ofNullable(certificate);
    }

    /** The device was let in. */
    void isDevice(Identity identity) {
      device = identity;
    }

    /** The device that was let in over this connection. */
    Optional<Identity> device() {
      return Optional.ofNullable(device);
    }

    /** Somebody asked over it whom the gate knows. */
    void becameKnown() {
      known = true;
    }

    /** A request is in. */
    Pace callBegins() {
      Pace pace = new Pace(limits);
      calls.add(pace);
      return pace;
    }

    /** It is answered. */
    void callEnds(Pace pace) {
      quietSince = System.nanoTime();
      calls.remove(pace);
    }

    private boolean overdue(long now) {
      if (!secure) {
        return now - came > limits.handshake().toNanos();
      }
      return calls.isEmpty()
          ? now - quietSince > limits.quiet().toNanos()
          : calls.stream().anyMatch(pace -> pace.tooSlow() || pace.tooLong(now));
    }

    private void end() {
      endPoint.close();
    }
  }

  private final WebLimits limits;
  private final WebEvents events;
  private final Map<EndPoint, Guest> guests = new HashMap<>();
  private final Map<InetSocketAddress, Guest> byPeer = new ConcurrentHashMap<>();

  Doorkeeper(WebLimits limits, WebEvents events) {
    this.limits = limits;
    this.events = events;
  }

  /** A connection came; where there is no room, it or a stranger has to go. */
  void opened(EndPoint endPoint) {
    if (!(endPoint.getRemoteSocketAddress() instanceof InetSocketAddress from)) {
      endPoint.close();
      return;
    }
    Guest guest = new Guest(endPoint, from);
    Optional<Guest> out;
    synchronized (guests) {
      out = toMakeRoomFor(guest);
      guests.put(endPoint, guest);
      byPeer.put(from, guest);
      // It counts no more, though its end may take a moment.
      out.ifPresent(this::forget);
    }
    out.ifPresent(slow -> {
      slow.end();
      events.limitReached(slow.from);
    });
  }

  private Optional<Guest> toMakeRoomFor(Guest guest) {
    InetAddress address = key(guest.from);
    List<Guest> neighbours =
        guests.values().stream().filter(g -> key(g.from).equals(address)).toList();
    if (neighbours.size() >= limits.perAddress()) {
      return Optional.of(slowestStranger(neighbours).orElse(guest));
    }
    if (guests.size() < limits.connections()) {
      return Optional.empty();
    }
    Map<InetAddress, Integer> strangers = new HashMap<>();
    guests.values().stream()
        .filter(g -> !g.known)
        .forEach(g -> strangers.merge(key(g.from), 1, Integer::sum));
    return Optional.of(
        strangers.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .flatMap(most ->
                slowestStranger(
                    guests.values().stream()
                        .filter(g -> key(g.from).equals(most.getKey()))
                        .toList()))
            .orElse(guest));
  }

  private static Optional<Guest> slowestStranger(List<Guest> some) {
    return some.stream()
        .filter(g -> !g.known && g.calls.isEmpty())
        .min(Comparator.comparingLong(g -> g.came));
  }

  /** An address, of IPv6 its /64: whoever has one has them all. */
  private static InetAddress key(InetSocketAddress from) {
    InetAddress address = from.getAddress();
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, 8, 16, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }

  void closed(EndPoint endPoint) {
    synchronized (guests) {
      Optional.ofNullable(guests.get(endPoint)).ifPresent(this::forget);
    }
  }

  private void forget(Guest guest) {
    guests.remove(guest.endPoint);
    byPeer.remove(guest.from, guest);
  }

  /** The connection from this port of this address. */
  Optional<Guest> from(Object peer) {
    return peer instanceof InetSocketAddress address
        ? Optional.ofNullable(byPeer.get(address))
        : Optional.empty();
  }

  /** Ends what takes too long; called every second or so. */
  void sweep() {
    long now = System.nanoTime();
    for (Guest guest : byPeer.values()) {
      if (guest.overdue(now)) {
        guest.end();
      }
    }
  }

  /** Ends at once the connections that came in by such a certificate. */
  void endThoseOf(Predicate<X509Certificate> unwelcome) {
    for (Guest guest : byPeer.values()) {
      X509Certificate certificate = guest.certificate;
      if (certificate != null && unwelcome.test(certificate)) {
        guest.end();
      }
    }
  }

  /** How many connections there are. */
  int size() {
    return byPeer.size();
  }
}

package huisclos.gate;

import huisclos.gate.internal.Pem;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Adds and removes the peers that may be dialled. Each change is on record before it counts. Safe
 * from many threads.
 */
public final class DestinationAdmin {
  /** Peers of one site. */
  public static final int MAX_PEERS = 1_000;

  private static final int MAX_HOST = 253;

  private final String ownAet;
  private final SiteCa ca;
  private final PeerKeys keys;
  private final DestinationRegistry registry;
  private final Trail trail;
  private final Clock clock;

  DestinationAdmin(
      String ownAet,
      SiteCa ca,
      PeerKeys keys,
      DestinationRegistry registry,
      Trail trail,
      Clock clock) {
    this.ownAet = ownAet;
    this.ca = ca;
    this.keys = keys;
    this.registry = registry;
    this.trail = trail;
    this.clock = clock;
  }

  /**
   * A peer to be added.
   *
   * @param aet the title that others name it by
   * @param host its name or address
   * @param port its port
   * @param called the title it is called by, if that is another
   * @param trust the PEM of its certificate or of its authority's; empty for a device of this site
   * @param identity what it wants to be shown, if not our server certificate
   * @param replace whether it may take the place of the peer that has its title
   */
  public record Order(
      String aet,
      String host,
      int port,
      Optional<String> called,
      Optional<String> trust,
      Optional<IdentityPem> identity,
      boolean replace) {}

  /** An identity as its files have it: its title, its certificate and its key, in PEM. */
  public record IdentityPem(String aet, String certificate, String key) {
    @Override
    public String toString() {
      return "IdentityPem[" + aet + "]";
    }
  }

  /** What became of it. */
  public sealed interface Result {
    /** Added, replaced or removed. */
    record Done(Destination destination) implements Result {}

    /** Nothing was changed. */
    record Refused(DestinationRefusal why) implements Result {}
  }

  /** Adds a peer. {@code account} is the operator's, for the record. */
  public synchronized Result add(Order order, String account) throws TrailException {
    Optional<DestinationRefusal> no = objection(order);
    if (no.isPresent()) {
      return new Result.Refused(no.get());
    }
    Optional<X509Certificate> trust = order.trust().flatMap(DestinationAdmin::certificate);
    Optional<PeerIdentity> identity = order.identity().flatMap(keys::seal);
    if (order.identity().isPresent() && identity.isEmpty()) {
      return new Result.Refused(DestinationRefusal.BAD_IDENTITY);
    }
    if (identity.filter(i -> expired(i.certificate())).isPresent()) {
      return new Result.Refused(DestinationRefusal.IDENTITY_EXPIRED);
    }
    String aet = AeTitle.of(order.aet()).orElseThrow();
    Destination destination =
        new Destination(
            aet,
            order.host().strip(),
            order.port(),
            order.called().flatMap(AeTitle::of).orElse(aet),
            trust,
            identity,
            clock.instant());
    trail.append(record(Action.PEER_ADD, destination, account));
    if (order.replace()) {
      registry.replace(destination);
    } else if (!registry.add(destination)) {
      return new Result.Refused(DestinationRefusal.TITLE_KNOWN);
    }
    return new Result.Done(destination);
  }

  private Optional<DestinationRefusal> objection(Order order) {
    Optional<String> aet = AeTitle.of(order.aet());
    if (aet.isEmpty() || order.called().filter(c -> AeTitle.of(c).isEmpty()).isPresent()) {
      return Optional.of(DestinationRefusal.NOT_A_TITLE);
    }
    if (aet.get().equals(ownAet)) {
      return Optional.of(DestinationRefusal.OWN_TITLE);
    }
    String host = order.host().strip();
    if (!host.matches("[A-Za-z0-9._:%-]{1," + MAX_HOST + "}")
        || order.port() < 1
        || order.port() > 65_535) {
      return Optional.of(DestinationRefusal.NOT_AN_ADDRESS);
    }
    boolean known = registry.destination(aet.get()).isPresent();
    if (known && !order.replace()) {
      return Optional.of(DestinationRefusal.TITLE_KNOWN);
    }
    if (!known && registry.destinations().size() >= MAX_PEERS) {
      return Optional.of(DestinationRefusal.TOO_MANY);
    }
    return order.trust().flatMap(this::objection);
  }

  private Optional<DestinationRefusal> objection(String trust) {
    Optional<X509Certificate> certificate = certificate(trust);
    if (certificate.isEmpty()) {
      return Optional.of(DestinationRefusal.BAD_TRUST);
    }
    if (certificate.get().equals(ca.certificate())) {
      return Optional.of(DestinationRefusal.OWN_AUTHORITY);
    }
    return expired(certificate.get())
        ? Optional.of(DestinationRefusal.TRUST_EXPIRED)
        : Optional.empty();
  }

  private boolean expired(X509Certificate certificate) {
    return clock.instant().isAfter(certificate.getNotAfter().toInstant());
  }

  static Optional<X509Certificate> certificate(String pem) {
    return Pem.certificate(pem.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Removes a peer: it is dialled no more, from the next instance on. */
  public synchronized Result remove(String title, String account) throws TrailException {
    Optional<Destination> known = AeTitle.of(title).flatMap(registry::destination);
    if (known.isEmpty()) {
      return new Result.Refused(DestinationRefusal.UNKNOWN_PEER);
    }
    trail.append(record(Action.PEER_REMOVE, known.get(), account));
    return registry.remove(known.get().aet())
        ? new Result.Done(known.get())
        : new Result.Refused(DestinationRefusal.UNKNOWN_PEER);
  }

  private TrailRecord record(Action action, Destination destination, String account) {
    Instant now = clock.instant();
    TrailRecord.Builder record =
        TrailRecord.of(now, action, Outcome.DONE, Actor.operator(account))
            .fact(Fact.TARGET, destination.aet())
            .fact(Fact.ADDRESS, destination.address());
    destination.trust().ifPresent(t -> record.fact(Fact.FINGERPRINT, Pem.fingerprint(t)));
    destination
        .identity()
        .ifPresent(i -> record.fact(Fact.SERIAL, i.certificate().getSerialNumber().toString(16)));
    return record.build();
  }

  /** The peers that are known, by title. */
  public List<Destination> list() {
    return registry.destinations();
  }
}

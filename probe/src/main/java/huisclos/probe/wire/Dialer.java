package huisclos.probe.wire;

import huisclos.probe.finding.Door;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Opens connections, each within the mandate, at the pace of its host, and on record. One per host
 * at work, for its pace is that host's; used by one thread at a time.
 */
public final class Dialer {
  private static final int FIRST_DATA_PORT = 1024;
  private static final int LAST_DATA_PORT = 0xFFFF;

  private final Mandate mandate;
  private final Journal journal;
  private final Wire.Network network;
  private final KillSwitch killSwitch;
  private final Patience patience;
  private final Throttle overall;
  private final Throttle host;

  /**
   * @param overall the pace of the whole run, shared by all its dialers
   * @param host the pace of the one host that this dialer is for
   */
  public Dialer(
      Mandate mandate,
      Journal journal,
      Wire.Network network,
      KillSwitch killSwitch,
      Patience patience,
      Throttle overall,
      Throttle host) {
    this.mandate = mandate;
    this.journal = journal;
    this.network = network;
    this.killSwitch = killSwitch;
    this.patience = patience;
    this.overall = overall;
    this.host = host;
  }

  /** What may be done. */
  public Mandate mandate() {
    return mandate;
  }

  /** How long it waits where nobody says otherwise. */
  public Patience patience() {
    return patience;
  }

  /**
   * Connects to a door.
   *
   * @param purpose what the connection itself is for
   * @throws DialException if it may not be, or doesn't come about
   */
  public Line dial(Door door, Purpose purpose) throws DialException {
    return dial(door, purpose, patience);
  }

  /** Likewise, with another patience: counting takes longer than a question. */
  public Line dial(Door door, Purpose purpose, Patience longer) throws DialException {
    InetSocketAddress to = door.socketAddress();
    allow(to, purpose);
    host.await();
    overall.await();
    // Again: the window may have closed and the switch been thrown while it waited its turn.
    allow(to, purpose);
    journal.connect(door, purpose);
    Wire wire = network.connect(to, longer.connect());
    return new Line(door, wire, this, longer);
  }

  /**
   * Connects to another port of the address that a line leads to, because the line's protocol says
   * that its data come there (FTP, RFC 959 §4.1.2). It is the line's own door that the mandate is
   * asked about; a privileged port is never dialled so.
   *
   * @throws DialException if it may not be, or doesn't come about
   */
  public Line dialBeside(Line line, int port, Purpose purpose) throws DialException {
    if (port < FIRST_DATA_PORT || port > LAST_DATA_PORT) {
      throw new DialException(DialException.Kind.NOT_ALLOWED, "no port for data");
    }
    Door at = line.door();
    Door data = new Door(at.address(), port, at.kind(), at.name());
    allow(at.socketAddress(), purpose);
    host.await();
    overall.await();
    allow(at.socketAddress(), purpose);
    journal.intend(data, purpose);
    return new Line(
        data, network.connect(data.socketAddress(), patience.connect()), this, patience);
  }

  /** Puts a purpose on record and lets it through, or throws. */
  void permit(Door door, Purpose purpose) throws DialException {
    allow(door.socketAddress(), purpose);
    journal.intend(door, purpose);
  }

  KillSwitch killSwitch() {
    return killSwitch;
  }

  private void allow(InetSocketAddress to, Purpose purpose) throws DialException {
    if (killSwitch.pulled() || Thread.currentThread().isInterrupted()) {
      throw new DialException(DialException.Kind.STOPPED, "the probe was stopped");
    }
    InetAddress address = to.getAddress();
    Optional<String> objection = mandate.objection(address, to.getPort(), purpose);
    if (objection.isPresent()) {
      throw new DialException(DialException.Kind.NOT_ALLOWED, objection.orElseThrow());
    }
  }
}

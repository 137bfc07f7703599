package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.desk.dimse.DimseAdmission;
import huisclos.desk.dimse.DoorRecorder;
import huisclos.desk.dimse.Negotiation;
import huisclos.desk.hl7.Hl7Door;
import huisclos.net.AcceptorServer;
import huisclos.net.NetLimits;
import huisclos.net.Peer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the network gets in: the DICOM door, the web door and, if the settings name one, the HL7
 * door. Every listener that this program can start is started here, and needs the gate's TLS
 * context and its admission.
 *
 * <p>Thread-safe once opened.
 */
public final class SiteDoors {
  private static final Logger LOG = LoggerFactory.getLogger(SiteDoors.class);

  private final Site site;
  private final SelfProbe selfProbe;
  private @Nullable AcceptorServer dicom;
  private @Nullable Hl7Door hl7;
  private volatile @Nullable SiteWeb web;
  private volatile boolean shut;

  SiteDoors(Site site) {
    this.site = site;
    this.selfProbe = new SelfProbe(new SelfProbeHouse(site), Clock.systemUTC());
  }

  /**
   * Opens them, and starts what the running site does by the clock.
   *
   * @param keep what is to be closed with the site
   * @throws UserError if an address can't be had
   */
  void open(Consumer<AutoCloseable> keep) throws IOException {
    Settings settings = site.settings();
    TimedAdmission admission =
        new TimedAdmission(
            new DimseAdmission(
                site.gate(),
                site.archive(),
                site.pixels().departures(),
                site.courier(),
                new Negotiation(settings.privateSopClasses(), settings.generalSopClasses())),
            site.serviceTimes());
    try {
      AcceptorServer server =
          new AcceptorServer(
              settings.dicom(),
              site.gate().serverContext(),
              (peer, request) -> {
                selfProbe.witness(request.callingAet());
                return admission.consider(peer, request);
              },
              NetLimits.DEFAULT,
              new DoorRecorder(site.gate(), selfProbe::isMine));
      keep.accept(server);
      site.gate().onWithdrawal(() -> server.endAssociationsOf(this::isNoLongerWelcome));
      server.start();
      keep.accept(byTheClock(server)::shutdownNow);
      dicom = server;
    } catch (BindException e) {
      throw UserError.refused(
          "nothing can listen on " + settings.dicom() + ": " + e.getMessage(),
          "another program has the port, or the address is not this machine's: choose another with"
              + " --dicom-port or [listen] dicom");
    }
    SiteWeb pages = new SiteWeb(site, selfProbe::isMine);
    pages.open(keep);
    web = pages;
    if (settings.orders().hl7().isPresent()) {
      openForOrders(settings.orders().hl7().get(), keep);
    }
  }

  private ScheduledExecutorService byTheClock(AcceptorServer server) {
    ScheduledExecutorService sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sweeper").daemon().factory());
    // Certificates also end by date, and by another node's revocation: nobody tells us of those.
    var _ = sweeper.scheduleWithFixedDelay(() -> sweep(server), 1, 1, TimeUnit.SECONDS);
    var _ =
        sweeper.scheduleWithFixedDelay(
            site.agreement()::remember, Agreement.MINUTES, Agreement.MINUTES, TimeUnit.MINUTES);
    // On threads of their own: the sweep goes on meanwhile.
    var _ =
        sweeper.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("purge").start(site.housekeeper()::daily),
            Housekeeper.FIRST.toSeconds(),
            Housekeeper.EVERY.toSeconds(),
            TimeUnit.SECONDS);
    var _ =
        sweeper.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("backup").start(site.backups()::tick),
            Backups.TICK.toSeconds(),
            Backups.TICK.toSeconds(),
            TimeUnit.SECONDS);
    var _ =
        sweeper.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("self-probe").start(this::lookAtOurselves),
            SelfProbe.FIRST.toSeconds(),
            SelfProbe.EVERY.toSeconds(),
            TimeUnit.SECONDS);
    return sweeper;
  }

  private void lookAtOurselves() {
    try {
      var _ = selfProbe.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the own doors could not be looked at: {}", e.getClass().getName());
    }
  }

  /** What a stranger sees of these doors. */
  public SelfProbe selfProbe() {
    return selfProbe;
  }

  /** Closes the door at a port for good: it answered a stranger. */
  void shut(int port) {
    AcceptorServer server = dicom;
    if (server != null && server.address().getPort() == port) {
      shut = true;
      server.close();
    }
    SiteWeb pages = web;
    if (pages != null && pages.address().getPort() == port) {
      pages.close();
      web = null;
    }
    Hl7Door orders = hl7;
    if (orders != null && orders.address().getPort() == port) {
      orders.close();
    }
  }

  private void openForOrders(InetSocketAddress address, Consumer<AutoCloseable> keep)
      throws IOException {
    try {
      Hl7Door orders = new Hl7Door(address, site.gate(), site.hl7Desk());
      keep.accept(orders);
      site.gate().onWithdrawal(orders::endUnwelcome);
      orders.start();
      hl7 = orders;
    } catch (BindException e) {
      throw UserError.refused(
          "nothing can listen on " + address + ": " + e.getMessage(),
          "choose another address with [listen] hl7");
    }
  }

  /** An exception would end the schedule, and with it the sweep. */
  private void sweep(AcceptorServer server) {
    try {
      server.endAssociationsOf(this::isNoLongerWelcome);
      Optional.ofNullable(hl7).ifPresent(Hl7Door::endUnwelcome);
      Optional.ofNullable(web).ifPresent(SiteWeb::endUnwelcome);
    } catch (RuntimeException e) {
      LOG.error("open associations could not be checked: {}", e.getClass().getName());
    }
  }

  private boolean isNoLongerWelcome(Peer peer) {
    return peer.certificates().isEmpty() || !site.gate().welcome(peer.certificates().getFirst());
  }

  /** Where the DICOM door is: as bound when it is open, else as the settings say. */
  public InetSocketAddress address() {
    return dicom == null ? site.settings().dicom() : dicom.address();
  }

  /** Where the HL7 door is, if it is open. */
  public Optional<InetSocketAddress> hl7Address() {
    return Optional.ofNullable(hl7).map(Hl7Door::address);
  }

  /** Where the web door is, if it is open. */
  public Optional<InetSocketAddress> webAddress() {
    return Optional.ofNullable(web).map(SiteWeb::address);
  }

  /** How many connections of the web door are open now. */
  public int webConnections() {
    return Optional.ofNullable(web).map(SiteWeb::connections).orElse(0);
  }

  /** Whether the site listens. */
  public boolean isOpen() {
    return dicom != null && !shut;
  }

  /** Whether the site ever listened, though its door may have been shut since. */
  boolean wasOpened() {
    return dicom != null;
  }

  /** How many associations are open now. */
  public int openAssociations() {
    return dicom == null ? 0 : dicom.connections();
  }

  /** How many associations are open now by these certificates, named by their fingerprints. */
  public int openAssociationsBy(Set<String> fingerprints) {
    AcceptorServer server = dicom;
    int[] open = new int[1];
    if (server != null) {
      // The question ends none: it only counts whom it is asked about.
      server.endAssociationsOf(peer -> {
        if (!peer.certificates().isEmpty()
            && fingerprints.contains(fingerprint(peer.certificates().getFirst()))) {
          open[0]++;
        }
        return false;
      });
    }
    return open[0];
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      return "";
    }
  }

  /** Lets nobody in any more through the DICOM and the web door, and ends who is inside. */
  void close() {
    Optional.ofNullable(web).ifPresent(SiteWeb::close);
    if (dicom != null) {
      dicom.close();
    }
  }
}

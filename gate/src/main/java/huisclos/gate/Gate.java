package huisclos.gate;

import huisclos.gate.internal.Pem;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The one that says yes: who may come in, what they may do. Every no is put on the trail here, in
 * bounded volume; every yes is a {@link Pass}, which puts what it discloses on the trail.
 *
 * <p>Nothing about a device is cached: each answer asks the registry, so that a change counts from
 * the next answer on. Safe from many threads.
 */
public final class Gate implements AutoCloseable {
  private static final int TICK_SECONDS = 5;
  private static final int TICKS_PER_RENEWAL = 720;

  private final String aet;
  private final SiteCa ca;
  private final ServerKeys serverKeys;
  private final DeviceRegistry registry;
  private final DestinationRegistry peers;
  private final RecordStore records;
  private final Trail trail;
  private final Clock clock;
  private final Refusals refusals;
  private final Arrivals arrivals;
  private final Grants grants;
  private final DoorContexts contexts;
  private final SSLContext context;
  private final Admissions admissions;
  private final DeviceAdmin devices;
  private final PeerKeys peerKeys;
  private final DestinationAdmin destinations;
  private final RecordCounts counts = new RecordCounts();
  private final LaterWrites writes = new LaterWrites();
  private final Alerts alerts;
  private final Restraint restraint;
  private final Shares shares;
  private final BreakGlass breakGlass;
  private final DeletionRequests deletionRequests;
  private final AcquiredKeys acquired;
  private final BrakeAdmin brakes;
  private volatile @Nullable People people;
  private volatile @Nullable UserAdmin users;
  private volatile @Nullable WebGate web;
  private final List<Runnable> onWithdrawal = new CopyOnWriteArrayList<>();
  private final AtomicLong renewalFailures = new AtomicLong();
  private final ScheduledExecutorService timer;
  private int ticks;

  /**
   * What the gate is told by the settings.
   *
   * @param aet the archive's own title
   * @param names DNS names and addresses of the server, beside the machine's and loopback
   */
  public record Settings(String aet, List<String> names) {
    public Settings {
      aet =
          AeTitle.of(aet)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "[archive] aet: not an application entity title (1 to 16 printable ASCII"
                          + " characters, no backslash)"));
      names = List.copyOf(names);
    }
  }

  private Gate(
      Settings settings,
      SiteCa ca,
      ServerKeys serverKeys,
      PeerKeys peerKeys,
      AcquiredKeys acquired,
      KeyProtector protector,
      Registries registries,
      Trail trail,
      Clock clock) {
    this.aet = settings.aet();
    this.ca = ca;
    this.serverKeys = serverKeys;
    this.registry = registries.devices();
    this.peers = registries.peers();
    this.records = registries.records();
    this.trail = trail;
    this.clock = clock;
    this.refusals = new Refusals(trail, clock);
    this.arrivals = new Arrivals(trail, clock);
    this.grants = new Grants(registry, peers, this::openings, clock);
    this.contexts =
        new DoorContexts(
            serverKeys, acquired, () -> new ClientTrust(registry, ca, clock, refusals));
    this.context = contexts.of(serverKeys);
    this.admissions = new Admissions(aet, ca, registry, refusals, arrivals, this::person, clock);
    this.devices = new DeviceAdmin(ca, registry, trail, clock, this::withdrawn);
    this.peerKeys = peerKeys;
    this.acquired = acquired;
    this.destinations = new DestinationAdmin(aet, ca, peerKeys, peers, trail, clock);
    this.alerts = new Alerts(registries.alerts(), trail, clock, writes);
    Brakes braking = new Brakes(registries.brakes(), alerts, clock, writes);
    this.restraint = new Restraint(braking, refusals);
    this.shares = new Shares(registries.records(), this::known, trail, clock);
    this.breakGlass = new BreakGlass(registries.records(), protector, alerts, trail, clock);
    this.deletionRequests = new DeletionRequests(registries.records(), this::known, trail, clock);
    this.brakes = new BrakeAdmin(braking, registries.brakes(), writes, trail, clock);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gate-timer").daemon().factory());
  }

  /**
   * Opens the gate of a home, making the site's authority and server identities when there are
   * none.
   *
   * @param keys the folder {@code HOME/keys}
   * @throws IOException when keys are damaged or were sealed by another key
   * @throws IllegalArgumentException when a name of the settings is none
   */
  public static Gate open(
      Settings settings,
      Path keys,
      KeyProtector protector,
      Registries registries,
      Trail trail,
      Clock clock)
      throws IOException {
    List<String> names = ServerNames.of(settings.names());
    boolean first = !SiteCa.exists(keys);
    SiteCa ca = SiteCa.open(keys, protector, clock);
    if (first) {
      trail.append(issued(ca.certificate(), clock));
    }
    ServerKeys serverKeys =
        ServerKeys.open(
            keys,
            protector,
            ca,
            names,
            clock,
            made -> {
              // Not waited for: a server certificate discloses nothing.
              var _ = trail.submit(List.of(issued(made, clock)));
            });
    PeerKeys peerKeys = new PeerKeys(protector, serverKeys, registries.devices(), ca, clock);
    Gate gate =
        new Gate(
            settings,
            ca,
            serverKeys,
            peerKeys,
            new AcquiredKeys(registries.records(), protector),
            protector,
            registries,
            trail,
            clock);
    var _ =
        gate.timer.scheduleWithFixedDelay(gate::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    return gate;
  }

  private static TrailRecord issued(X509Certificate certificate, Clock clock) {
    return TrailRecord.of(clock.instant(), Action.CERTIFICATE, Outcome.DONE, Actor.system())
        .fact(Fact.SERIAL, certificate.getSerialNumber().toString(16))
        .fact(Fact.FINGERPRINT, Pem.fingerprint(certificate))
        .fact(Fact.NOT_AFTER, certificate.getNotAfter().toInstant().toString())
        .build();
  }

  /** The archive's own title. */
  public String aet() {
    return aet;
  }

  /** The site's certificate authority. */
  public SiteCa ca() {
    return ca;
  }

  /** Adding, renewing and revoking devices. */
  public DeviceAdmin devices() {
    return devices;
  }

  /** What keepers should look at. */
  public Alerts alerts() {
    return alerts;
  }

  /** Budgets of what may be disclosed: changed, lifted, thawed. */
  public BrakeAdmin brakes() {
    return brakes;
  }

  /** Adding and removing the peers that may be dialled. */
  public DestinationAdmin destinations() {
    return destinations;
  }

  /** The peer of this title, as registered now; padding doesn't count. */
  public Optional<Destination> destination(String aet) {
    return AeTitle.of(aet).flatMap(peers::destination);
  }

  /**
   * A TLS context for one connection to a destination: it shows the identity that the peer gave us,
   * else the server's certificate, and trusts the live certificates of this site's device of the
   * same title, or what the keeper registered the peer by. Make one for each connection.
   *
   * @throws IOException if the identity's key can't be opened
   */
  public SSLContext contextFor(Destination destination) throws IOException {
    try {
      return peerKeys.contextFor(destination);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the key for a peer can't be opened: register it again with --replace", e);
    }
  }

  /**
   * The archive's own work on someone's standing order, such as a forwarding rule; it may move to
   * registered destinations and store what it fetches, nothing else. On record under this name.
   */
  public Identity service(String name) {
    return Identity.service(name);
  }

  /**
   * Lets people be named at the door (PS3.7 §D.3.3.7); until then every association that names one
   * is refused.
   *
   * @param protector seals their passwords
   * @param issuer whose tokens are believed; empty believes none
   */
  public void acceptUsers(
      UserRegistry registry, KeyProtector protector, Optional<TokenIssuer> issuer) {
    acceptUsers(registry, protector, issuer, WebSettings.USUAL);
  }

  /** The same, with what the settings say of the web door. */
  public void acceptUsers(
      UserRegistry registry,
      KeyProtector protector,
      Optional<TokenIssuer> issuer,
      WebSettings settings) {
    acceptUsers(new People(registry, protector, issuer, clock), protector, settings);
  }

  void acceptUsers(People known, KeyProtector protector, WebSettings settings) {
    grants.people(known);
    UserAdmin admin = new UserAdmin(known, trail, clock);
    users = admin;
    people = known;
    WebParts parts =
        WebParts.of(known, admin, records, protector, settings, trail, refusals, alerts, clock);
    Accounts accounts = new Accounts(parts);
    web =
        new WebGate(
            parts,
            accounts,
            new Enrolments(parts, accounts),
            new Invitations(parts, accounts, records, protector, trail),
            new AccessTokens(records, protector, trail, clock),
            known.tokens().map(t -> new Bearers(t, known.registry(), clock)),
            (rules, keys) ->
                new Federation(rules, keys, parts, accounts, records, protector, clock));
  }

  /**
   * The gate of the web door.
   *
   * @throws IllegalStateException before {@link #acceptUsers}
   */
  public WebGate web() {
    WebGate gate = web;
    if (gate == null) {
      throw new IllegalStateException("no people are kept here");
    }
    return gate;
  }

  /**
   * Adding, suspending and removing people.
   *
   * @throws IllegalStateException before {@link #acceptUsers}
   */
  public UserAdmin users() {
    UserAdmin admin = users;
    if (admin == null) {
      throw new IllegalStateException("no people are kept here");
    }
    return admin;
  }

  /**
   * The TLS context of the server. It stays good for the life of the gate: renewed certificates and
   * changes of the registry count from the next handshake on. The listener must ask for client
   * certificates ({@code needClientAuth}) and allow TLS 1.2 and 1.3 only.
   */
  public SSLContext serverContext() {
    return context;
  }

  /** What the web door got, and gets, from a certificate authority of the outside. */
  public AcquiredKeys acquiredKeys() {
    return acquired;
  }

  /**
   * The TLS context of the web door; as {@link #serverContext}, but that a client certificate may
   * be left out: the listener must want it ({@code wantClientAuth}). One that is shown and isn't
   * good fails the handshake. No session of the other door can be resumed here.
   */
  public SSLContext webContext() {
    return contexts.web(Optional.empty());
  }

  /**
   * The same, where browsers are shown a certificate of somebody else's. The files are read again
   * when they change; what doesn't fit is an alert, and the pair before stays.
   *
   * @param certificate the chain in PEM, the door's own first
   * @param key its key, PKCS#8 in PEM, not encrypted
   * @throws IOException if the pair is unfit now, saying what would mend it
   */
  public SSLContext webContext(Path certificate, Path key) throws IOException {
    PemPair pair =
        new PemPair(
            certificate,
            key,
            clock,
            why -> alerts.raise(AlertKind.WEB_CERTIFICATE, certificate.toString(), why));
    return contexts.web(Optional.of(pair));
  }

  /**
   * Somebody whom nobody knows, on what is open to all: a page to sign in by. It may do nothing.
   *
   * @param remote the peer's address
   */
  public Identity stranger(String remote) {
    return Identity.stranger(remote);
  }

  /**
   * Puts a failed handshake on record. One that failed because of the client's certificate is on
   * record already, with the exact reason, and isn't recorded twice.
   *
   * @param remote the peer's address
   * @param kind the word of the room that spoke TLS
   */
  public void handshakeFailed(String remote, String kind) {
    Handshakes.recordable(kind)
        .ifPresent(reason -> refusals.handshake(remote, reason, Optional.empty()));
  }

  /** As above, from the exception that the JDK's TLS threw. */
  public void handshakeFailed(String remote, Throwable failure) {
    if (!Handshakes.refusedHere(failure)) {
      refusals.handshake(remote, Handshakes.why(failure), Optional.empty());
    }
  }

  /**
   * Puts on record that somebody asked the web door for something and showed nothing to be known
   * by.
   *
   * @param remote the peer's address
   */
  public void turnedAway(String remote) {
    refusals.signIn(remote, Reason.NO_CREDENTIAL, Optional.empty());
  }

  /** Puts on record that a program or device asked for what is for people who are signed in. */
  public void turnedAway(Identity who) {
    refusals.page(who);
  }

  /** Whether a certificate is good at this moment; false ends an association that came in by it. */
  public boolean welcome(X509Certificate certificate) {
    return admissions.isWelcome(certificate);
  }

  /**
   * Called after a device lost a certificate here: time to end associations that are no longer
   * {@link #welcome}. Certificates also end by date and by other nodes, so ask now and then too.
   */
  public void onWithdrawal(Runnable listener) {
    onWithdrawal.add(listener);
  }

  /**
   * Decides on an association, once its request is in. A refusal is on record when this returns.
   *
   * @param certificate the client's certificate, of which TLS has proven possession
   * @param callingAet as requested, with or without padding
   * @param calledAet as requested, with or without padding
   * @param remote the peer's address, for the record
   */
  public Admission admit(
      X509Certificate certificate, String callingAet, String calledAet, String remote) {
    return admit(certificate, callingAet, calledAet, remote, Optional.empty());
  }

  /**
   * The same, where the request names a person: they must be who it says, and may do what both they
   * and the device are granted. Checking a password takes about half a second.
   */
  public Admission admit(
      X509Certificate certificate,
      String callingAet,
      String calledAet,
      String remote,
      Optional<ClaimedUser> claimed) {
    return admissions.admit(certificate, callingAet, calledAet, remote, claimed);
  }

  /** Where peers are put on record that behave badly. */
  public Misbehaviour misbehaviour() {
    return new Misbehaviour(refusals);
  }

  /**
   * The operator on this machine, who owns the home: for what is done without a peer, such as
   * seeding the demo or importing a folder. On record under the account's name.
   */
  public Identity operator(String account) {
    return Identity.operator(account);
  }

  /**
   * Whether an identity holds a verb now; a presentation context for a verb it lacks is refused
   * with result 1 (user rejection, PS3.8 §9.3.3.2). A no is on record, once a verb and identity.
   */
  public boolean may(Identity who, Verb verb) {
    Optional<Reason> no = grants.objection(who, verb);
    no.ifPresent(reason -> {
      if (who.firstRefusalOf(verb)) {
        refusals.request(who, Action.VERB, verb, reason);
      }
    });
    return no.isEmpty();
  }

  /**
   * Whether an identity holds a verb now, without a record: to choose between two requests that
   * {@link #decide} then decides on, never to refuse by.
   */
  public boolean holds(Identity who, Verb verb) {
    return grants.objection(who, verb).isEmpty();
  }

  /**
   * Decides on a connection of a protocol without titles, such as HL7's, by its certificate alone.
   * A refusal is on record when this returns; {@code verb} is what the connection is for.
   */
  public Admission admitService(X509Certificate certificate, Verb verb, String remote) {
    return admissions.admitService(certificate, remote, who -> may(who, verb));
  }

  /** Decides on one request. A no is on record when this returns. */
  public Decision decide(Identity who, Request request) {
    Openings openings = grants.openings(who);
    Optional<Reason> no =
        grants
            .objection(who, request)
            // In an emergency each disclosure is looked at by itself.
            .or(() ->
                openings.glass().isEmpty() ? restraint.objection(who, request) : Optional.empty());
    if (no.isPresent()) {
      restraint.denied(who, request, no.get());
      refusals.request(who, Pass.actionOf(request.verb()), request.verb(), no.get());
      return new Decision.Denied(no.get());
    }
    Reach reach = grants.reach(who, request.reachedBy(), openings);
    return new Decision.Granted(
        new Pass(who, request, reach, openings, this::record, restraint, this::reachNow, clock));
  }

  private Optional<Reach> reachNow(Pass pass) {
    Identity who = pass.who();
    Optional<Reason> no = grants.objection(who, pass.request());
    if (no.isPresent()) {
      if (who.firstRefusalOf(pass.verb())) {
        refusals.request(who, Pass.actionOf(pass.verb()), pass.verb(), no.get());
      }
      return Optional.empty();
    }
    return Optional.of(grants.reach(who, pass.request().reachedBy(), grants.openings(who)));
  }

  private Openings openings(User user) {
    return new Openings(shares.inForce(user), breakGlass.inForce(user));
  }

  private People.Answer person(ClaimedUser claimed, String device) {
    People known = people;
    return known == null
        ? new People.Answer.No(Reason.USER_UNKNOWN, Optional.empty())
        : known.check(claimed, device);
  }

  private Optional<User> known(String name) {
    People known = people;
    return known == null ? Optional.empty() : known.registry().user(name);
  }

  /** Studies shared with named persons. */
  public Shares shares() {
    return shares;
  }

  /** Access in an emergency. */
  public BreakGlass breakGlass() {
    return breakGlass;
  }

  /** Deletions that two persons have to want. */
  public DeletionRequests deletionRequests() {
    return deletionRequests;
  }

  /** Puts records on the trail; returns once they are durable. */
  public void record(List<TrailRecord> records) throws TrailException {
    trail.append(records);
    counts.add(records);
    restraint.stored(records);
  }

  /** What went on record here since the start, in numbers; refusals at the door are apart. */
  public RecordCounts counts() {
    return counts;
  }

  /** How many refusals there were since the start. */
  public long refused() {
    return refusals.refused();
  }

  /** Who may come through the doors, and what needs renewing. */
  public DoorReport doors() {
    return DoorReport.of(
        clock.instant(),
        ca.certificate(),
        serverKeys.certificates(),
        registry,
        refusals.unrecorded(),
        renewalFailures.get());
  }

  private void withdrawn() {
    onWithdrawal.forEach(Runnable::run);
  }

  private void tick() {
    try {
      refusals.turn();
      arrivals.turn();
      if (++ticks % TICKS_PER_RENEWAL == 0) {
        serverKeys.renew();
      }
    } catch (IOException | RuntimeException e) {
      // Tried again at the next turn; meanwhile the doors report shows what runs out. An exception
      // that escaped would end the timer.
      renewalFailures.incrementAndGet();
    }
  }

  /** Puts what is still counted on record and stops the timer; the trail stays open. */
  @Override
  public void close() {
    // Not shutdownNow: an interrupt would close the files of a trail that is being written.
    timer.close();
    refusals.finish();
    writes.close();
    arrivals.finish();
    serverKeys.close();
  }
}

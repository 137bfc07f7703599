package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.app.backup.BackupSource;
import huisclos.archive.Archive;
import huisclos.archive.ArchiveConfig;
import huisclos.archive.DiskReserve;
import huisclos.archive.RecoveryReport;
import huisclos.archive.SqliteUserRegistry;
import huisclos.courier.Courier;
import huisclos.desk.hl7.Hl7Desk;
import huisclos.desk.transcoding.PixelServices;
import huisclos.gate.Decision;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.Registries;
import huisclos.gate.Request;
import huisclos.pixels.sandbox.Launch;
import huisclos.pixels.sandbox.Sandbox;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import huisclos.vault.ColumnSealer;
import huisclos.vault.CorruptKeyFileException;
import huisclos.vault.SiteKey;
import huisclos.vault.SiteKeyFiles;
import huisclos.vault.SiteKeySource;
import huisclos.vault.SiteRecovery;
import huisclos.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An opened home: its rooms wired together. There is one at a time, under the home's lock.
 *
 * <p>Closing goes through the rooms in the reverse order of opening, whatever fails on the way.
 */
public final class Site implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);

  private final Home home;
  private final Settings settings;
  private volatile SiteKey siteKey;
  private final Vault vault;

  /** Processes that decode and code what native code must; none runs until a frame needs it. */
  private static final int DECODERS = 2;

  private volatile SiteKeyFiles keyFiles;
  private final boolean lasting;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Trail trail;
  private final Agreement agreement;
  private final Gate gate;
  private final Archive archive;
  private final DiskReserve reserve;
  private final Housekeeper housekeeper = new Housekeeper(this);
  private final PixelServices pixels;
  private final Courier courier;
  private final Backups backups;
  private final Hl7Desk hl7Desk;
  private final ServiceTimes times = new ServiceTimes();
  private final SiteDoors doors = new SiteDoors(this);

  /** Opens a lasting home: its site key lies in it, and is made at the first start. */
  public static Site open(Home home, HomeLock lock) throws IOException {
    return open(home, lock, settings -> settings);
  }

  /** Opens a lasting home with what the command line adds to its settings. */
  public static Site open(Home home, HomeLock lock, UnaryOperator<Settings> commandLine)
      throws IOException {
    Settings settings = commandLine.apply(Settings.read(home));
    return DamagedIndex.mended(home, () -> new Site(home, settings, siteKey(home, settings), true));
  }

  /** Opens a home whose site key stays where the caller has it: a backup that is rehearsed. */
  public static Site openCopy(Home home, HomeLock lock, SiteKey siteKey) throws IOException {
    return new Site(home, Settings.read(home), siteKey, false);
  }

  /** Opens a home whose site key is in memory only: it ends with this process (the demo). */
  public static Site openPassing(Home home, HomeLock lock, Settings settings) throws IOException {
    return new Site(home, settings, SiteKey.generate(), false);
  }

  private Site(Home home, Settings settings, SiteKey siteKey, boolean lasting) throws IOException {
    this.home = home;
    this.settings = settings;
    this.siteKey = siteKey;
    this.keyFiles = keyFiles(home, settings);
    this.lasting = lasting;
    boolean done = false;
    try {
      Clock clock = Clock.systemUTC();
      opened.push(() -> this.siteKey.close());
      vault = keep(Vault.open(home.root(), siteKey));
      ColumnSealer forTrail = vault.columnSealer("trail");
      trail = keep(Trail.open(home.trail(), new VaultSealer(forTrail), clock));
      Registries registries = SiteRegistries.open(home.root(), opened::push);
      SqliteUserRegistry people = keep(SqliteUserRegistry.open(home.root()));
      agreement = keep(Agreement.open(home));
      agreement.reach(registries, people, trail, clock);
      gate =
          keep(
              Gate.open(
                  new Gate.Settings(settings.aet(), settings.allNames()),
                  home.keys(),
                  new VaultProtector(vault.columnSealer("ca")),
                  registries,
                  trail,
                  clock));
      opened.push(AlertHook.listen(settings.alertCommand(), gate));
      gate.acceptUsers(
          people,
          new VaultProtector(vault.columnSealer("people")),
          settings.tokens(),
          settings.web().ofPeople());
      archive =
          keep(
              Archive.open(
                  new ArchiveConfig(
                      home.root(),
                      Optional.of(settings.issuer()).filter(issuer -> !issuer.isEmpty()),
                      settings.privateSopClasses()),
                  vault,
                  gate,
                  clock));
      reserve =
          DiskReserve.of(home.root(), settings.keeping().reserve(), clock, this::recordReserve);
      archive.keepFree(reserve);
      gate.deletionRequests().takeTwo(settings.outside().twoPersons());
      archive.keepRejectedFor(Duration.ofDays(settings.keeping().keepDays()));
      pixels = new PixelServices(archive, keep(new Sandbox(Launch.ofThisJava(DECODERS))));
      courier = keep(Courier.open(gate, archive, pixels.departures(), clock));
      backups = keep(backups(clock));
      archive.orders().expireAfter(settings.orders().expireDays());
      hl7Desk = new Hl7Desk(gate, archive.orders(), settings.orders().stations());
      done = true;
    } finally {
      if (!done) {
        closeAll();
      }
    }
  }

  /**
   * A home with sealed data but without its key doesn't get a new one: that would orphan it all.
   */
  private static SiteKey siteKey(Home home, Settings settings) throws IOException {
    if (Files.exists(home.restoring())) {
      throw UserError.refused(
          home.root() + " is being restored, or that broke off",
          "run the same `huisclos restore` again: it goes on where it was");
    }
    SiteKeyFiles files = keyFiles(home, settings);
    try {
      return files.loadOrCreate();
    } catch (CorruptKeyFileException e) {
      throw UserError.refused(
          "the site key (" + files.key() + "): " + e.getMessage(),
          "without its key the home stays shut; `huisclos key restore` rebuilds a lost one");
    }
  }

  /** Where the site key of a home is kept, by its settings. */
  public static SiteKeyFiles keyFiles(Home home, Settings settings) {
    return new SiteKeyFiles(home.root(), settings.siteKeySource(), System.getenv());
  }

  /** A change of the site key: rotates the vault to another and puts that in its place. */
  @FunctionalInterface
  public interface KeyChange {
    /** Does it; returns the key that is in force then. */
    SiteKey apply(SiteKeyFiles files, Vault vault) throws IOException;
  }

  /** Changes the site key, for {@code key rotate} and the destruction of keys. */
  public synchronized void changeSiteKey(KeyChange change) throws IOException {
    requireLastingKey();
    SiteKey retired = siteKey;
    siteKey = change.apply(keyFiles, vault);
    retired.close();
  }

  /** Puts the site key in another place; the setting is the caller's to change in between. */
  public synchronized void moveSiteKey(SiteKeySource to, IoAction changeSetting)
      throws IOException {
    requireLastingKey();
    SiteKeyFiles next = new SiteKeyFiles(home.root(), to, System.getenv());
    next.put(siteKey);
    changeSetting.run();
    if (!next.key().equals(keyFiles.key())) {
      keyFiles.remove();
    }
    keyFiles = next;
  }

  /** Something that may fail. */
  @FunctionalInterface
  public interface IoAction {
    void run() throws IOException;
  }

  /** Where the site key lies now. */
  public SiteKeyFiles keyFiles() {
    return keyFiles;
  }

  private <T extends AutoCloseable> T keep(T room) {
    opened.push(room);
    return room;
  }

  public Home home() {
    return home;
  }

  public Settings settings() {
    return settings;
  }

  public Gate gate() {
    return gate;
  }

  public Archive archive() {
    return archive;
  }

  /** What is destroyed and what expires. */
  public Housekeeper housekeeper() {
    return housekeeper;
  }

  /** What its doors do with pixel data. */
  public PixelServices pixels() {
    return pixels;
  }

  /** What is carried to peers; its queues are worked off while the site listens. */
  public Courier courier() {
    return courier;
  }

  /** What is copied elsewhere. */
  public Backups backups() {
    return backups;
  }

  private Backups backups(Clock clock) {
    ReentrantLock still = new ReentrantLock();
    BackupSource source =
        new BackupSource(
            home,
            vault,
            trail,
            archive.copy(),
            () -> this.siteKey,
            this::recoveryPhraseTaken,
            still);
    return new Backups(this, source, still, clock);
  }

  /** How long the services took that were asked for at the doors. */
  public ServiceTimes serviceTimes() {
    return times;
  }

  /** How far this home's own log is under a signed checkpoint. */
  public Optional<SignedTrail> signedTrail() {
    return SignedTrail.of(home.trail(), trail.logId());
  }

  public SiteKey siteKey() {
    return siteKey;
  }

  /**
   * Opens the doors and starts what goes on behind them.
   *
   * @throws UserError if an address can't be had
   */
  public void listen() throws IOException {
    doors.open(opened::push);
    courier.start();
    archive.scrubber().start(settings.keeping().scrubRate() * 1_000_000L);
    trail.append(system(Action.START).fact(Fact.ADDRESS, doors.address().toString()).build());
  }

  /**
   * By which browsers reach the web door, such as {@code https://localhost:8443}: as it is open, or
   * as the settings say.
   */
  public String webOrigin() {
    int port = doors.webAddress().orElse(settings.web().address()).getPort();
    return "https://" + settings.web().hostName() + ":" + port;
  }

  /** Where the network gets in, while the site listens. */
  public SiteDoors doors() {
    return doors;
  }

  /** Who takes HL7 messages. */
  public Hl7Desk hl7Desk() {
    return hl7Desk;
  }

  /** That the index, the trail and the list of withdrawals agree. */
  Agreement agreement() {
    return agreement;
  }

  /** Whether the recovery phrase in use was ever taken. */
  public boolean recoveryPhraseTaken() {
    try {
      return !lasting
          || (Files.exists(home.siteRecovery())
              && SiteRecovery.covers(home.siteRecovery(), siteKey));
    } catch (IOException e) {
      return false;
    }
  }

  /** Refuses for a site whose key ends with the process. */
  public void requireLastingKey() {
    if (!lasting) {
      throw UserError.refused("the demo's site key stays in memory and has no recovery phrase", "");
    }
  }

  /** What was found and mended when the home was opened, for {@code doors}. */
  public List<String> openingNotes() {
    List<String> notes = new ArrayList<>(agreement.notes());
    RecoveryReport report = archive.opening();
    if (!report.clean()) {
      notes.add("after the last stop: " + report.line());
    }
    return notes;
  }

  /** How much of the disk is left. */
  public DiskReserve reserve() {
    return reserve;
  }

  private void recordReserve(DiskReserve.State state) {
    try {
      trail.append(
          system(Action.LIMIT)
              .fact(Fact.LIMIT, "disk-reserve")
              .fact(Fact.REASON, state == DiskReserve.State.FULL ? "refusing" : "taking")
              .build());
    } catch (TrailException e) {
      LOG.error("the disk's state could not be put on record: {}", e.getClass().getName());
    }
  }

  /** Puts on record what the server did by itself. */
  void recordSystem(Action action, Outcome outcome, Fact fact, String what) throws TrailException {
    trail.append(
        TrailRecord.of(Clock.systemUTC().instant(), action, outcome, Actor.system())
            .fact(fact, what)
            .build());
  }

  /** Puts an admin verb on record; durable when it returns. */
  public void recordOperator(Action action, String command) throws TrailException {
    recordOperator(action, command, Set.of(), Set.of());
  }

  /** The same, about these studies and patient records. */
  public void recordOperator(
      Action action, String command, Collection<String> studies, Collection<String> patients)
      throws TrailException {
    trail.append(
        TrailRecord.of(Clock.systemUTC().instant(), action, Outcome.DONE, Actor.operator(account()))
            .fact(Fact.COMMAND, command)
            .studies(studies)
            .patients(patients)
            .build());
  }

  /**
   * A pass for an admin verb that looks something up: the operator's, on record by what it
   * discloses.
   */
  public Pass operatorsFind() {
    return operatorsPass(new Request.Find(true));
  }

  /** A pass of the operator's for anything an admin verb does. */
  public Pass operatorsPass(Request request) {
    return switch (gate.decide(gate.operator(account()), request)) {
      case Decision.Granted(Pass pass) -> pass;
      case Decision.Denied(var reason) ->
          throw UserError.refused("the gate refused: " + reason.word(), "");
    };
  }

  /** A pass for an admin verb that keeps house. */
  public Pass operatorsKeep() {
    return switch (gate.decide(gate.operator(account()), new Request.Keep())) {
      case Decision.Granted(Pass pass) -> pass;
      case Decision.Denied(var reason) ->
          throw UserError.refused("the gate refused: " + reason.word(), "");
    };
  }

  /** The operating system's account that this process runs as. */
  public static String account() {
    return System.getProperty("user.name", "");
  }

  private static TrailRecord.Builder system(Action action) {
    return TrailRecord.of(Clock.systemUTC().instant(), action, Outcome.DONE, Actor.system());
  }

  /** Stops listening, finishes what was begun, signs the trail and lets go of everything. */
  @Override
  public void close() throws IOException {
    try {
      if (doors.wasOpened()) {
        doors.close();
        trail.append(system(Action.STOP).build());
        agreement.remember();
      }
    } finally {
      closeAll();
    }
  }

  private void closeAll() throws IOException {
    @Nullable IOException first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = e instanceof IOException io ? io : new IOException("a room did not close", e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}

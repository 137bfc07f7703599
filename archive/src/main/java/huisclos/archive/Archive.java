package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.gate.Disclosure;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.PatientKey;
import huisclos.gate.Reach;
import huisclos.gate.Request;
import huisclos.gate.Shares;
import huisclos.gate.Verb;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.SealedPart;
import huisclos.vault.ColumnSealer;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stores, finds and hands out instances. Every method that touches what is about patients takes a
 * {@link Pass}; what leaves is on record, durably, before it is returned. Knows no protocol.
 * Thread-safe.
 *
 * <p>One archive writes a home at a time: whoever opens it holds the home's lock, and closes vault,
 * gate and trail after it.
 */
public final class Archive implements AutoCloseable {
  private final Path home;
  private final IndexDatabase index;
  private final ArchiveCopy copy;
  private final Gate gate;
  private final Recovery recovery;
  private final RecoveryReport opening;
  private final Committer committer;
  private final Receiver receiver;
  private final Keeping keeping;
  private final Searches searches;
  private final Reaches reaches;
  private final Opener opener;
  private final Fetcher fetcher;
  private final Commitment commitment;
  private final Listings listings;
  private final Deletions deletions;
  private final Rejections rejections;
  private final Purge purge;
  private final Retention retention;
  private final ColumnSealer trailSealer;
  private final ForwardRules forwardRules;
  private final Coercions coercions;
  private final ForwardQueue forwardQueue;
  private final ReportQueue reportQueue;
  private final Orders orders;
  private final PerformedSteps performedSteps;
  private final ExtraKeyAdmin extraKeyAdmin;
  private final ExtraKeyFiller filler;
  private final Scrubber scrubber;
  private final Changes changes;
  private final PieceWindows windows;
  private final DerivedCache derived;
  private final FindMemory findMemory = FindMemory.ofHeap();

  private Archive(
      ArchiveConfig config,
      IndexDatabase index,
      Vault vault,
      Gate gate,
      Clock clock,
      Committer.Probe probe)
      throws IOException, SQLException {
    this.home = config.home();
    this.index = index;
    this.gate = gate;
    SealedAttributes sealed = new SealedAttributes(vault.columnSealer("index"));
    Tokens tokens = new Tokens(vault.blindTokens("index"));
    this.windows = new PieceWindows(clock);
    this.derived = new DerivedCache(clock);
    ExtraKeys extraKeys = new ExtraKeys(sealed, tokens);
    extraKeys.load(index.ingest());
    IndexWriter writer =
        new IndexWriter(
            index.ingest(), vault.ring(), sealed, tokens, extraKeys, config.defaultIssuer());
    ActEffects effects = new ActEffects(index.ingest(), vault, writer, sealed, tokens);
    this.forwardRules = new ForwardRules(index, clock);
    this.coercions = new Coercions(index, clock);
    this.forwardQueue = new ForwardQueue(index, clock);
    this.reportQueue = new ReportQueue(index, sealed, clock);
    this.recovery =
        new Recovery(
            vault,
            gate,
            index.ingest(),
            writer,
            effects,
            extraKeys,
            new Recovery.Forwarding(forwardRules, new StoreSenders(config.home())),
            clock);
    this.opening = new Opening(index.ingest(), sealed, tokens, recovery).run(vault.id().toString());
    this.committer =
        new Committer(
            vault, gate, index.ingest(), writer, effects, recovery, forwardRules, clock, probe);
    this.copy = new ArchiveCopy(index, committer, vault);
    Quarantine quarantine = new Quarantine(vault, gate, index, writer, committer, clock);
    this.reaches = new Reaches(sealed, tokens, config.defaultIssuer());
    this.receiver =
        new Receiver(
            vault,
            committer,
            quarantine,
            sealed,
            extraKeys,
            coercions,
            new Admittance(index, gate, reaches),
            config.privateSopClasses());
    this.searches =
        new Searches(
            gate, new Finder(index, sealed, tokens, extraKeys), reaches, extraKeys, this::seal);
    this.fetcher = new Fetcher(index, vault, sealed, tokens, reaches, gate.aet());
    this.opener = new Opener(index, gate, reaches, fetcher, this::seal);
    this.changes = new Changes(index, (pass, study) -> reaches.of(pass.reach()).has(index, study));
    this.keeping =
        new Keeping(
            vault,
            new Acts(vault, gate, committer, effects, clock, probe),
            effects,
            writer,
            new Patients(sealed, tokens, config.defaultIssuer()),
            quarantine);
    this.commitment = new Commitment(index, vault, reaches);
    this.listings = new Listings(index, sealed);
    OrderRows orderRows = new OrderRows(sealed, tokens, config.defaultIssuer());
    OrderRecords orderRecords =
        new OrderRecords(
            index, tokens, new TrailSealer(vault.columnSealer("trail")), config.defaultIssuer());
    this.orders = new Orders(index, gate, clock, tokens, orderRows, orderRecords);
    this.performedSteps =
        new PerformedSteps(index, gate, clock, sealed, orderRows, orderRecords, orders);
    Acts acts = new Acts(vault, gate, committer, effects, clock, probe);
    this.deletions = new Deletions(index, acts, sealed, reaches, clock);
    this.rejections = new Rejections(index, vault, gate, deletions, clock);
    this.retention = new Retention(index, vault, sealed, clock);
    this.purge = new Purge(vault, gate, committer, clock, probe);
    this.trailSealer = vault.columnSealer("trail");
    this.filler = new ExtraKeyFiller(index, vault, committer, extraKeys, new Corrections(sealed));
    this.extraKeyAdmin = new ExtraKeyAdmin(extraKeys, committer, filler, clock);
    this.scrubber =
        new Scrubber(
            new ScrubRound.Parts(home, vault, index, committer, sealed, tokens), gate, clock);
  }

  /**
   * Opens the archive of a home: creates or migrates its index, and makes it agree with the vault,
   * which after a crash means to index what was committed last, see {@link #opening}.
   *
   * @throws ArchiveException if the index can't be used, or is of a later version
   */
  public static Archive open(ArchiveConfig config, Vault vault, Gate gate, Clock clock)
      throws IOException {
    return open(config, vault, gate, clock, _ -> {});
  }

  static Archive open(
      ArchiveConfig config, Vault vault, Gate gate, Clock clock, Committer.Probe probe)
      throws IOException {
    IndexDatabase index = IndexDatabase.open(config.home());
    IndexBackup.removeOld(config.home(), clock);
    boolean done = false;
    try {
      Archive archive = new Archive(config, index, vault, gate, clock, probe);
      done = true;
      return archive;
    } catch (SQLException e) {
      throw new ArchiveException("the index can't be opened", e);
    } finally {
      if (!done) {
        index.close();
      }
    }
  }

  /** Refuses stores from now on while this says that the disk is full (status 0xA700). */
  public void keepFree(DiskReserve reserve) {
    receiver.keepFree(reserve);
  }

  /** What opening had to make good. */
  public RecoveryReport opening() {
    return opening;
  }

  /**
   * Stores one data set; returns once bytes, trail and index would survive a power cut, or with why
   * not. Reads the stream to its end whatever the outcome.
   *
   * @throws IOException if the stream fails; nothing is kept then
   */
  public StoreOutcome store(Pass pass, StoreHeader header, InputStream dataSet) throws IOException {
    require(pass, Verb.STORE);
    return rejections.after(pass, header, receiver.store(pass, header, dataSet));
  }

  /**
   * The same in two steps: reads the stream to its end, and leaves the waiting to the caller, who
   * may read the next instance meanwhile. All of its stores then go down in few groups.
   *
   * @param study the study that it must be of; empty: any
   * @throws IOException if the stream fails; nothing is kept then
   */
  public PendingStore receive(
      Pass pass, StoreHeader header, Optional<String> study, InputStream dataSet)
      throws IOException {
    require(pass, Verb.STORE);
    PendingStore pending = receiver.begin(pass, header, study, dataSet);
    return new PendingStore(pending.place(), () -> rejections.after(pass, header, pending.await()));
  }

  /**
   * Finds entities. A query that selects nothing is put before the gate again, unless the pass is
   * for such a one. The matches are on record when this returns.
   *
   * @throws IOException if the index can't be read or the trail not written: nothing may leave
   */
  public FindOutcome find(Pass pass, Query query) throws IOException {
    require(pass, Verb.FIND);
    return searches.find(pass, query, Optional.empty()).found();
  }

  /**
   * Finds a page of the entities that match. Only what is on it is disclosed; however many match,
   * it is refused as too broad only where it can't be told without reading too much.
   *
   * @throws IOException if the index can't be read or the trail not written: nothing may leave
   */
  public PageOutcome find(Pass pass, Query query, Page page) throws IOException {
    require(pass, Verb.FIND);
    return searches.find(pass, query, Optional.of(page));
  }

  private SealedPart seal(byte[] plain) {
    return SealedPart.seal(new TrailSealer(trailSealer), plain);
  }

  /**
   * Selects the instances that the unique key of the level names (a list of UIDs, or for a patient
   * of Patient IDs); unique keys of other levels must agree where they are given. Their disclosure
   * is on record when this returns.
   */
  public FetchOutcome select(Pass pass, Level level, DataSet keys) throws IOException {
    require(pass, Verb.GET, Verb.MOVE);
    FetchOutcome outcome = fetcher.select(pass, level, keys);
    if (outcome instanceof FetchOutcome.TooMany) {
      Disclosure nothing = Disclosure.of(List.of(), List.of(), 0).with(Fact.REASON, "too-many");
      gate.record(List.of(pass.record(Outcome.REFUSED, nothing)));
    }
    return outcome;
  }

  /**
   * The data set of a selected instance in the transfer syntax it is kept in. The stream fails
   * rather than give out bytes that are not those stored; close it.
   *
   * @throws IllegalArgumentException if it was selected with another pass
   * @throws IOException if it can't be read, or is not the object that the index names
   */
  public InputStream open(Pass pass, StoredInstance instance) throws IOException {
    return fetcher.open(pass, instance);
  }

  /**
   * Selects one instance, of which pieces are asked for one by one, such as frames. That pieces of
   * its study may be given to this somebody is on record, for the minute that follows, when this
   * returns; within that minute it isn't recorded again. All else is as in {@link #select}.
   *
   * @param keys the UIDs of study, series and instance
   */
  public FetchOutcome selectPiecewise(Pass pass, DataSet keys) throws IOException {
    require(pass, Verb.GET);
    return fetcher.selectPiecewise(pass, keys, windows);
  }

  /**
   * The bytes of a selected instance as they are kept, from anywhere in them; corrections don't
   * show, so that only what no correction touches may be taken from it: pixel data (7FE0).
   *
   * @throws IllegalArgumentException if it was selected with another pass
   */
  public KeptBytes kept(Pass pass, StoredInstance instance) throws IOException {
    return fetcher.kept(pass, instance);
  }

  /** What {@link #keep} was given of this very version of a selected instance, if it is there. */
  public <T extends Derived> Optional<T> derived(
      Pass pass, StoredInstance instance, String form, Class<T> type) {
    if (!instance.isFor(pass)) {
      throw new IllegalArgumentException("the instance was disclosed to another pass");
    }
    return derived.get(instance, form, type);
  }

  /**
   * How often things were destroyed here: to be asked before something is made to {@link #keep}.
   */
  public long destructions() {
    return derived.clearings();
  }

  /**
   * Keeps in memory, for a while, what was made of an instance; not if anything was destroyed
   * since.
   *
   * @param form what it is, the same for what would be made the same way
   * @param since the {@link #destructions} before the instance was read
   */
  public void keep(StoredInstance instance, String form, Derived value, long since) {
    derived.put(instance, form, value, since);
  }

  /**
   * Answers for these instances, each in its place: read again and found whole, or why not. What
   * was answered is on record when this returns. Takes as long as reading them all does.
   *
   * @param references at most {@link ArchiveLimits#MAX_COMMITTED}
   */
  public List<CommitAnswer> verify(Pass pass, List<SopReference> references) throws IOException {
    require(pass, Verb.COMMIT);
    if (references.size() > ArchiveLimits.MAX_COMMITTED) {
      throw new IllegalArgumentException("too many instances to commit at once");
    }
    return commitment.verify(pass, references);
  }

  /** Instances that name another patient than the study they joined, oldest first. */
  public List<ConflictEntry> conflicts(Pass pass) throws IOException {
    requireAll(pass, Verb.FIND);
    return listings.conflicts(pass);
  }

  /** Objects set aside, oldest first; UIDs only. */
  public List<QuarantineEntry> quarantine(Pass pass) throws IOException {
    requireAll(pass, Verb.FIND);
    return listings.quarantine();
  }

  /**
   * The internal ids of the patient records that have this Patient ID, whatever its issuer: what
   * the trail names a patient by. Discloses nothing about the patient but that it is known here.
   */
  public Set<String> patientRecords(Pass pass, String patientId) throws IOException {
    requireAll(pass, Verb.FIND);
    Set<String> records = fetcher.records(patientId.strip());
    pass.disclose(Disclosure.of(List.of(), List.copyOf(records), records.size()));
    return records;
  }

  /** What goes where. */
  public ForwardRules forwardRules() {
    return forwardRules;
  }

  /** The rules of what is corrected on arrival. */
  public Coercions coercions() {
    return coercions;
  }

  /** Whether what is stored is still as it was left. */
  public Scrubber scrubber() {
    return scrubber;
  }

  /** What waits to be forwarded: UIDs, no pass; each is put before the gate when it is sent. */
  public ForwardQueue forwardQueue() {
    return forwardQueue;
  }

  /** Storage commitment reports that wait to be delivered. */
  public ReportQueue reportQueue() {
    return reportQueue;
  }

  /** Orders and the modality worklist. */
  public Orders orders() {
    return orders;
  }

  /** Performed procedure steps (MPPS). */
  public PerformedSteps performedSteps() {
    return performedSteps;
  }

  /** What a keeper can do to what is stored. */
  public Keeping keeping() {
    return keeping;
  }

  /** For how long what a rejection note rejects can be restored; 30 days unless said. */
  public void keepRejectedFor(Duration duration) {
    rejections.keepFor(duration);
  }

  /**
   * Deletes what the UID of a study, series or instance names: hidden at once, to be restored until
   * it is {@linkplain #purge destroyed}.
   *
   * @param comment in the operator's words; sealed
   * @param keep for how long it can be restored
   */
  public KeepingOutcome delete(
      Pass pass, Level level, String uid, DeleteReason reason, String comment, Duration keep)
      throws IOException {
    require(pass, Verb.KEEP, Verb.DELETE);
    return deletions.delete(pass, level, uid, reason, comment, keep, false);
  }

  /**
   * Hides what the UID of a level names, as a rejection note does: of a held study too, which stays
   * whole, and is destroyed only when it is released.
   *
   * @param comment in words; sealed with the act
   * @param keep for how long it can be restored
   */
  public KeepingOutcome reject(
      Pass pass, Level level, String uid, DeleteReason reason, String comment, Duration keep)
      throws IOException {
    require(pass, Verb.REJECT);
    return deletions.delete(pass, level, uid, reason, comment, keep, true);
  }

  /**
   * Makes and stores a rejection note about what a {@link #delete} or {@link #reject} of this UID
   * would hide, of the first study concerned; to be called before it. Its data set in explicit
   * little endian; empty where nothing shows, or what shows is held and so isn't going to be
   * deleted.
   *
   * @param heldToo for a rejection, which hides what is held
   */
  public Optional<byte[]> rejectionNote(
      Pass find, Pass store, Level level, String uid, DeleteReason reason, boolean heldToo)
      throws IOException {
    require(find, Verb.FIND);
    require(store, Verb.STORE);
    List<Deletions.Affected> shown = deletions.shown(find, level, uid, heldToo);
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    String study = shown.getFirst().study();
    return Optional.of(
        rejections.note(
            shown.stream().filter(a -> a.study().equals(study)).toList(),
            reason,
            query -> find(find, query),
            (header, in) -> receiver.store(store, header, in)));
  }

  /**
   * Whether an instance, a series or a study that this pass may know of has this place: its UID and
   * those above it, from the study down. That it has not is on record when this returns.
   */
  public boolean isPlaced(Pass pass, List<String> path) throws IOException {
    require(pass, Verb.KEEP, Verb.DELETE, Verb.REJECT);
    boolean placed = isReached(pass, path.getFirst()) && deletions.isPlaced(path);
    if (!placed) {
      Disclosure nothing = Disclosure.of(List.of(), List.of(), 0).with(Fact.REASON, "not-there");
      gate.record(List.of(pass.record(Outcome.REFUSED, nothing)));
    }
    return placed;
  }

  /**
   * The changes after a number of the feed, as far as they are within the pass's reach; on record
   * when this returns.
   *
   * @param since 0: from the beginning
   * @param limit how many are looked at, at most {@link ArchiveLimits#MAX_MATCHES}
   */
  public ChangePage changes(Pass pass, long since, int limit) throws IOException {
    require(pass, Verb.CHANGES);
    return changes.list(pass, since, limit);
  }

  /** The last change of the feed alone; none where it is out of reach. */
  public ChangePage latestChange(Pass pass) throws IOException {
    require(pass, Verb.CHANGES);
    return changes.latest(pass);
  }

  /** Restores what the UID of a study, series or instance names. */
  public KeepingOutcome restore(Pass pass, String uid, String comment) throws IOException {
    require(pass, Verb.KEEP, Verb.DELETE);
    return deletions.restore(pass, uid, comment);
  }

  /** What can still be restored. */
  public List<DeletionEntry> deletions(Pass pass) throws IOException {
    require(pass, Verb.FIND);
    return deletions.list(pass);
  }

  /**
   * Destroys what was deleted and is due; held studies stay. Copies of the index that an upgrade
   * made end with it.
   *
   * @param now also what could still be restored
   */
  public PurgeReport purge(Pass pass, boolean now, KeyDestroyer destroyer) throws IOException {
    requireAll(pass, Verb.KEEP);
    PurgeReport report = purge.run(pass, now, destroyer);
    if (!report.isEmpty()) {
      derived.clear();
      IndexBackup.removeAll(home);
    }
    return report;
  }

  /** Holds a study, or releases it: a held one is neither deleted nor destroyed. */
  public KeepingOutcome hold(Pass pass, String study, boolean held, String reason)
      throws IOException {
    require(pass, Verb.KEEP);
    return deletions.hold(pass, study, held, reason);
  }

  /** Adds a rule of how long studies are kept; false when its name is taken. */
  public boolean addRetention(RetentionRule rule) throws IOException {
    return retention.add(rule);
  }

  /** Removes a rule; false when there is none of the name. */
  public boolean removeRetention(String name) throws IOException {
    return retention.remove(name);
  }

  /** The rules of how long studies are kept. */
  public List<RetentionRule> retentionRules() throws IOException {
    return retention.rules();
  }

  /** Which studies have expired by the rules, and what keeps them nevertheless. */
  public List<RetentionVerdict> retentionPreview(Pass pass) throws IOException {
    requireAll(pass, Verb.FIND);
    return retention.preview(pass);
  }

  /** The held studies. */
  public List<HoldEntry> holds(Pass pass) throws IOException {
    require(pass, Verb.FIND);
    return deletions.holds(pass);
  }

  /** What a backup copies, and a rehearsal reads. */
  public ArchiveCopy copy() {
    return copy;
  }

  /** How much there is. */
  public ArchiveStatistics statistics() throws IOException {
    return listings.statistics();
  }

  /**
   * Makes the index anew from blobs and key ring alone; devices and settings stay. Stores wait
   * meanwhile; queries see the old index until the new one is complete.
   */
  public RecoveryReport reindex() throws IOException {
    AtomicReference<RecoveryReport> report = new AtomicReference<>(RecoveryReport.NOTHING);
    committer.exclusively(session -> report.set(recovery.rebuild(Recovery.Before.LEVEL)));
    return report.get();
  }

  /** What the matches of all searches, of both doors, are held in. */
  public FindMemory findMemory() {
    return findMemory;
  }

  /** The keys that can be searched by beside those built in. */
  public ExtraKeyAdmin extraKeys() {
    return extraKeyAdmin;
  }

  /** Work on the index between two groups of stores. */
  void exclusively(Committer.Exclusive work) throws IOException {
    committer.exclusively(work);
  }

  /**
   * Whether a study that is here is within a reach: to explain a decision.
   *
   * @param pass of somebody to whom everything may be said
   */
  public boolean isWithin(Pass pass, Reach reach, String studyUid) throws IOException {
    requireAll(pass, Verb.FIND);
    return opener.isWithin(reach, studyUid);
  }

  /**
   * Opens a study to a person for a while; empty where it isn't here or within reach of the pass.
   *
   * @param pass for {@link Request.Share}
   */
  public Optional<Shares.Result> share(Pass pass, String studyUid, String to, Instant until)
      throws IOException {
    require(pass, Verb.SHARE);
    return opener.share(pass, studyUid, to, until);
  }

  /**
   * Opens a study to whoever asks, at once and for {@link huisclos.gate.BreakGlass#LASTS}; raises
   * an alert.
   *
   * @param pass for {@link Request.BreakGlass}
   * @param reason in the person's words; sealed on the trail
   */
  public Emergency breakGlass(Pass pass, String studyUid, String reason) throws IOException {
    require(pass, Verb.BREAK_GLASS);
    return opener.breakGlass(pass, studyUid, reason);
  }

  /** The same for all of a patient's studies. */
  public Emergency breakGlass(Pass pass, PatientKey patient, String reason) throws IOException {
    require(pass, Verb.BREAK_GLASS);
    return opener.breakGlass(pass, patient, reason);
  }

  /**
   * Whether the holder of a pass may know of a study that is here, shown or hidden: for whoever
   * asks for it by its UID, so that what is out of reach is answered like what isn't there.
   */
  public boolean isReached(Pass pass, String studyUid) throws IOException {
    return opener.isWithin(pass.reach(), studyUid);
  }

  private static void requireAll(Pass pass, Verb verb) {
    require(pass, verb);
    if (!pass.reach().isEverything()) {
      throw new IllegalArgumentException("the pass is for a part of the archive");
    }
  }

  private static void require(Pass pass, Verb... verbs) {
    if (!Set.of(verbs).contains(pass.verb())) {
      throw new IllegalArgumentException("the pass is for something else");
    }
  }

  /** Ends the stores that wait, then closes the index. */
  @Override
  public void close() throws IOException {
    scrubber.close();
    filler.close();
    committer.close();
    index.close();
  }
}

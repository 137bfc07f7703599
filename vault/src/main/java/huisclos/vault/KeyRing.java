package huisclos.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The wrapped keys of patient records, studies and quarantined objects: {@code HOME/keys/ring}.
 *
 * <p>A new key counts once {@link #sync} returned ({@link Vault#commit} calls it). Memory: 36 to 72
 * bytes a key, the wrapped keys themselves stay in the file; {@link StudyKeyCache} holds the last
 * used. Thread-safe. Rotation and destruction are on {@link Vault}.
 */
public final class KeyRing {
  private final Disk disk;
  private final Path path;
  private final boolean readOnly;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final StudyKeyCache cache = new StudyKeyCache();
  private KeyTable patients = new KeyTable();
  private KeyTable studies = new KeyTable();
  private KeyTable quarantined = new KeyTable();
  private KeyTable destroyed = new KeyTable();
  private RingFile file;
  private RingHeader header;
  private final KeyWraps wraps;
  private final byte[] siteKey;
  private final byte[] homeKey;
  private long tornBytes;

  private KeyRing(Disk disk, Path path, SiteKey key, boolean readOnly) throws IOException {
    this.disk = disk;
    this.path = path;
    this.readOnly = readOnly;
    DiskFile opened = readOnly ? disk.open(path) : disk.openForWriting(path);
    try {
      RingReplay replay = new RingReplay(opened);
      this.header = replay.header();
      if (!header.wrappedBy(key)) {
        throw new SiteKeyMismatchException(key.id(), header.siteKeyIdHex());
      }
      this.wraps = new KeyWraps(header.vault());
      this.homeKey = wraps.openHome(key.raw(), header.wrappedHomeKey());
      this.siteKey = key.dangerouslyExport();
      long end = replay.replay(this::index);
      this.tornBytes = opened.size() - end;
      if (tornBytes > 0 && !readOnly) {
        replay.saveTail(disk, path.resolveSibling("ring.torn-" + end), end);
        opened.truncate(end);
      }
      if (!readOnly) {
        replay.settle(end);
        // The file's name, too: a process may have been killed between giving it and this sync.
        disk.syncDirectory(SmallFiles.folder(path));
      }
      this.file = new RingFile(opened, end);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  static KeyRing open(Disk disk, Path path, SiteKey key, boolean readOnly) throws IOException {
    return new KeyRing(disk, path, key, readOnly);
  }

  /** Makes a ring with a fresh vault id and home key; durable on return. */
  static void create(Disk disk, Path path, SiteKey key) throws IOException {
    VaultId vault = VaultId.random();
    byte[] home = Gcm.newKey();
    try {
      WrappedKey wrapped = new KeyWraps(vault).home(key.raw(), home);
      SmallFiles.create(disk, path, new RingHeader(vault, key.idBytes(), wrapped, 0).encode());
    } finally {
      Arrays.fill(home, (byte) 0);
    }
  }

  /** A new key for a patient record. */
  public PatientKeyId newPatientKey() {
    PatientKeyId id = PatientKeyId.random();
    byte[] key = Gcm.newKey();
    lock.lock();
    try {
      checkWritable();
      long at = file.append(new RingRecord.Patient(id, wraps.patient(siteKey, id, key)));
      patients.put(id.high(), id.low(), at);
      return id;
    } finally {
      lock.unlock();
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * A new key for a study of a patient record.
   *
   * @throws UnknownKeyException when the ring has no such patient key
   */
  public StudyKeyId newStudyKey(PatientKeyId patient) throws IOException {
    StudyKeyId id = StudyKeyId.random();
    byte[] key = Gcm.newKey();
    lock.lock();
    try {
      checkWritable();
      appendStudy(id, patient, key);
      cache.put(id, key);
      return id;
    } finally {
      lock.unlock();
      Arrays.fill(key, (byte) 0);
    }
  }

  /** A new key for one quarantined object. */
  public QuarantineKeyId newQuarantineKey() {
    QuarantineKeyId id = QuarantineKeyId.random();
    byte[] key = Gcm.newKey();
    lock.lock();
    try {
      checkWritable();
      long at = file.append(new RingRecord.Quarantine(id, wraps.quarantine(siteKey, id, key)));
      quarantined.put(id.high(), id.low(), at);
      return id;
    } finally {
      lock.unlock();
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Wraps a study's key by another patient record's key: a move or a merge. The study's objects
   * stay as they are. Counts once {@link #sync} returned.
   */
  public void rewrap(StudyKeyId study, PatientKeyId toPatient) throws IOException {
    lock.lock();
    try {
      checkWritable();
      byte[] key = studyKey(study);
      appendStudy(study, toPatient, key);
      Arrays.fill(key, (byte) 0);
    } finally {
      lock.unlock();
    }
  }

  /** The patient record's key that wraps a study's key now; empty for an unknown study key. */
  public Optional<PatientKeyId> patientOf(StudyKeyId study) throws IOException {
    lock.lock();
    try {
      long at = studies.get(study.high(), study.low());
      return at < 0 ? Optional.empty() : Optional.of(read(at, RingRecord.Study.class).patient());
    } finally {
      lock.unlock();
    }
  }

  /** Whether the ring holds the patient key. */
  public boolean contains(PatientKeyId patient) {
    lock.lock();
    try {
      return patients.get(patient.high(), patient.low()) >= 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the ring holds the key. */
  public boolean contains(BlobKeyId id) {
    lock.lock();
    try {
      return switch (id) {
        case StudyKeyId(long high, long low) -> studies.get(high, low) >= 0;
        case QuarantineKeyId(long high, long low) -> quarantined.get(high, low) >= 0;
      };
    } finally {
      lock.unlock();
    }
  }

  /** Whether the study's key was destroyed on purpose, see {@link Vault#destroy}. */
  public boolean wasDestroyed(StudyKeyId study) {
    lock.lock();
    try {
      return destroyed.get(study.high(), study.low()) >= 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns once every key made or rewrapped before the call is durable; costs nothing when none
   * was.
   *
   * @throws DurabilityException when a sync failed, now or earlier: close the vault, look at the
   *     disk, open it again
   */
  public void sync() throws IOException {
    RingFile current;
    lock.lock();
    try {
      current = file;
    } finally {
      lock.unlock();
    }
    current.sync();
  }

  /**
   * Reads the ring's file again from its start, beside its use: frames against their checksums, and
   * whether each key in force still opens.
   */
  public RingReport check() throws IOException {
    RingFile checked;
    DiskFile handle;
    lock.lock();
    try {
      checked = file;
      handle = disk.open(path);
    } finally {
      lock.unlock();
    }
    try (handle) {
      return new RingCheck(handle, checked, this).run();
    }
  }

  /** Whether this file is still the ring's: a rotation puts another in its place. */
  @SuppressWarnings("ReferenceEquality")
  boolean uses(RingFile one) {
    lock.lock();
    try {
      return file == one;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Opens the key of a record of this file if it is the one in force.
   *
   * @throws CorruptRingException when it does not open
   */
  void tryKey(RingFile of, RingRecord record, long offset) throws IOException {
    lock.lock();
    try {
      if (!uses(of) || !current(record, offset)) {
        return;
      }
      switch (record) {
        case RingRecord.Patient patient -> zero(wraps.open(siteKey, patient, offset));
        case RingRecord.Study study -> {
          byte[] by = patientKey(study.patient());
          try {
            zero(wraps.open(by, study, offset));
          } finally {
            zero(by);
          }
        }
        case RingRecord.Quarantine quarantine -> zero(wraps.open(siteKey, quarantine, offset));
        case RingRecord.Dropped _, RingRecord.Destroyed _ -> {}
      }
    } finally {
      lock.unlock();
    }
  }

  /** Visits the keys in force whose records lie in a stretch of the file. */
  void within(long from, long to, KeyTable.Visitor ofPatients, KeyTable.Visitor ofStudies) {
    lock.lock();
    try {
      patients.within(from, to, ofPatients);
      studies.within(from, to, ofStudies);
    } finally {
      lock.unlock();
    }
  }

  private static void zero(byte[] key) {
    Arrays.fill(key, (byte) 0);
  }

  /** How many keys of patient records it holds. */
  public int patientKeys() {
    lock.lock();
    try {
      return patients.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many study keys it holds. */
  public int studyKeys() {
    lock.lock();
    try {
      return studies.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many study keys were destroyed in all, see {@link Vault#destroy}. */
  public int destroyedStudyKeys() {
    lock.lock();
    try {
      return destroyed.size();
    } finally {
      lock.unlock();
    }
  }

  /** How often the site key was rotated. */
  public int rotations() {
    lock.lock();
    try {
      return header.rotations();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Bytes of a torn last write found on opening: never durable, cut off, kept beside the ring as
   * {@code ring.torn-OFFSET}.
   */
  public long tornBytes() {
    return tornBytes;
  }

  VaultId vault() {
    return header.vault(); // The same through every rotation.
  }

  byte[] homeKey() {
    return homeKey;
  }

  /** The key of a blob's wrapping, a copy that the caller zeroes. */
  byte[] wrappingKey(BlobKeyId id) throws IOException {
    lock.lock();
    try {
      return switch (id) {
        case StudyKeyId study -> studyKey(study);
        case QuarantineKeyId quarantine -> quarantineKey(quarantine);
      };
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a quarantined object's key; counts once {@link #sync} returned. */
  void drop(QuarantineKeyId id) {
    lock.lock();
    try {
      checkWritable();
      file.append(new RingRecord.Dropped(id));
      quarantined.remove(id.high(), id.low());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes the ring anew under another site key, without the keys to be destroyed, and puts it in
   * the place of the old one, atomically. On failure the old ring stays in use.
   */
  void rotate(SiteKey next, Destruction destruction) throws IOException {
    lock.lock();
    try {
      checkWritable();
      file.sync();
      RingRotation rotation = new RingRotation(this, next, destruction);
      try (DiskFile old = disk.open(path)) {
        rotation.write(disk, path.resolveSibling("ring.next"), new RingReplay(old));
      }
      rotation.rename(disk, path);
      // From here on the old file has no name: whatever fails now, nothing may be added to it.
      file.close();
      file = rotation.file();
      header = rotation.header();
      patients = rotation.patients();
      studies = rotation.studies();
      quarantined = rotation.quarantined();
      destroyed = rotation.destroyed();
      cache.clear();
      byte[] raw = next.raw();
      System.arraycopy(raw, 0, siteKey, 0, raw.length);
      syncFolder();
    } finally {
      lock.unlock();
    }
  }

  void close() throws IOException {
    lock.lock();
    try {
      cache.clear();
      Arrays.fill(siteKey, (byte) 0);
      Arrays.fill(homeKey, (byte) 0);
      file.close();
    } finally {
      lock.unlock();
    }
  }

  // What follows is called with the lock held.

  RingHeader header() {
    return header;
  }

  /** Whether the record at the offset is its key's current one. */
  boolean current(RingRecord record, long offset) {
    return switch (record) {
      case RingRecord.Patient p -> patients.get(p.id().high(), p.id().low()) == offset;
      case RingRecord.Study s -> studies.get(s.id().high(), s.id().low()) == offset;
      case RingRecord.Quarantine q -> quarantined.get(q.id().high(), q.id().low()) == offset;
      case RingRecord.Destroyed d -> destroyed.get(d.id().high(), d.id().low()) == offset;
      case RingRecord.Dropped _ -> false;
    };
  }

  KeyWraps wraps() {
    return wraps;
  }

  /** The site key itself, not a copy. */
  byte[] siteKey() {
    return siteKey;
  }

  private void syncFolder() throws IOException {
    try {
      disk.syncDirectory(SmallFiles.folder(path));
    } catch (IOException e) {
      throw file.fail(e);
    }
  }

  private void appendStudy(StudyKeyId id, PatientKeyId patient, byte[] key) throws IOException {
    byte[] by = patientKey(patient);
    try {
      WrappedKey wrapped = wraps.study(by, id, patient, key);
      long at = file.append(new RingRecord.Study(id, patient, wrapped));
      studies.put(id.high(), id.low(), at);
    } finally {
      Arrays.fill(by, (byte) 0);
    }
  }

  private byte[] patientKey(PatientKeyId id) throws IOException {
    long at = patients.get(id.high(), id.low());
    if (at < 0) {
      throw new UnknownKeyException("patient key", id);
    }
    return wraps.open(siteKey, read(at, RingRecord.Patient.class), at);
  }

  private byte[] studyKey(StudyKeyId id) throws IOException {
    Optional<byte[]> cached = cache.get(id);
    if (cached.isPresent()) {
      return cached.get();
    }
    long at = studies.get(id.high(), id.low());
    if (at < 0) {
      throw new UnknownKeyException("study key", id);
    }
    RingRecord.Study record = read(at, RingRecord.Study.class);
    byte[] by = patientKey(record.patient());
    try {
      byte[] key = wraps.open(by, record, at);
      cache.put(id, key);
      return key;
    } finally {
      Arrays.fill(by, (byte) 0);
    }
  }

  private byte[] quarantineKey(QuarantineKeyId id) throws IOException {
    long at = quarantined.get(id.high(), id.low());
    if (at < 0) {
      throw new UnknownKeyException("quarantine key", id);
    }
    return wraps.open(siteKey, read(at, RingRecord.Quarantine.class), at);
  }

  private <R extends RingRecord> R read(long at, Class<R> kind) throws IOException {
    RingRecord record = file.read(at);
    if (!kind.isInstance(record)) {
      throw new CorruptRingException("record of another kind", at);
    }
    return kind.cast(record);
  }

  private void index(RingRecord record, long offset) {
    switch (record) {
      case RingRecord.Patient p -> patients.put(p.id().high(), p.id().low(), offset);
      case RingRecord.Study s -> studies.put(s.id().high(), s.id().low(), offset);
      case RingRecord.Quarantine q -> quarantined.put(q.id().high(), q.id().low(), offset);
      case RingRecord.Dropped d -> quarantined.remove(d.id().high(), d.id().low());
      case RingRecord.Destroyed d -> destroyed.put(d.id().high(), d.id().low(), offset);
    }
  }

  private void checkWritable() {
    if (readOnly) {
      throw new IllegalStateException("the vault was opened for reading only");
    }
  }
}

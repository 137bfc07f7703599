package huisclos.vault;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All that lies sealed in a home, behind one site key: objects in {@code blobs/} and {@code
 * quarantine/}, the key ring in {@code keys/ring}, spill files in {@code tmp/}.
 *
 * <p>One vault writes a home at a time: whoever opens it holds the home's lock. Thread-safe.
 */
public final class Vault implements AutoCloseable {
  /** Sealed bytes of one object kept in memory before it spills to {@code HOME/tmp}. */
  public static final long IN_MEMORY_LIMIT = 4 << 20;

  /** Sealed bytes of all pending objects kept in memory. */
  public static final long IN_MEMORY_BUDGET = 64 << 20;

  /** Length at which the next container is begun, bytes. */
  public static final long CONTAINER_BYTES = 256 << 20;

  /** Most objects of one {@link #commit}. */
  public static final int MAX_GROUP = 4096;

  static final String SPILL_PREFIX = "seal-";

  private final Disk disk;
  private final Path home;
  private final boolean readOnly;
  private final VaultLimits limits;
  private final KeyRing ring;
  private final SealedMemory memory;
  private final ContainerStore blobs;
  private final ContainerStore quarantine;
  private final BlobOpener blobOpener;
  private final BlobOpener quarantineOpener;
  private final GroupSealer sealer;

  private Vault(Disk disk, Path home, SiteKey key, VaultLimits limits, boolean readOnly)
      throws IOException {
    this.disk = disk;
    this.home = home;
    this.readOnly = readOnly;
    this.limits = limits;
    this.memory = new SealedMemory(limits.memoryBudget());
    if (!readOnly) {
      prepare(key);
    }
    this.ring = KeyRing.open(disk, ringPath(home), key, readOnly);
    VaultId id = ring.vault();
    this.blobs =
        new ContainerStore(
            disk, home.resolve("blobs"), BlobAddress.BLOBS, id, limits.containerBytes());
    this.quarantine =
        new ContainerStore(disk, home.resolve("quarantine"), BlobAddress.QUARANTINE, id, 0);
    this.blobOpener = new BlobOpener(ring, new ContainerReads(disk, blobs));
    this.quarantineOpener = new BlobOpener(ring, new ContainerReads(disk, quarantine));
    this.sealer = new GroupSealer(ring);
  }

  /**
   * Opens a home's vault for writing; on first use makes its folders, vault id and key ring.
   * Removes spill files that a crash left.
   *
   * @throws SiteKeyMismatchException when the home was made with another site key
   * @throws CorruptRingException when the key ring is damaged, or missing though there are objects
   */
  public static Vault open(Path home, SiteKey key) throws IOException {
    return open(home, key, Disk.real());
  }

  /** The same on another disk. */
  public static Vault open(Path home, SiteKey key, Disk disk) throws IOException {
    return open(home, key, disk, VaultLimits.STANDARD);
  }

  static Vault open(Path home, SiteKey key, Disk disk, VaultLimits limits) throws IOException {
    return new Vault(disk, home, key, limits, false);
  }

  /**
   * Opens a home's vault for reading only, without the home's lock: nothing on disk is changed. It
   * knows the keys that were durable at this moment.
   *
   * @throws NoSuchFileException when the home has no key ring
   */
  public static Vault openReadOnly(Path home, SiteKey key) throws IOException {
    return new Vault(Disk.real(), home, key, VaultLimits.STANDARD, true);
  }

  /** The wrapped keys. */
  public KeyRing ring() {
    return ring;
  }

  /** The vault's id, drawn on first use. */
  public VaultId id() {
    return ring.vault();
  }

  /** Starts an object; close it in any case. */
  public PendingBlob begin() {
    checkWritable();
    return new PendingBlob(id(), disk, home.resolve("tmp"), memory, limits.blobInMemory());
  }

  /**
   * Makes a group of objects durable, their keys included, and returns their addresses in order:
   * one sync of the container for the whole group, one of the key ring if it has new keys, and one
   * for each object beyond {@link #IN_MEMORY_LIMIT}.
   *
   * <p>All or nothing: after an exception none of the group counts and all of it is released. What
   * a crash leaves of a group that was not acknowledged are whole entries or none, as {@link
   * #forEach} shows.
   *
   * @throws UnknownKeyException when the ring has no such study key
   * @throws DurabilityException when the disk could not promise durability
   * @throws IOException when the disk took no more; the vault stays usable
   */
  public List<BlobAddress> commit(List<SealRequest> group) throws IOException {
    checkWritable();
    List<GroupSealer.Request> keyed = new ArrayList<>(group.size());
    for (SealRequest request : group) {
      keyed.add(new GroupSealer.Request(request.blob(), request.study(), request.descriptor()));
    }
    return sealer.commit(blobs, keyed);
  }

  /**
   * Sets an object aside under a key of its own, durably. The entry names the key, see {@link
   * #keyOf}.
   */
  public BlobAddress quarantine(PendingBlob blob, BlobDescriptor descriptor) throws IOException {
    checkWritable();
    QuarantineKeyId key = ring.newQuarantineKey();
    var request = new GroupSealer.Request(blob, key, descriptor);
    return sealer.commit(quarantine, List.of(request)).getFirst();
  }

  /** Removes a quarantined object, durably; its key leaves the ring's file on the next rotation. */
  public void dropQuarantined(BlobAddress address) throws IOException {
    checkWritable();
    if (address.store() != BlobAddress.QUARANTINE) {
      throw new IllegalArgumentException("only a quarantined object can be dropped");
    }
    if (keyOf(address) instanceof QuarantineKeyId key && ring.contains(key)) {
      ring.drop(key);
      ring.sync();
    }
    quarantineOpener.forget(address.container());
    quarantine.remove(address.container());
  }

  /**
   * Opens an object under the study key that the index has for it.
   *
   * @throws CorruptBlobException when another object, or one of another study, lies there, or its
   *     head is damaged
   * @throws UnknownKeyException when the ring has no such key
   */
  public SealedBlob open(BlobAddress address, StudyKeyId study) throws IOException {
    return opener(address.store()).open(address, study);
  }

  /** Opens a quarantined object. */
  public SealedBlob openQuarantined(BlobAddress address) throws IOException {
    return opener(address.store()).open(address, keyOf(address));
  }

  /** Opens an entry that a scan found. */
  public SealedBlob open(BlobEntry entry) throws IOException {
    return opener(entry.address().store()).open(entry.address(), entry.key());
  }

  /** The key that an entry's head names; the head is checked, the key not tried. */
  public BlobKeyId keyOf(BlobAddress address) throws IOException {
    return opener(address.store()).head(address).keyId();
  }

  /** The containers of a store with their lengths, ascending by number. */
  public List<ContainerInfo> containers(int store) throws IOException {
    List<ContainerInfo> found = new ArrayList<>();
    for (long number : store(store).numbers()) {
      try (DiskFile file = disk.open(store(store).path(number))) {
        found.add(new ContainerInfo(store, number, file.size()));
      }
    }
    return found;
  }

  /**
   * Makes what lies in a container durable before something is built on it: a process that was
   * killed leaves whole objects that no sync has reached.
   */
  public void settle(int store, long container) throws IOException {
    checkWritable();
    store(store).settle(container);
  }

  /**
   * Passes on every whole entry of a container of {@code blobs/} from an offset on, content checked
   * against its checksum: for recovery, reindex and scrub. Needs no keys.
   *
   * @param from 0, or the end of an entry
   */
  public ScanReport forEach(long container, long from, Consumer<BlobEntry> visitor)
      throws IOException {
    return scan(BlobAddress.BLOBS, container, from, true, visitor);
  }

  /**
   * The same for any store.
   *
   * @param whole whether content is read and checked, or only each entry's head and tail
   */
  public ScanReport scan(
      int store, long container, long from, boolean whole, Consumer<BlobEntry> visitor)
      throws IOException {
    try (DiskFile file = disk.open(store(store).path(container))) {
      return new ContainerScan(file, id(), store, container, whole).run(from, visitor);
    }
  }

  /**
   * A sealer for one purpose ({@code index}, {@code trail}, {@code ca}): its key comes from the
   * home key, so it outlives rotations of the site key.
   *
   * @param purpose lower-case letters, digits and dashes, at most 32
   */
  public ColumnSealer columnSealer(String purpose) {
    byte[] key = purposeKey("huisclos column v1", purpose);
    try {
      return new ColumnSealer(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** What seals a backup of this vault's home; as {@link #columnSealer}. */
  public BackupSealer backupSealer() {
    return BackupSealer.of(id(), ring.homeKey());
  }

  /** The file of a container that {@link #containers} gave. */
  public Path file(ContainerInfo container) {
    return store(container.store()).path(container.number());
  }

  /** Blind tokens of one purpose; as {@link #columnSealer}. */
  public BlindTokens blindTokens(String purpose) {
    byte[] key = purposeKey("huisclos blind token v1", purpose);
    try {
      return new BlindTokens(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Wraps the ring by another site key, atomically; the old key opens nothing any more. Where the
   * key lies in the home, {@link SiteKeyFiles#rotate} changes both.
   */
  public void rotateSiteKey(SiteKey next) throws IOException {
    ring.rotate(next, Destruction.NOTHING);
  }

  /**
   * Destroys a patient record's key and its studies' keys: the ring is written anew without them
   * and under {@code next}, since the old site key with a copy of the old ring would still open
   * them. Objects under these keys can't be read any more.
   *
   * @throws UnknownKeyException when the ring has no such patient key
   */
  public void destroyPatient(PatientKeyId patient, SiteKey next) throws IOException {
    if (!ring.contains(patient)) {
      throw new UnknownKeyException("patient key", patient);
    }
    destroy(new Destruction(Set.of(patient), Set.of()), next);
  }

  /**
   * Destroys any number of keys with one rotation, as {@link #destroyPatient} does one. Keys that
   * the ring lacks are passed over, so that a destruction that was cut short can be asked for
   * again. The ring remembers the ids of destroyed study keys, see {@link KeyRing#wasDestroyed}.
   */
  public void destroy(Destruction destruction, SiteKey next) throws IOException {
    checkWritable();
    ring.rotate(next, destruction);
  }

  /**
   * Overwrites the wrapped keys of single objects of {@code blobs/} whose study's key stays in use;
   * durable on return. May be asked for again after a crash.
   *
   * <p>What this guarantees: nothing that reads the home's files as they now are can open them any
   * more, and a scan passes them by. What it can't: the old 60 bytes, together with the study's
   * key, still open the object wherever they survive below or beside the file: on flash that writes
   * elsewhere, in a snapshot or copy-on-write file system, in a backup. The destruction of a whole
   * study ({@link #destroy}) has no such remainder once the retired site key is gone.
   */
  public void shred(Collection<BlobAddress> addresses) throws IOException {
    checkWritable();
    Map<Long, List<BlobAddress>> byContainer = new TreeMap<>();
    for (BlobAddress address : addresses) {
      if (address.store() != BlobAddress.BLOBS) {
        throw new IllegalArgumentException("a quarantined object is dropped, not shredded");
      }
      byContainer.computeIfAbsent(address.container(), _ -> new ArrayList<>()).add(address);
    }
    for (var container : byContainer.entrySet()) {
      try (DiskFile file = disk.openForWriting(blobs.path(container.getKey()))) {
        for (BlobAddress address : container.getValue()) {
          new Shredding(file, id()).overwrite(address);
        }
        file.force();
      }
    }
  }

  /** Zeroes the keys and closes the files. */
  @Override
  public void close() throws IOException {
    try (AutoCloseable _ = ring::close;
        AutoCloseable _ = blobs::close;
        AutoCloseable _ = quarantine::close;
        AutoCloseable _ = blobOpener::close;
        AutoCloseable _ = quarantineOpener::close) {
      // Each is closed even when another fails.
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Bytes that pending objects hold in memory now. */
  long pendingBytes() {
    return memory.lentBytes();
  }

  static Path ringPath(Path home) {
    return home.resolve("keys").resolve("ring");
  }

  private void prepare(SiteKey key) throws IOException {
    for (String folder : List.of("blobs", "keys", "quarantine", "tmp")) {
      disk.createFolder(home.resolve(folder));
    }
    if (!disk.exists(ringPath(home))) {
      if (!disk.list(home.resolve("blobs")).isEmpty()) {
        throw new CorruptRingException("keys/ring is missing though there are objects", 0);
      }
      KeyRing.create(disk, ringPath(home), key);
    }
    for (String name : disk.list(home.resolve("tmp"))) {
      if (name.startsWith(SPILL_PREFIX)) {
        disk.delete(home.resolve("tmp").resolve(name));
      }
    }
  }

  private byte[] purposeKey(String label, String purpose) {
    if (!purpose.matches("[a-z0-9-]{1,32}")) {
      throw new IllegalArgumentException("a purpose is lower-case letters, digits and dashes");
    }
    byte[] info = purpose.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return Gcm.derive(ring.homeKey(), label, info, Gcm.KEY_BYTES);
  }

  private ContainerStore store(int store) {
    return switch (store) {
      case BlobAddress.BLOBS -> blobs;
      case BlobAddress.QUARANTINE -> quarantine;
      default -> throw new IllegalArgumentException("no such store");
    };
  }

  private BlobOpener opener(int store) {
    return switch (store) {
      case BlobAddress.BLOBS -> blobOpener;
      case BlobAddress.QUARANTINE -> quarantineOpener;
      default -> throw new IllegalArgumentException("no such store");
    };
  }

  private void checkWritable() {
    if (readOnly) {
      throw new IllegalStateException("the vault was opened for reading only");
    }
  }
}

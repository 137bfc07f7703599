package huisclos.vault;

import huisclos.vault.CorruptBlobException.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final ContainerReads blobReads;
  private final ContainerReads quarantineReads;

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
    this.blobReads = new ContainerReads(disk, blobs);
    this.quarantineReads = new ContainerReads(disk, quarantine);
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
    List<KeyedBlob> keyed = new ArrayList<>(group.size());
    for (SealRequest request : group) {
      keyed.add(new KeyedBlob(request.blob(), request.study(), request.descriptor()));
    }
    return commit(blobs, keyed);
  }

  /**
   * Sets an object aside under a key of its own, durably. The entry names the key, see {@link
   * #keyOf}.
   */
  public BlobAddress quarantine(PendingBlob blob, BlobDescriptor descriptor) throws IOException {
    checkWritable();
    QuarantineKeyId key = ring.newQuarantineKey();
    return commit(quarantine, List.of(new KeyedBlob(blob, key, descriptor))).getFirst();
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
    quarantineReads.forget(address.container());
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
    return openWith(address, study);
  }

  /** Opens a quarantined object. */
  public SealedBlob openQuarantined(BlobAddress address) throws IOException {
    return openWith(address, keyOf(address));
  }

  /** Opens an entry that a scan found. */
  public SealedBlob open(BlobEntry entry) throws IOException {
    return openWith(entry.address(), entry.key());
  }

  /** The key that an entry's head names; the head is checked, the key not tried. */
  public BlobKeyId keyOf(BlobAddress address) throws IOException {
    return head(address).keyId();
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

  /** Blind tokens of one purpose; as {@link #columnSealer}. */
  public BlindTokens blindTokens(String purpose) {
    byte[] key = purposeKey("huisclos blind token v1", purpose);
    try {
      return new BlindTokens(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Wraps the ring by another site key, atomically; the old key opens nothing any more. */
  public void rotateSiteKey(SiteKey next) throws IOException {
    ring.rotate(next, Optional.empty());
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
    ring.rotate(next, Optional.of(patient));
  }

  /** Zeroes the keys and closes the files. */
  @Override
  public void close() throws IOException {
    try (AutoCloseable _ = ring::close;
        AutoCloseable _ = blobs::close;
        AutoCloseable _ = quarantine::close;
        AutoCloseable _ = blobReads::close;
        AutoCloseable _ = quarantineReads::close) {
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

  private record KeyedBlob(PendingBlob blob, BlobKeyId key, BlobDescriptor descriptor) {}

  private List<BlobAddress> commit(ContainerStore store, List<KeyedBlob> group) throws IOException {
    checkWritable();
    check(group);
    boolean done = false;
    try {
      List<SealedEntry> entries = new ArrayList<>(group.size());
      for (KeyedBlob request : group) {
        entries.add(seal(request));
      }
      List<BlobAddress> addresses =
          entries.isEmpty() ? List.of() : store.commit(entries, ring::sync);
      done = true;
      return addresses;
    } finally {
      for (KeyedBlob request : group) {
        if (done) {
          request.blob().committed();
        } else {
          request.blob().abort();
        }
      }
    }
  }

  private void check(List<KeyedBlob> group) {
    if (group.size() > MAX_GROUP) {
      throw new IllegalArgumentException("too many objects in a group");
    }
    Set<PendingBlob> seen = new HashSet<>();
    for (KeyedBlob request : group) {
      PendingBlob blob = request.blob();
      blob.checkWhole();
      if (!seen.add(blob) || !blob.belongsTo(id())) {
        throw new IllegalArgumentException("an object twice in a group, or of another vault");
      }
      BlobDescriptor descriptor = request.descriptor();
      if (descriptor.length() != blob.length() || !descriptor.sha256().equals(blob.sha256())) {
        throw new IllegalArgumentException("the descriptor is another object's");
      }
    }
  }

  private SealedEntry seal(KeyedBlob request) throws IOException {
    PendingBlob blob = request.blob();
    byte[] associated = BlobHead.associated(id(), blob.object());
    byte[] wrapping = ring.wrappingKey(request.key());
    byte[] descriptorKey = SealedBlob.descriptorKey(blob.key());
    try {
      byte[] descriptor = Gcm.seal(descriptorKey, request.descriptor().encode(), associated);
      BlobHead head =
          new BlobHead(
              id(),
              blob.object(),
              request.key(),
              new WrappedKey(Gcm.seal(wrapping, blob.key(), associated)),
              blob.body().length(),
              descriptor.length);
      return new SealedEntry(head, descriptor, blob);
    } finally {
      Arrays.fill(wrapping, (byte) 0);
      Arrays.fill(descriptorKey, (byte) 0);
    }
  }

  private SealedBlob openWith(BlobAddress address, BlobKeyId key) throws IOException {
    BlobHead head = head(address);
    if (!head.keyId().equals(key)) {
      throw new CorruptBlobException(Part.IDENTITY, address);
    }
    byte[] wrapping = ring.wrappingKey(key);
    byte[] objectKey = {};
    try {
      objectKey = Gcm.open(wrapping, head.wrapped().bytes(), head.associated());
      return new SealedBlob(reads(address.store()), address, head, objectKey);
    } catch (GeneralSecurityException e) {
      throw new CorruptBlobException(Part.KEY, address);
    } finally {
      Arrays.fill(wrapping, (byte) 0);
      Arrays.fill(objectKey, (byte) 0);
    }
  }

  private BlobHead head(BlobAddress address) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BlobHead.BYTES);
    reads(address.store()).read(address.container(), bytes, address.offset());
    BlobHead head =
        BlobHead.decode(bytes.array())
            .orElseThrow(() -> new CorruptBlobException(Part.HEAD, address));
    if (!head.vault().equals(id()) || !head.object().equals(address.object())) {
      throw new CorruptBlobException(Part.IDENTITY, address);
    }
    if (head.entryLength() != address.length()) {
      throw new CorruptBlobException(Part.HEAD, address);
    }
    return head;
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

  private ContainerReads reads(int store) {
    return switch (store) {
      case BlobAddress.BLOBS -> blobReads;
      case BlobAddress.QUARANTINE -> quarantineReads;
      default -> throw new IllegalArgumentException("no such store");
    };
  }

  private void checkWritable() {
    if (readOnly) {
      throw new IllegalStateException("the vault was opened for reading only");
    }
  }
}

package huisclos.archive;

import huisclos.archive.KeepingOutcome.Objection;
import huisclos.dicom.BulkElement;
import huisclos.dicom.CanonicalDigest;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.DicomException;
import huisclos.dicom.Element;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tags;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Disclosure;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.trail.Fact;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.ObjectId;
import huisclos.vault.PendingBlob;
import huisclos.vault.SealRequest;
import huisclos.vault.SealedBlob;
import huisclos.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of a newcomer whose bytes are unlike those known under its SOP instance UID: equal
 * in another uncompressed encoding it is a duplicate; else it is set aside under a key of its own.
 * Thread-safe.
 */
final class Quarantine {
  /** Values up to this length are compared byte by byte when differences are shown. */
  private static final int SHOWN_BYTES = 1 << 20;

  private final Vault vault;
  private final Gate gate;
  private final IndexDatabase index;
  private final IndexWriter writer;
  private final Committer committer;
  private final Clock clock;

  Quarantine(
      Vault vault,
      Gate gate,
      IndexDatabase index,
      IndexWriter writer,
      Committer committer,
      Clock clock) {
    this.vault = vault;
    this.gate = gate;
    this.index = index;
    this.writer = writer;
    this.committer = committer;
    this.clock = clock;
  }

  /** Compares and, if need be, sets aside; bytes, trail and index row are durable in this order. */
  StoreOutcome judge(StoreTask task, Known known) throws IOException {
    if (sameValues(task, known)) {
      gate.record(List.of(StoreRecords.duplicate(task, known.record())));
      return new StoreOutcome.Duplicate();
    }
    Arrival arrival = task.arrival();
    BlobDescriptor descriptor =
        task.blob()
            .describe(
                arrival.studyUid(),
                arrival.seriesUid(),
                arrival.sopUid(),
                arrival.sopClass(),
                task.transferSyntax());
    Optional<String> before =
        index.read(session ->
            session.first(
                Sql.QUARANTINE_BY_SOP,
                row -> row.getString(1),
                arrival.sopUid(),
                HexFormat.of().parseHex(descriptor.sha256())));
    if (before.isPresent()) {
      gate.record(List.of(StoreRecords.quarantined(task, known.record(), before.get())));
      return new StoreOutcome.Conflict(before.get());
    }
    BlobAddress address = vault.quarantine(task.blob(), descriptor);
    String id = address.object().toString();
    gate.record(List.of(StoreRecords.quarantined(task, known.record(), id)));
    committer.exclusively(session ->
        session.transaction(s -> {
          insert(s, writer, address, descriptor, task.pass().who().name(), clock.millis());
          return true;
        }));
    return new StoreOutcome.Conflict(id);
  }

  /** A look at the index that may open sealed rows, too. */
  interface Look<T> {
    T at(Session session) throws SQLException, IOException;
  }

  /** Looks at the index on a reading connection. */
  <T> T read(Look<T> look) throws IOException {
    try {
      return index.read(session -> {
        try {
          return look.at(session);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw new ArchiveException("a row of the index can't be read", e);
    }
  }

  /** Where a quarantined object and the one it came after differ. */
  List<Keeping.Difference> differences(Pass pass, String id) throws IOException {
    Optional<Held> held = held(id);
    if (held.isEmpty()) {
      return List.of();
    }
    Optional<Known> known =
        read(session -> session.first(Sql.INSTANCE_BY_UID, Known::read, held.get().scope.sopUid()));
    if (known.isEmpty()) {
      return List.of();
    }
    pass.disclose(
        Disclosure.of(List.of(known.get().studyUid()), List.of(known.get().record()), 1)
            .with(Fact.QUARANTINE, id));
    DataSet kept = header(vault.open(known.get().address(), known.get().studyKey()));
    DataSet came = header(vault.openQuarantined(held.get().address));
    Set<Integer> tags = new TreeSet<>(Tags::compare);
    for (int tag : kept.tags()) {
      tags.add(tag);
    }
    for (int tag : came.tags()) {
      tags.add(tag);
    }
    List<Keeping.Difference> differences = new ArrayList<>();
    for (int tag : tags) {
      if (!same(kept.get(tag), came.get(tag))) {
        differences.add(new Keeping.Difference(tag, kept.strings(tag), came.strings(tag)));
      }
    }
    return differences;
  }

  private static DataSet header(SealedBlob blob) throws IOException {
    String uid = blob.descriptor().transferSyntaxUid();
    TransferSyntax syntax =
        TransferSyntax.of(uid).orElseGet(() -> TransferSyntax.encapsulated(uid));
    try (InputStream in = blob.read()) {
      return DataSetDecoder.read(in, syntax, ReadOptions.withoutBulk(SHOWN_BYTES));
    }
  }

  /** Bulk is compared by its length alone: that something differs is known, this says where. */
  private static boolean same(Optional<Element> kept, Optional<Element> came) throws IOException {
    if (kept.isEmpty() || came.isEmpty()) {
      return kept.isEmpty() && came.isEmpty();
    }
    if (kept.get() instanceof BulkElement a && came.get() instanceof BulkElement b) {
      return a.length() == b.length();
    }
    return !(kept.get() instanceof BulkElement)
        && !(came.get() instanceof BulkElement)
        && Arrays.equals(bytes(kept.get()), bytes(came.get()));
  }

  private static byte[] bytes(Element element) throws IOException {
    DataSet one = new DataSet();
    one.put(element);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(one, bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return bytes.toByteArray();
  }

  /** A quarantined object as its row has it. */
  private record Held(Scope scope, String sopClass, BlobAddress address) {}

  /**
   * Lets an object in or drops it. Let in it lies anew under its study's key: the quarantined copy
   * goes once that is durable, or at the next opening.
   */
  KeepingOutcome decide(Pass pass, Acts acts, String id, boolean release, String reason)
      throws IOException {
    Optional<Held> held = held(id);
    if (held.isEmpty()) {
      return new KeepingOutcome.Refused(Objection.UNKNOWN_QUARANTINED);
    }
    KeepingOutcome outcome;
    try (PendingBlob copy = vault.begin()) {
      BlobDescriptor descriptor = vault.openQuarantined(held.get().address).descriptor();
      try (OutputStream sink = copy.sink();
          InputStream in = vault.openQuarantined(held.get().address).read()) {
        if (release) {
          in.transferTo(sink);
        }
      }
      outcome =
          acts.commit(
              pass, reason, session -> plan(session, held.get(), id, release, copy, descriptor));
    }
    if (outcome instanceof KeepingOutcome.Done) {
      vault.dropQuarantined(held.get().address);
    }
    return outcome;
  }

  private Optional<Held> held(String id) throws IOException {
    return index.read(session ->
        session.first(
            ActSql.QUARANTINE_BY_ID,
            row ->
                new Held(
                    new Scope(row.getString(3), row.getString(2), row.getString(1)),
                    row.getString(4),
                    new BlobAddress(
                        ObjectId.of(row.getBytes(11)),
                        BlobAddress.QUARANTINE,
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10))),
            id));
  }

  private Acts.Plan plan(
      Session session,
      Held held,
      String id,
      boolean release,
      PendingBlob copy,
      BlobDescriptor descriptor)
      throws SQLException {
    if (session.number(Sql.COUNT_QUARANTINE_ID, id) == 0) {
      return new Acts.Plan.Refuse(Objection.UNKNOWN_QUARANTINED);
    }
    Optional<Known> known = writer.known(held.scope.sopUid());
    if (known.isEmpty()) {
      return new Acts.Plan.Refuse(Objection.UNKNOWN_UID);
    }
    Optional<Scope> there =
        session.first(
            KeepingSql.INSTANCE,
            row -> new Scope(row.getString(1), row.getString(2), row.getString(3)),
            held.scope.sopUid());
    if (release && !there.equals(Optional.of(held.scope))) {
      return new Acts.Plan.Refuse(Objection.UNLIKE_INSTANCE);
    }
    if (!vault.ring().contains(known.get().studyKey())) {
      return new Acts.Plan.Refuse(Objection.MISSING_KEY);
    }
    Scope scope = new Scope(known.get().studyUid(), held.scope.seriesUid(), held.scope.sopUid());
    return new Acts.Plan.Do(
        new QuarantineDecision(release, scope, id, release ? copy.object().toString() : ""),
        known.get().studyKey(),
        release
            ? Optional.of(new SealRequest(copy, known.get().studyKey(), descriptor))
            : Optional.empty(),
        List.of(known.get().record()));
  }

  private boolean sameValues(StoreTask task, Known known) throws IOException {
    Optional<TransferSyntax> newer =
        TransferSyntax.of(task.transferSyntax()).filter(TransferSyntax::uncompressed);
    Optional<TransferSyntax> older =
        TransferSyntax.of(known.transferSyntax()).filter(TransferSyntax::uncompressed);
    if (newer.isEmpty() || older.isEmpty()) {
      return false;
    }
    try (InputStream ours = vault.open(known.address(), known.studyKey()).read();
        InputStream theirs = task.blob().read()) {
      return Arrays.equals(
          CanonicalDigest.of(ours, older.get()), CanonicalDigest.of(theirs, newer.get()));
    } catch (DicomException e) {
      // Not comparable by value; by bytes they differ.
      return false;
    }
  }

  /** Writes the row of a quarantined object, unless it is there; within a transaction. */
  static void insert(
      Session session,
      IndexWriter writer,
      BlobAddress address,
      BlobDescriptor descriptor,
      String sender,
      long received)
      throws SQLException {
    String id = address.object().toString();
    if (session.number(Sql.COUNT_QUARANTINE_ID, id) == 0) {
      session.update(
          Sql.INSERT_QUARANTINE,
          id,
          descriptor.sopInstanceUid(),
          descriptor.seriesUid(),
          descriptor.studyUid(),
          descriptor.sopClassUid(),
          descriptor.transferSyntaxUid(),
          HexFormat.of().parseHex(descriptor.sha256()),
          descriptor.length(),
          address.container(),
          address.offset(),
          address.length(),
          address.object().bytes(),
          sender,
          received);
    }
    writer.reach(address.store(), address.container(), address.end());
  }
}

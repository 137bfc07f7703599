package huisclos.archive;

import huisclos.dicom.CanonicalDigest;
import huisclos.dicom.DicomException;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Gate;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a newcomer whose bytes are unlike those known under its SOP instance UID: equal
 * in another uncompressed encoding it is a duplicate; else it is set aside under a key of its own.
 * Thread-safe.
 */
final class Quarantine {
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

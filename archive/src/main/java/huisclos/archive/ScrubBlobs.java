package huisclos.archive;

import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.BlobEntry;
import huisclos.vault.ContainerInfo;
import huisclos.vault.CorruptBlobException;
import huisclos.vault.ScanReport;
import huisclos.vault.SealedBlob;
import huisclos.vault.StudyKeyId;
import huisclos.vault.UnknownKeyException;
import huisclos.vault.Vault;
import huisclos.vault.VaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a container from its first byte to its last: each object is opened under its keys and read
 * to its end, its seal and SHA-256 checked, and held against the row that the index has of it.
 */
final class ScrubBlobs {
  private final Vault vault;
  private final IndexDatabase index;
  private final ScrubInstances rows;
  private final SpareCopies copies;
  private final ScrubTally tally;
  private final ScrubPace pace;
  private final Clock clock;
  private final Consumer<Damage> sink;

  ScrubBlobs(
      Vault vault,
      IndexDatabase index,
      ScrubInstances rows,
      SpareCopies copies,
      ScrubTally tally,
      ScrubPace pace,
      Clock clock,
      Consumer<Damage> sink) {
    this.vault = vault;
    this.index = index;
    this.rows = rows;
    this.copies = copies;
    this.tally = tally;
    this.pace = pace;
    this.clock = clock;
    this.sink = sink;
  }

  /** One container. */
  void container(ContainerInfo info) throws IOException {
    List<BlobEntry> keyless = new ArrayList<>();
    try {
      ScanReport scan =
          vault.scan(
              info.store(),
              info.number(),
              0,
              true,
              entry -> {
                if (entry(entry)) {
                  keyless.forEach(before -> keyMissing(before.address()));
                  keyless.clear();
                } else {
                  keyless.add(entry);
                }
                pace.spent(entry.address().length());
              });
      for (ScanReport.Gap gap : scan.gaps()) {
        gap(info, gap, scan.end());
      }
      leftBehind(keyless);
    } catch (NoSuchFileException e) {
      // A quarantined object that was decided on meanwhile; of other containers the rows tell.
      return;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Checks an object; false when the ring has no key for it. */
  private boolean entry(BlobEntry entry) {
    tally.bytes.addAndGet(entry.address().length());
    if (entry.key() instanceof StudyKeyId key && vault.ring().wasDestroyed(key)) {
      tally.destroyed.incrementAndGet();
      return true;
    }
    try {
      SealedBlob blob = vault.open(entry);
      BlobDescriptor descriptor = blob.descriptor();
      blob.verify();
      tally.objects.incrementAndGet();
      if (entry.address().store() == BlobAddress.BLOBS) {
        named(entry.address(), descriptor);
      }
      return true;
    } catch (UnknownKeyException e) {
      return false;
    } catch (NoSuchFileException e) {
      return true;
    } catch (CorruptBlobException e) {
      damaged(entry.address(), "part " + e.part());
    } catch (VaultException e) {
      damaged(entry.address(), "its key does not open");
    } catch (ArchiveException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      damaged(entry.address(), "the disk can't read it");
    }
    return true;
  }

  /** Whether the index knows of a whole object, or has a reason not to. */
  private void named(BlobAddress address, BlobDescriptor descriptor) throws ArchiveException {
    String sop = descriptor.sopInstanceUid();
    boolean act = descriptor.sopClassUid().equals(ActEntry.SOP_CLASS);
    if (address.end() > indexedEnd(address)) {
      return; // It is being committed now. Asked first: what is within has its row.
    }
    boolean known =
        index.read(session -> {
          if (act) {
            return ActLedger.find(session, address.object().toString()).isPresent();
          }
          Optional<Known> row = session.first(Sql.INSTANCE_BY_UID, Known::read, sop);
          if (row.isPresent() && !row.get().address().equals(address)) {
            // Superseded, or laid down again after a stop: the first one counts.
            copies.met(sop, descriptor.sha256(), address);
          }
          return row.isPresent();
        });
    if (known) {
      return;
    }
    if (act && vault.ring().wasDestroyed(keyOf(address))) {
      return;
    }
    sink.accept(
        new Damage(
            DamageKind.NO_ROW,
            ScrubInstances.place(address),
            descriptor.studyUid(),
            descriptor.seriesUid(),
            sop,
            1,
            act ? "a housekeeping act that the index doesn't know" : "a whole object",
            clock.instant()));
  }

  private StudyKeyId keyOf(BlobAddress address) throws ArchiveException {
    try {
      return vault.keyOf(address) instanceof StudyKeyId key ? key : new StudyKeyId(0, 0);
    } catch (IOException e) {
      throw new ArchiveException("an object can't be read again", e);
    }
  }

  private long indexedEnd(BlobAddress address) throws ArchiveException {
    return index.read(
        session -> session.number(ScrubSql.INDEXED_END, address.store(), address.container()));
  }

  /** An object whose head and checksums are whole, and that does not open. */
  private void damaged(BlobAddress address, String what) {
    try {
      if (shredded(address)) {
        return;
      }
      List<Damage> affected =
          affected(address.store(), address.container(), address.offset(), address.end(), what);
      if (affected.isEmpty()) {
        sink.accept(
            Damage.at(
                DamageKind.STRETCH,
                ScrubInstances.place(address),
                what + "; no row of the index names it",
                clock.instant()));
      }
      affected.forEach(sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its key may have been overwritten since the scan passed it. */
  private boolean shredded(BlobAddress address) throws IOException {
    boolean[] there = new boolean[1];
    var _ =
        vault.scan(
            address.store(),
            address.container(),
            0,
            false,
            entry -> there[0] |= entry.address().equals(address));
    return !there[0];
  }

  /** The instances and acts of the index that lie in a stretch. */
  private List<Damage> affected(int store, long container, long from, long to, String what)
      throws IOException {
    Instant now = clock.instant();
    List<ScrubInstances.One> named =
        index.read(session -> {
          List<Long> ids = new ArrayList<>();
          session.each(
              ScrubSql.INSTANCES_OF_CONTAINER,
              row -> ids.add(row.getLong(1)),
              store,
              container,
              to,
              from);
          List<ScrubInstances.One> found = new ArrayList<>();
          for (long id : ids) {
            rows.instance(session, id).ifPresent(found::add);
          }
          return found;
        });
    List<Damage> affected = new ArrayList<>();
    for (ScrubInstances.One row : named) {
      if (!vault.ring().wasDestroyed(row.key())) {
        affected.add(judge(row, what, now));
      }
    }
    affected.addAll(
        index.read(session ->
            store == BlobAddress.BLOBS
                ? acts(session, container, from, to, what, now)
                : quarantined(session, container, from, to, what, now)));
    return affected;
  }

  private static List<Damage> acts(
      Session session, long container, long from, long to, String what, Instant now)
      throws SQLException {
    String place = ScrubInstances.place(BlobAddress.BLOBS, container, from);
    List<Damage> found = new ArrayList<>();
    session.each(
        ScrubSql.ACTS_OF_CONTAINER,
        row -> {
          String detail = what + ": a housekeeping act, " + row.getString(1);
          return found.add(
              new Damage(DamageKind.OBJECT, place, row.getString(2), "", "", 1, detail, now));
        },
        container,
        to,
        from);
    return found;
  }

  private static List<Damage> quarantined(
      Session session, long container, long from, long to, String what, Instant now)
      throws SQLException {
    String place = ScrubInstances.place(BlobAddress.QUARANTINE, container, from);
    List<Damage> found = new ArrayList<>();
    session.each(
        ScrubSql.QUARANTINE_OF_CONTAINER,
        row -> {
          String detail = what + ": quarantined, " + row.getString(4);
          return found.add(
              new Damage(
                  DamageKind.OBJECT,
                  place,
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  1,
                  detail,
                  now));
        },
        container,
        to,
        from);
    return found;
  }

  /** What a damaged stretch means for an instance in it. */
  private Damage judge(ScrubInstances.One row, String what, Instant now) throws IOException {
    try {
      vault.open(row.address, row.key()).verify();
      return row.damage(DamageKind.TRAILER, "it still opens, only its trailer is damaged", now);
    } catch (VaultException e) {
      Damage damage = row.damage(DamageKind.OBJECT, what, now);
      Optional<String> other =
          index.read(s -> s.first(ScrubSql.QUARANTINE_OF_SOP, r -> r.getString(1), row.sop));
      return other.isEmpty()
          ? damage
          : damage.with("another version of it is quarantined: " + other.get());
    }
  }

  private void gap(ContainerInfo info, ScanReport.Gap gap, long end) throws IOException {
    if (gap.offset() == 0) {
      sink.accept(
          Damage.at(
              DamageKind.CONTAINER,
              ScrubInstances.place(info.store(), info.number(), 0),
              "its header; the objects in it are read nevertheless",
              clock.instant()));
      return;
    }
    long to = gap.offset() + gap.length();
    String what = "no whole object in %d bytes".formatted(gap.length());
    List<Damage> affected = affected(info.store(), info.number(), gap.offset(), to, what);
    tally.bytes.addAndGet(gap.length());
    if (gap.offset() >= end && !affected.isEmpty() && grown(info, gap.offset())) {
      return;
    }
    affected.forEach(sink);
    if (affected.isEmpty() && gap.offset() < end) {
      sink.accept(
          Damage.at(
              DamageKind.STRETCH,
              ScrubInstances.place(info.store(), info.number(), gap.offset()),
              what,
              clock.instant()));
    }
  }

  /** Whether what was cut short at the end was merely being written when it was looked at. */
  private boolean grown(ContainerInfo info, long from) throws IOException {
    ScanReport now = vault.scan(info.store(), info.number(), from, true, _ -> {});
    return now.gaps().stream().noneMatch(gap -> gap.offset() == from);
  }

  private void keyMissing(BlobAddress address) {
    try {
      List<Damage> affected =
          affected(address.store(), address.container(), address.offset(), address.end(), "no key");
      affected.forEach(damage -> sink.accept(missing(damage, address)));
      if (affected.isEmpty()) {
        sink.accept(missing(Damage.at(DamageKind.KEY_MISSING, "", "", clock.instant()), address));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Damage missing(Damage about, BlobAddress address) {
    return new Damage(
        DamageKind.KEY_MISSING,
        ScrubInstances.place(address),
        about.study(),
        about.series(),
        about.instance(),
        1,
        "its key is in no record of the ring",
        about.found());
  }

  /**
   * Objects without a key at the end of a container, and none with one behind them: as a rule what
   * a stop left between writing bytes and keys. If the index names one it is damage.
   */
  private void leftBehind(List<BlobEntry> keyless) throws IOException {
    for (BlobEntry entry : keyless) {
      BlobAddress at = entry.address();
      if (affected(at.store(), at.container(), at.offset(), at.end(), "").isEmpty()) {
        tally.leftovers.incrementAndGet();
      } else {
        keyMissing(at);
      }
    }
  }
}

package huisclos.archive;

import huisclos.dicom.DicomException;
import huisclos.dicom.TransferSyntax;
import huisclos.gate.Gate;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailRecord;
import huisclos.vault.BlobAddress;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.BlobEntry;
import huisclos.vault.ContainerInfo;
import huisclos.vault.DurabilityException;
import huisclos.vault.PatientKeyId;
import huisclos.vault.ScanReport;
import huisclos.vault.SealedBlob;
import huisclos.vault.StudyKeyId;
import huisclos.vault.Vault;
import huisclos.vault.VaultException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the index level with the vault: after a crash, after a failed group, with an older or
 * newer copy of either, or with no index at all. Blobs and key ring alone say what there is.
 *
 * <p>Whatever lies whole in the vault is indexed, acknowledged or not: a sender that never got its
 * answer sends again and is told that it is there. It is put on record before it can be seen. Used
 * by one thread at a time, on the ingest connection.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** Instances written in one transaction, and summed in one record. */
  private static final int BATCH = 500;

  private final Vault vault;
  private final Gate gate;
  private final Session session;
  private final IndexWriter writer;
  private final ActEffects effects;
  private final ExtraKeys extraKeys;
  private final Forwarding forwarding;
  private final Clock clock;
  private final Remnants remnants;

  /** What forwarding needs to make good what was lost of its queue. */
  record Forwarding(ForwardRules rules, StoreSenders senders) {}

  Recovery(
      Vault vault,
      Gate gate,
      Session session,
      IndexWriter writer,
      ActEffects effects,
      ExtraKeys extraKeys,
      Forwarding forwarding,
      Clock clock) {
    this.vault = vault;
    this.gate = gate;
    this.session = session;
    this.writer = writer;
    this.effects = effects;
    this.extraKeys = extraKeys;
    this.forwarding = forwarding;
    this.clock = clock;
    this.remnants = new Remnants(vault, gate, session, clock);
  }

  /**
   * Indexes what the vault holds beyond the index; rebuilds an index that is ahead of its vault.
   */
  RecoveryReport catchUp() throws IOException, SQLException {
    writer.forget();
    Map<Long, Long> ends = ends(BlobAddress.BLOBS);
    List<ContainerInfo> containers = vault.containers(BlobAddress.BLOBS);
    if (containers.isEmpty() && !ends.isEmpty()) {
      // An unmounted disk looks like this. An index made anew would be an empty archive that says
      // ready, and what it then acknowledged would lie under the mount point.
      throw new ArchiveException(
          "blobs/ is empty though the index names objects in it: mount or restore it");
    }
    if (isAhead(ends, containers)) {
      LOG.warn("the index knows of objects that the vault lacks: it is made anew");
      return rebuild(Before.AHEAD);
    }
    remnants.removeStudies();
    RecoveryReport report = new Run(false).run(containers, ends);
    if (remnants.end()) {
      writer.forget();
    }
    return report;
  }

  /** What the index is that gives way to a new one. */
  enum Before {
    /** This vault's, and level with it as far as is known. */
    LEVEL,
    /** This vault's, and it knows more: what was deleted since must not come back. */
    AHEAD,
    /** Another vault's, or none: what it names says nothing of this one. */
    FOREIGN
  }

  /** Makes the index anew from blobs and key ring; devices and settings stay. */
  RecoveryReport rebuild(Before before) throws IOException, SQLException {
    writer.forget();
    Run run = new Run(true);
    KnownBefore known = new KnownBefore(vault, gate, session, effects, clock);
    session.begin();
    boolean done = false;
    try {
      if (before != Before.FOREIGN) {
        known.keep();
      }
      Changes.hold(session);
      for (String sql : ActSql.CLEAR) {
        session.update(sql);
      }
      for (String sql : DeleteSql.CLEAR) {
        session.update(sql);
      }
      for (String sql : Sql.CLEAR_ENTITIES) {
        session.update(sql);
      }
      RecoveryReport report = run.run(vault.containers(BlobAddress.BLOBS), Map.of());
      if (before != Before.FOREIGN) {
        report = known.compare(report, before == Before.AHEAD);
      }
      // An act that moved a study names the record that it came from.
      remnants.removePatients();
      gate.record(
          List.of(
              TrailRecord.of(clock.instant(), Action.REINDEX, Outcome.DONE, Actor.system())
                  .count(report.indexed())
                  .fact(Fact.FAILED, report.damaged())
                  .fact(Fact.REASON, before.name().toLowerCase(Locale.ROOT))
                  .fact(Fact.REPEATED, report.hiddenAgain())
                  .fact(Fact.WARNED, report.missing())
                  .build()));
      // Each instance was read for every key.
      session.update(ExtraSql.FILLED);
      Changes.release(session, before == Before.FOREIGN);
      session.commit();
      done = true;
      extraKeys.load(session);
      return report;
    } finally {
      if (!done) {
        session.rollback();
      }
      writer.forget();
    }
  }

  private Map<Long, Long> ends(int store) throws SQLException {
    Map<Long, Long> ends = new HashMap<>();
    session.each(
        Sql.SELECT_INDEXED,
        row -> {
          ends.put(row.getLong(1), row.getLong(2));
          return true;
        },
        store);
    return ends;
  }

  private static boolean isAhead(Map<Long, Long> ends, List<ContainerInfo> containers) {
    Map<Long, Long> lengths = new HashMap<>();
    containers.forEach(c -> lengths.put(c.number(), c.length()));
    return ends.entrySet().stream()
        .anyMatch(end -> lengths.getOrDefault(end.getKey(), 0L) < end.getValue());
  }

  /** One pass over what the index lacks. */
  private final class Run {
    private final boolean rebuilding;
    private final Set<String> studies = new LinkedHashSet<>();
    private final Set<String> patients = new LinkedHashSet<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private long indexed;
    private long acts;
    private long quarantined;
    private long damaged;
    private int inBatch;

    /** Where a study belonged before the first act of this run that moves it; then, after it. */
    private final Map<String, PatientKeyId> homes = new HashMap<>();

    /** Further content under a known UID: an act may say that it is the one that counts. */
    private final Map<String, BlobAddress> spares = new HashMap<>();

    /** Quarantined objects that an act decided on. */
    private final Set<String> decided = new HashSet<>();

    Run(boolean rebuilding) {
      this.rebuilding = rebuilding;
    }

    RecoveryReport run(List<ContainerInfo> containers, Map<Long, Long> ends)
        throws IOException, SQLException {
      for (ContainerInfo container : containers) {
        long from = ends.getOrDefault(container.number(), 0L);
        if (container.length() > from) {
          origins(container.number(), from);
        }
      }
      for (ContainerInfo container : containers) {
        long from = ends.getOrDefault(container.number(), 0L);
        if (container.length() > from) {
          // It will be shown, and acknowledged when it is sent again.
          vault.settle(BlobAddress.BLOBS, container.number());
          container(container.number(), from);
        }
      }
      if (rebuilding) {
        // In the end only: the ring already agrees with all acts but one that broke off.
        effects.rewrap(homes);
      }
      quarantine();
      return new RecoveryReport(rebuilding, indexed, acts, quarantined, damaged, 0, 0);
    }

    /**
     * Looks ahead for acts that move studies: the ring says where a study belongs at last, the
     * first of them where it belonged when its objects came.
     */
    private void origins(long number, long from) throws IOException {
      List<BlobEntry> entries = new ArrayList<>();
      var _ = vault.scan(BlobAddress.BLOBS, number, from, false, entries::add);
      for (BlobEntry entry : entries) {
        try {
          SealedBlob blob = vault.open(entry);
          if (blob.descriptor().sopClassUid().equals(ActEntry.SOP_CLASS)) {
            switch (ActLedger.open(blob, entry.address()).act()) {
              case PatientMove move -> homes.putIfAbsent(move.study(), move.from().key());
              case PatientMerge merge ->
                  merge.studies().forEach(s -> homes.putIfAbsent(s, merge.from().key()));
              case Correct _,
                  Undo _,
                  ConflictKeep _,
                  QuarantineDecision _,
                  Deletion _,
                  Restoration _,
                  Hold _ -> {}
            }
          }
        } catch (DurabilityException e) {
          throw e;
        } catch (VaultException | ArchiveException e) {
          // Met again, and counted, when it is replayed.
          LOG.debug("an object can't be read ahead", e);
        }
      }
    }

    private void act(BlobEntry entry, StudyKeyId key, SealedBlob blob)
        throws SQLException, IOException {
      ActEntry act = ActLedger.open(blob, entry.address());
      if (ActLedger.find(session, act.id()).isPresent()) {
        return;
      }
      writer.settle();
      acts++;
      Map<String, PatientKeyId> moved = effects.homes(act.act());
      homes.putAll(moved);
      if (!moved.isEmpty()) {
        remnants.expect();
      }
      if (!rebuilding) {
        effects.rewrap(act, key);
      }
      effects.apply(act, object -> Optional.ofNullable(spares.get(object)));
      if (act.act() instanceof QuarantineDecision decision) {
        decided.add(decision.quarantined());
      }
      if (!rebuilding) {
        gate.record(
            List.of(
                TrailRecord.of(clock.instant(), act.act().action(), Outcome.DONE, Actor.system())
                    .studies(act.act().studies())
                    .fact(Fact.ACT, act.id())
                    .fact(Fact.REASON, "recovered")
                    .build()));
      }
    }

    private void container(long number, long from) throws IOException, SQLException {
      List<BlobEntry> entries = new ArrayList<>();
      ScanReport scan = vault.forEach(number, from, entries::add);
      // A gap behind the last whole entry is a write that was cut short; one before it is damage.
      long unreadable = scan.gaps().stream().filter(gap -> gap.offset() < scan.end()).count();
      if (unreadable > 0) {
        damaged += unreadable;
        LOG.error("container {}: {} stretches hold no whole object", number, unreadable);
      }
      begin();
      for (BlobEntry entry : entries) {
        instance(entry);
        if (inBatch >= BATCH) {
          settle();
          begin();
        }
      }
      writer.settle();
      writer.reach(BlobAddress.BLOBS, number, scan.end());
      settle();
    }

    private void begin() throws SQLException {
      if (!rebuilding) {
        session.begin();
      }
    }

    /** Ends a batch: on record first, then visible. A rebuild is one transaction and one record. */
    private void settle() throws IOException, SQLException {
      writer.settle();
      if (!rebuilding) {
        if (inBatch > 0) {
          gate.record(
              List.of(
                  TrailRecord.of(clock.instant(), Action.STORE, Outcome.DONE, Actor.system())
                      .studies(studies)
                      .patients(patients)
                      .count(inBatch)
                      .fact(Fact.REASON, "recovered")
                      .build()));
        }
        forward();
        session.commit();
      }
      arrivals.clear();
      studies.clear();
      patients.clear();
      inBatch = 0;
    }

    /**
     * What the index lost, its queue lost too. A rebuild queues nothing: it finds what was indexed
     * before, and sent where it was to go.
     */
    private void forward() throws IOException, SQLException {
      if (arrivals.isEmpty() || forwarding.rules.isEmpty()) {
        return;
      }
      Map<String, String> senders =
          forwarding.rules.asksForSender()
              ? forwarding.senders.of(studies, clock.instant())
              : Map.of();
      forwarding.rules.enqueue(
          session,
          arrivals.stream()
              .map(a -> new ForwardRules.Candidate(a, Optional.ofNullable(senders.get(a.sopUid()))))
              .toList());
    }

    /**
     * One object. What can't be read is passed over only if it is damaged; a disk or a trail that
     * fails may work again later, so it stops the run.
     */
    private void instance(BlobEntry entry) throws SQLException, IOException {
      try {
        if (!(entry.key() instanceof StudyKeyId key)) {
          damaged++;
          return;
        }
        if (vault.ring().wasDestroyed(key)) {
          return;
        }
        SealedBlob blob = vault.open(entry);
        BlobDescriptor descriptor = blob.descriptor();
        if (descriptor.sopClassUid().equals(ActEntry.SOP_CLASS)) {
          act(entry, key, blob);
          return;
        }
        if (writer.known(descriptor.sopInstanceUid()).isPresent()) {
          spares.put(entry.address().object().toString(), entry.address());
          return;
        }
        Optional<Arrival> arrival = arrival(blob, descriptor);
        Optional<PatientKeyId> patient =
            Optional.ofNullable(homes.get(descriptor.studyUid())).or(() -> patientOf(key));
        if (arrival.isEmpty() || patient.isEmpty()) {
          damaged++;
          return;
        }
        StudyRef study = writer.resolve(arrival.get(), key, patient.get());
        if (!study.key.equals(key)) {
          LOG.error("two keys for one study; an instance of it can't be indexed");
          damaged++;
          return;
        }
        writer.insert(
            arrival.get(),
            study,
            entry.address(),
            descriptor,
            writer.sealedInstance(arrival.get()),
            clock.millis());
        studies.add(study.uid);
        patients.add(study.record());
        if (!rebuilding) {
          arrivals.add(arrival.get());
        }
        indexed++;
        inBatch++;
      } catch (DurabilityException e) {
        throw e;
      } catch (VaultException | DicomException | ArchiveException e) {
        LOG.error("an object of the vault can't be indexed: {}", e.toString());
        damaged++;
      }
    }

    private Optional<Arrival> arrival(SealedBlob blob, BlobDescriptor descriptor)
        throws IOException, SQLException {
      String uid = descriptor.transferSyntaxUid();
      TransferSyntax syntax =
          TransferSyntax.of(uid).orElseGet(() -> TransferSyntax.encapsulated(uid));
      try (InputStream in = blob.read()) {
        List<ExtraKey> extras = extraKeys.all();
        Optional<Arrival> arrival =
            Arrival.of(HeaderReader.readStored(in, syntax, extras), extras)
                .filter(a -> a.sopUid().equals(descriptor.sopInstanceUid()));
        return arrival.isEmpty() ? arrival : Optional.of(writer.coerced(arrival.get()));
      }
    }

    private Optional<PatientKeyId> patientOf(StudyKeyId key) {
      try {
        return vault.ring().patientOf(key);
      } catch (IOException e) {
        LOG.error("a study's key can't be read: {}", e.toString());
        return Optional.empty();
      }
    }

    private void quarantine() throws IOException, SQLException {
      Map<Long, Long> ends = ends(BlobAddress.QUARANTINE);
      for (ContainerInfo container : vault.containers(BlobAddress.QUARANTINE)) {
        if (!ends.containsKey(container.number())) {
          vault.settle(BlobAddress.QUARANTINE, container.number());
        }
        List<BlobEntry> entries = new ArrayList<>();
        var _ = vault.scan(BlobAddress.QUARANTINE, container.number(), 0, false, entries::add);
        begin();
        for (BlobEntry entry : entries) {
          if (ends.containsKey(container.number())) {
            finishDecision(entry);
          } else if (decided.contains(entry.address().object().toString())) {
            vault.dropQuarantined(entry.address());
          } else {
            quarantined(entry);
          }
        }
        if (!rebuilding) {
          session.commit();
        }
      }
    }

    /** An object that was indexed and has no row any more was decided on: its file goes, too. */
    private void finishDecision(BlobEntry entry) throws SQLException, IOException {
      if (session.number(Sql.COUNT_QUARANTINE_ID, entry.address().object().toString()) == 0) {
        vault.dropQuarantined(entry.address());
      }
    }

    private void quarantined(BlobEntry entry) throws SQLException {
      try {
        BlobDescriptor descriptor = vault.openQuarantined(entry.address()).descriptor();
        Quarantine.insert(session, writer, entry.address(), descriptor, "", clock.millis());
        quarantined++;
      } catch (IOException e) {
        LOG.error("a quarantined object can't be read: {}", e.toString());
        damaged++;
      }
    }
  }
}

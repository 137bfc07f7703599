package huisclos.trail;

import huisclos.trail.Verification.Kind;
import huisclos.trail.internal.Bundle;
import huisclos.trail.internal.Disk;
import huisclos.trail.internal.LogFolder;
import huisclos.trail.internal.MerkleHash;
import huisclos.trail.internal.Note;
import huisclos.trail.internal.SegmentReader;
import huisclos.trail.internal.VerifierKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies one log from its files alone: every record is hashed anew, from the first to the last
 * one in the journal. Holds one bundle and the hashes of what the journal repeats. One use.
 */
final class LogVerifier {
  private final Disk disk;
  private final LogFolder folder;
  private final Findings findings;
  private final Set<Long> wanted;
  private final Map<Long, String> roots = new HashMap<>();
  private final RangeHash tree = new RangeHash();
  private Instant newest = Instant.MIN;
  private boolean clockRecorded;

  /** Leaf hashes of what lies on the disk twice: in the journal, or in a partial bundle. */
  private final List<byte[]> repeated = new ArrayList<>();

  private long repeatedFrom;

  /**
   * @param wanted the sizes for which {@link #root} shall be known in the end
   */
  LogVerifier(Disk disk, LogFolder folder, Findings findings, Set<Long> wanted) {
    this.disk = disk;
    this.folder = folder;
    this.findings = findings;
    this.wanted = wanted;
  }

  /** The root over the first {@code size} records, base64, if there were so many. */
  Optional<String> root(long size) {
    return Optional.ofNullable(roots.get(size));
  }

  /** The log's verifier key, if its file is in order. */
  Optional<VerifierKey> key() throws IOException {
    try {
      byte[] bytes = disk.readAll(folder.vkey(), VerifierKey.MAX_BYTES);
      return VerifierKey.parse(bytes).filter(key -> key.name().equals(folder.origin()));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Reads all of it; nothing if there is not even a checkpoint to start from. */
  Optional<Verification.Log> verify() throws IOException {
    if (key().isEmpty()) {
      problem(Kind.MALFORMED, folder.vkey(), "no verifier key of this log");
    }
    try (LogSnapshot snapshot = LogSnapshot.take(disk, folder)) {
      Optional<Checkpoint> checkpoint = checkpoint(snapshot.checkpoint());
      if (checkpoint.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(verify(checkpoint.get(), snapshot));
    } catch (NoSuchFileException absent) {
      problem(Kind.MISSING, folder.checkpoint(), "a file of the log is missing");
      return Optional.empty();
    }
  }

  private Optional<Checkpoint> checkpoint(byte[] bytes) throws IOException {
    Optional<Checkpoint> stated = Note.parse(bytes);
    if (stated.isEmpty() || !stated.get().origin().equals(folder.origin())) {
      problem(Kind.MALFORMED, folder.checkpoint(), "no checkpoint of this log");
      return Optional.empty();
    }
    Optional<VerifierKey> key = key();
    if (key.isPresent() && Note.verify(bytes, key.get()).isEmpty()) {
      problem(Kind.SIGNATURE, folder.checkpoint(), "the checkpoint's signature doesn't hold");
    }
    return stated;
  }

  private Verification.Log verify(Checkpoint checkpoint, LogSnapshot snapshot) throws IOException {
    long signed = checkpoint.size();
    repeatedFrom = signed / LogFolder.TILE_WIDTH * LogFolder.TILE_WIDTH;
    if (!snapshot.journal().isEmpty()) {
      repeatedFrom = Math.min(repeatedFrom, snapshot.journal().getFirst().first());
    }
    noteRoot();
    TileCheck tiles = new TileCheck(disk, folder, signed, findings);
    readBundles(signed, tiles);
    if (tree.size() == signed && !root().equals(checkpoint.root())) {
      problem(Kind.ROOT, folder.checkpoint(), "the tree's root is not the signed one");
    }
    if (tree.size() == signed) {
      readJournal(snapshot.journal(), tiles);
    }
    tiles.finish();
    new BundleCheck(disk, folder, findings, tree.size()).checkUnsigned(signed, this::leafAt);
    new Strays(disk, folder, tree.size(), this::sizeNow, findings).find();
    return new Verification.Log(folder.id(), tree.size(), signed, root());
  }

  private void readBundles(long signed, TileCheck tiles) throws IOException {
    for (long index = 0; index * LogFolder.TILE_WIDTH < signed; index++) {
      int width = (int) Math.min(LogFolder.TILE_WIDTH, signed - index * LogFolder.TILE_WIDTH);
      Path file = folder.bundle(index, width);
      Optional<byte[]> bytes = BundleCheck.read(disk, folder, index, width);
      if (bytes.isEmpty()) {
        problem(Kind.MISSING, file, "an entry bundle is missing");
        return;
      }
      Optional<List<byte[]>> entries = Bundle.decode(bytes.get());
      if (entries.isEmpty() || entries.get().size() < width) {
        problem(Kind.MALFORMED, file, "an entry bundle doesn't hold its records");
        return;
      }
      for (byte[] entry : entries.get().subList(0, width)) {
        take(entry, file, tiles);
      }
    }
  }

  private void readJournal(List<SegmentReader> segments, TileCheck tiles) throws IOException {
    for (int i = 0; i < segments.size(); i++) {
      SegmentReader segment = segments.get(i);
      Path file = folder.segment(segment.first());
      if (segment.first() > tree.size()) {
        findings.problem(
            Kind.GAP, folder.id(), tree.size(), file, "records before this one are missing");
        return;
      }
      SegmentReader.Step step = segment.step();
      for (; step instanceof SegmentReader.Entry entry; step = segment.step()) {
        if (entry.index() == tree.size()) {
          take(entry.bytes(), file, tiles);
        } else if (!Arrays.equals(MerkleHash.leaf(entry.bytes()), leafAt(entry.index()))) {
          findings.problem(
              Kind.JOURNAL, folder.id(), entry.index(), file, "not the record that the tree holds");
        }
      }
      boolean last = i == segments.size() - 1;
      if (step instanceof SegmentReader.Damaged damage) {
        findings.problem(Kind.JOURNAL, folder.id(), segment.next(), file, damage.rule());
        return;
      } else if (step instanceof SegmentReader.Unfinished && last) {
        findings.warning(
            Kind.UNFINISHED,
            folder.id(),
            segment.next(),
            file,
            "an unfinished record at the end: being written, or cut off by an unclean stop");
      } else if (step instanceof SegmentReader.Unfinished) {
        findings.problem(
            Kind.JOURNAL, folder.id(), segment.next(), file, "the file ends within a record");
        return;
      }
    }
  }

  private byte[] leafAt(long index) {
    long at = index - repeatedFrom;
    return at >= 0 && at < repeated.size() ? repeated.get((int) at) : new byte[0];
  }

  private void take(byte[] entry, Path file, TileCheck tiles) throws IOException {
    byte[] leaf = MerkleHash.leaf(entry);
    long index = tree.size();
    if (index >= repeatedFrom) {
      repeated.add(leaf);
    }
    tree.add(leaf);
    tiles.add(leaf);
    noteRoot();
    try {
      judgeTime(TrailCodec.decode(entry), index, file);
    } catch (IOException unreadable) {
      findings.problem(
          Kind.RECORD, folder.id(), index, file, "an entry is no record of this version");
    }
  }

  private void judgeTime(TrailRecord record, long index, Path file) {
    boolean back =
        !newest.equals(Instant.MIN) && record.time().isBefore(newest.minus(Trail.CLOCK_TOLERANCE));
    if (record.action() == Action.CLOCK || (back && clockRecorded)) {
      newest = record.time();
    } else if (back) {
      findings.warning(Kind.CLOCK, folder.id(), index, file, "the clock went back unrecorded");
      newest = record.time();
    } else if (record.time().isAfter(newest)) {
      newest = record.time();
    }
    clockRecorded = record.action() == Action.CLOCK;
  }

  private void noteRoot() {
    if (wanted.contains(tree.size())) {
      roots.put(tree.size(), root());
    }
  }

  private String root() {
    return Base64.getEncoder().encodeToString(tree.root());
  }

  /** How many records the log has by now: a running writer goes on while it is verified. */
  private long sizeNow() throws IOException {
    return LogSnapshot.size(disk, folder);
  }

  private void problem(Kind kind, Path file, String message) {
    findings.problem(kind, folder.id(), file, message);
  }
}

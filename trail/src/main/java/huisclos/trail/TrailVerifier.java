package huisclos.trail;

import huisclos.trail.Verification.Kind;
import huisclos.trail.internal.Disk;
import huisclos.trail.internal.FileDisk;
import huisclos.trail.internal.LogFolder;
import huisclos.trail.internal.Note;
import huisclos.trail.internal.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies a trail folder offline: no lock, no secret, no network, beside a running writer if need
 * be. It recomputes the whole tree of every log from its records by code of its own, checks tiles,
 * signatures and the journal's tail, and holds each log against checkpoints that were kept earlier.
 *
 * <p>What it can't see alone: a log that whoever holds the site key has rewritten and signed anew,
 * or rolled back whole, is consistent in itself. A checkpoint kept elsewhere tells.
 */
public final class TrailVerifier {
  private TrailVerifier() {}

  /**
   * Verifies all logs.
   *
   * @param trailDir the home's {@code trail} folder
   * @param savedCheckpoint a checkpoint's note, kept from earlier
   * @throws IOException if a file can't be read at all; everything else is a finding
   */
  public static Verification verify(Path trailDir, Optional<Path> savedCheckpoint)
      throws IOException {
    return verify(new FileDisk(), trailDir, savedCheckpoint.stream().toList());
  }

  /** As above, against several checkpoints, of several logs if need be. */
  public static Verification verify(Path trailDir, List<Path> savedCheckpoints) throws IOException {
    return verify(new FileDisk(), trailDir, savedCheckpoints);
  }

  private record Saved(Path file, Optional<Checkpoint> stated) {
    String logId() {
      return stated.map(c -> c.origin().replaceFirst("^trail/", "")).orElse("");
    }
  }

  static Verification verify(Disk disk, Path trailDir, List<Path> savedCheckpoints)
      throws IOException {
    Findings findings = new Findings(trailDir);
    List<Saved> saved = new ArrayList<>();
    for (Path file : savedCheckpoints) {
      byte[] bytes = disk.readAll(file, Note.MAX_BYTES);
      saved.add(new Saved(file, Note.parse(bytes)));
    }
    List<Verification.Log> logs = new ArrayList<>();
    List<String> ids = disk.list(trailDir).stream().filter(LogFolder::isId).toList();
    for (String id : ids) {
      List<Saved> ofThis = saved.stream().filter(s -> s.logId().equals(id)).toList();
      Set<Long> sizes =
          ofThis.stream()
              .map(s -> s.stated.map(Checkpoint::size).orElse(0L))
              .collect(Collectors.toSet());
      LogFolder folder = new LogFolder(trailDir.resolve(id));
      LogVerifier verifier = new LogVerifier(disk, folder, findings, sizes);
      verifier.verify().ifPresent(logs::add);
      for (Saved one : ofThis) {
        hold(one, folder, verifier, findings);
      }
    }
    for (Saved one : saved) {
      if (one.stated.isEmpty()) {
        findings.problem(Kind.MALFORMED, "", one.file, "the saved file is no checkpoint");
      } else if (!ids.contains(one.logId())) {
        findings.problem(Kind.MISSING, one.logId(), one.file, "its log is not there");
      }
    }
    checkOwn(disk, trailDir, ids, findings);
    return findings.with(logs);
  }

  private static void hold(Saved saved, LogFolder folder, LogVerifier verifier, Findings findings)
      throws IOException {
    Checkpoint stated = saved.stated.orElseThrow();
    Optional<VerifierKey> key = verifier.key();
    if (key.isPresent() && Note.verify(Note.bytes(stated), key.get()).isEmpty()) {
      findings.problem(
          Kind.KEY_CHANGED,
          folder.id(),
          saved.file,
          "the saved checkpoint is not signed by the key that the log has now");
    }
    Optional<String> root = verifier.root(stated.size());
    if (root.isEmpty()) {
      findings.problem(
          Kind.ROLLBACK, folder.id(), saved.file, "the log has fewer records than it had");
    } else if (!root.get().equals(stated.root())) {
      findings.problem(
          Kind.REWRITTEN, folder.id(), saved.file, "records before this checkpoint were rewritten");
    }
  }

  /** The log that this home writes must be there: to delete it whole would else go unseen. */
  private static void checkOwn(Disk disk, Path trailDir, List<String> ids, Findings findings)
      throws IOException {
    Path own = trailDir.resolve(LogFolder.OWN);
    if (disk.exists(own)) {
      String id = new String(disk.readAll(own, 64), StandardCharsets.UTF_8).strip();
      if (!ids.contains(id)) {
        findings.problem(Kind.MISSING, "", own, "the log that this home writes is not there");
      }
    } else if (ids.isEmpty()) {
      findings.problem(Kind.MISSING, "", trailDir, "there is no log here");
    } else {
      // So it is where an inspector put several nodes' logs together.
      findings.warning(Kind.MISSING, "", own, "no file says which log this home writes");
    }
  }
}

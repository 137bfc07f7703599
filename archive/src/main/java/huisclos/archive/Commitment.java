package huisclos.archive;

import huisclos.archive.CommitAnswer.Finding;
import huisclos.gate.Disclosure;
import huisclos.gate.Pass;
import huisclos.trail.Fact;
import huisclos.vault.BlobDescriptor;
import huisclos.vault.SealedBlob;
import huisclos.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for instances: each sealed object is read again from the disk to its end, and its hash
 * compared with that of what came. What the index names is durable already. Thread-safe.
 */
final class Commitment {
  private static final Logger LOG = LoggerFactory.getLogger(Commitment.class);

  private final IndexDatabase index;
  private final Vault vault;
  private final Reaches reaches;

  Commitment(IndexDatabase index, Vault vault, Reaches reaches) {
    this.reaches = reaches;
    this.index = index;
    this.vault = vault;
  }

  /** An instance as the index has it. */
  private record Held(String sopClass, long bytes, Known known) {}

  List<CommitAnswer> verify(Pass pass, List<SopReference> references) throws IOException {
    Set<String> studies = new LinkedHashSet<>();
    Set<String> patients = new LinkedHashSet<>();
    Map<SopReference, Finding> found = new HashMap<>();
    List<CommitAnswer> answers = new ArrayList<>(references.size());
    long failed = 0;
    Reaching reaching = reaches.of(pass.reach());
    for (SopReference reference : references) {
      Finding finding = found.get(reference);
      if (finding == null) {
        finding = verify(pass, reaching, reference, studies, patients);
        found.put(reference, finding);
      }
      answers.add(new CommitAnswer(reference, finding));
      failed += finding == Finding.COMMITTED ? 0 : 1;
    }
    pass.disclose(
        Disclosure.of(List.copyOf(studies), List.copyOf(patients), references.size())
            .with(Fact.COMPLETED, Long.toString(references.size() - failed))
            .with(Fact.FAILED, Long.toString(failed)));
    return answers;
  }

  private Finding verify(
      Pass pass,
      Reaching reaching,
      SopReference reference,
      Set<String> studies,
      Set<String> patients)
      throws ArchiveException {
    String uid = reference.sopInstance();
    Optional<Held> held =
        index.read(session ->
            session.first(
                Sql.COMMITTED_BY_UID,
                row -> new Held(row.getString(12), row.getLong(13), Known.read(row)),
                uid));
    if (held.isEmpty() || !reaching.has(index, held.get().known().studyUid())) {
      return Finding.NO_SUCH_OBJECT;
    }
    studies.add(held.get().known().studyUid());
    patients.add(held.get().known().record());
    if (!held.get().sopClass().equals(reference.sopClass())) {
      return Finding.CLASS_CONFLICT;
    }
    long setAside =
        index.read(session -> session.number(Sql.COUNT_QUARANTINE_FROM, uid, pass.who().name()));
    return setAside == 0 && isWhole(uid, held.get())
        ? Finding.COMMITTED
        : Finding.PROCESSING_FAILURE;
  }

  private boolean isWhole(String uid, Held held) {
    Known known = held.known();
    try {
      SealedBlob blob = vault.open(known.address(), known.studyKey());
      BlobDescriptor descriptor = blob.descriptor();
      if (!descriptor.sopInstanceUid().equals(uid)
          || !descriptor.studyUid().equals(known.studyUid())
          || !descriptor.sha256().equals(known.sha256())
          || descriptor.length() != held.bytes()) {
        return false;
      }
      try (InputStream in = new VerifiedStream(blob.read(), held.bytes(), known.sha256())) {
        return in.transferTo(OutputStream.nullOutputStream()) == held.bytes();
      }
    } catch (IOException e) {
      LOG.error("an object that is to be committed can't be read: {}", e.getClass().getName());
      return false;
    }
  }
}

package huisclos.archive;

import huisclos.gate.BreakGlass;
import huisclos.gate.Disclosure;
import huisclos.gate.Gate;
import huisclos.gate.Pass;
import huisclos.gate.PatientKey;
import huisclos.gate.Reach;
import huisclos.gate.Shares;
import huisclos.trail.Outcome;
import huisclos.trail.SealedPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Opens studies to persons: shared, or in an emergency. Thread-safe. */
final class Opener {
  private static final String RECORD_OF_STUDY =
      "SELECT p.record FROM study s CROSS JOIN patient p WHERE s.uid = ? AND p.id = s.patient_id";

  private final IndexDatabase index;
  private final Gate gate;
  private final Reaches reaches;
  private final Fetcher fetcher;
  private final Function<byte[], SealedPart> seal;

  Opener(
      IndexDatabase index,
      Gate gate,
      Reaches reaches,
      Fetcher fetcher,
      Function<byte[], SealedPart> seal) {
    this.index = index;
    this.gate = gate;
    this.reaches = reaches;
    this.fetcher = fetcher;
    this.seal = seal;
  }

  /** Shares a study that is here and within reach; empty for any other. */
  Optional<Shares.Result> share(Pass pass, String study, String to, Instant until)
      throws IOException {
    return recordOf(study).isPresent() && reaches.of(pass.reach()).has(index, study)
        ? Optional.of(gate.shares().add(pass, study, to, until))
        : Optional.empty();
  }

  Emergency breakGlass(Pass pass, String study, String reason) throws IOException {
    Optional<String> record = recordOf(study);
    return open(
        pass,
        new BreakGlass.Target(
            Optional.of(study), Optional.empty(), record.map(Set::of).orElse(Set.of())),
        "study " + study,
        reason);
  }

  Emergency breakGlass(Pass pass, PatientKey patient, String reason) throws IOException {
    return open(
        pass,
        new BreakGlass.Target(
            Optional.empty(), Optional.of(patient), fetcher.records(patient.id())),
        "patient " + patient.id() + " of " + patient.issuer(),
        reason);
  }

  private Emergency open(Pass pass, BreakGlass.Target target, String what, String reason)
      throws IOException {
    if (!BreakGlass.isReason(reason)) {
      return new Emergency.NoReason();
    }
    SealedPart sealed = seal.apply((what + "\n" + reason).getBytes(StandardCharsets.UTF_8));
    if (target.records().isEmpty()) {
      gate.record(
          List.of(
              pass.record(Outcome.REFUSED, Disclosure.of(List.of(), List.of(), 0).with(sealed))));
      return new Emergency.Unknown();
    }
    return gate.breakGlass()
        .open(pass, target, sealed)
        .<Emergency>map(Emergency.Opened::new)
        .orElseGet(Emergency.TooMuch::new);
  }

  private Optional<String> recordOf(String study) throws ArchiveException {
    return index.read(session -> session.first(RECORD_OF_STUDY, row -> row.getString(1), study));
  }

  /** Whether a study is here and within a reach. */
  boolean isWithin(Reach reach, String study) throws ArchiveException {
    return recordOf(study).isPresent() && reaches.of(reach).has(index, study);
  }
}

package huisclos.probe.finding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found at a door about one service. Immutable.
 *
 * @param door where
 * @param service what it is
 * @param seen when, to the second
 * @param rungs the evidence for each rung; one that is missing wasn't asked
 * @param barrier what stopped a stranger
 * @param exposure how much could be listed
 * @param fingerprint how it behaved
 * @param software which software follows from that
 * @param tls how its TLS stands, where it speaks it
 * @param honeypot how likely it is bait
 * @param intendedPublic why it is taken as meant to be public; empty where it isn't
 * @param notes what else a reader should know, in words of ours
 */
public record Finding(
    Door door,
    Service service,
    Instant seen,
    Map<Rung, Evidence> rungs,
    Barrier barrier,
    Exposure exposure,
    Fingerprint fingerprint,
    Software software,
    Optional<TlsGrade> tls,
    HoneypotScore honeypot,
    Optional<String> intendedPublic,
    List<String> notes) {

  public Finding {
    seen = seen.truncatedTo(ChronoUnit.SECONDS);
    EnumMap<Rung, Evidence> ordered = new EnumMap<>(Rung.class);
    ordered.putAll(rungs);
    rungs = Collections.unmodifiableMap(ordered);
    notes = List.copyOf(notes);
  }

  /** Begins a finding about a service at a door; what isn't set stays empty. */
  public static FindingBuilder at(Door door, Service service, Instant seen) {
    return new FindingBuilder(door, service, seen);
  }

  /** The evidence about a rung. */
  public Evidence rung(Rung rung) {
    return rungs.getOrDefault(rung, Evidence.notAsked());
  }

  /** The same, taken as meant to be public. */
  public Finding intendedPublic(String why) {
    return new Finding(
        door,
        service,
        seen,
        rungs,
        barrier,
        exposure,
        fingerprint,
        software,
        tls,
        honeypot,
        Optional.of(why),
        notes);
  }

  /**
   * Whether an object of ours may lie there now: such a finding names the study to delete, and no
   * other may take its place.
   */
  public boolean mayHaveStored() {
    Answer stored = rung(Rung.WRITABLE).answer();
    return stored == Answer.YES || stored == Answer.UNCLEAR;
  }

  private boolean yes(Rung rung) {
    return rung(rung).answer() == Answer.YES;
  }

  /**
   * What it comes to. Only what the door itself answered counts: an inferred rung never makes a
   * door readable, and an association alone never does.
   */
  public Verdict verdict() {
    boolean reads = yes(Rung.QUERYABLE) || yes(Rung.COUNTABLE) || yes(Rung.CREDENTIALS);
    boolean open = reads || yes(Rung.RETRIEVABLE) || yes(Rung.WRITABLE);
    if (honeypot.likely()) {
      return Verdict.HONEYPOT;
    }
    if (open && intendedPublic.isPresent()) {
      return Verdict.INTENDED_PUBLIC;
    }
    if (yes(Rung.RETRIEVABLE)) {
      return Verdict.DOWNLOADABLE;
    }
    if (reads) {
      return Verdict.READABLE;
    }
    if (yes(Rung.WRITABLE)) {
      return Verdict.WRITABLE;
    }
    if (barrier == Barrier.CONGESTION) {
      return Verdict.CONGESTED;
    }
    if (yes(Rung.ASSOCIATES)) {
      return Verdict.ASSOCIATES;
    }
    // That nobody asked, or that it broke off, is no refusal.
    boolean refuses =
        barrier != Barrier.NONE
            || rungs.values().stream()
                .map(Evidence::answer)
                .anyMatch(answer -> answer == Answer.NO || answer == Answer.INFERRED_NO);
    // Who asks for a certificate that strangers lack is closed to them, whatever it is behind it;
    // who says nothing may be waiting for anything.
    return !refuses
            || barrier == Barrier.SILENT
            || (service == Service.UNKNOWN && barrier != Barrier.CLIENT_CERTIFICATE)
        ? Verdict.UNKNOWN
        : Verdict.CLOSED;
  }
}

package huisclos.probe.finding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects a {@link Finding}'s parts while a door is looked at. Not thread-safe. */
public final class FindingBuilder {
  private final Door door;
  private final Service service;
  private final Instant seen;
  private final Map<Rung, Evidence> rungs = new EnumMap<>(Rung.class);
  private Barrier barrier = Barrier.NONE;
  private Exposure exposure = Exposure.none("not allowed by the scope, or not asked");
  private Fingerprint fingerprint = Fingerprint.none();
  private Software software = Software.unknown();
  private Optional<TlsGrade> tls = Optional.empty();
  private HoneypotScore honeypot = HoneypotScore.none();
  private Optional<String> intendedPublic = Optional.empty();
  private final List<String> notes = new ArrayList<>();

  FindingBuilder(Door door, Service service, Instant seen) {
    this.door = door;
    this.service = service;
    this.seen = seen;
  }

  public FindingBuilder rung(Rung rung, Evidence evidence) {
    rungs.put(rung, evidence);
    return this;
  }

  public FindingBuilder barrier(Barrier what) {
    barrier = what;
    return this;
  }

  public FindingBuilder exposure(Exposure what) {
    exposure = what;
    return this;
  }

  public FindingBuilder fingerprint(Fingerprint what) {
    fingerprint = what;
    return this;
  }

  public FindingBuilder software(Software what) {
    software = what;
    return this;
  }

  public FindingBuilder tls(TlsGrade what) {
    tls = Optional.of(what);
    return this;
  }

  public FindingBuilder honeypot(HoneypotScore what) {
    honeypot = what;
    return this;
  }

  public FindingBuilder intendedPublic(String why) {
    intendedPublic = Optional.of(why);
    return this;
  }

  public FindingBuilder note(String note) {
    notes.add(note);
    return this;
  }

  /** The evidence so far. */
  public Evidence rung(Rung rung) {
    return rungs.getOrDefault(rung, Evidence.notAsked());
  }

  public Finding build() {
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
        intendedPublic,
        notes);
  }
}

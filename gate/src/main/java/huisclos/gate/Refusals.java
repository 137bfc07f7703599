package huisclos.gate;

import huisclos.gate.internal.Pem;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts each no on record, through the {@link FloodGuard}. Safe from many threads; waits until a
 * record is durable.
 */
final class Refusals {
  private final Trail trail;
  private final Clock clock;
  private final FloodGuard flood;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong unrecorded = new AtomicLong();

  Refusals(Trail trail, Clock clock) {
    this.trail = trail;
    this.clock = clock;
    this.flood = new FloodGuard(clock);
  }

  /** A TLS handshake, by what was presented if that was the reason. */
  void handshake(String remote, Reason reason, Optional<X509Certificate> certificate) {
    TrailRecord.Builder record =
        TrailRecord.of(clock.instant(), Action.HANDSHAKE, Outcome.REFUSED, Actor.stranger(""))
            .remote(remote)
            .fact(Fact.REASON, reason.word());
    certificate.ifPresent(c ->
        record
            .fact(Fact.SERIAL, c.getSerialNumber().toString(16))
            .fact(Fact.FINGERPRINT, Pem.fingerprint(c)));
    write(remote, record.build());
  }

  /** An association, by the titles that were claimed. */
  void association(
      String remote, Reason reason, X509Certificate certificate, String calling, String called) {
    write(remote, refused(remote, reason, certificate, calling, called).build());
  }

  /** An association because of the person who was named, by name only if somebody has it. */
  void user(
      String remote,
      Reason reason,
      X509Certificate certificate,
      String calling,
      String called,
      Optional<String> known) {
    TrailRecord.Builder record = refused(remote, reason, certificate, calling, called);
    known.ifPresent(name -> record.fact(Fact.USER, name));
    write(remote, record.build());
  }

  /** A step of signing in, by the name only if somebody has it. */
  void signIn(String remote, Reason reason, Optional<String> known) {
    TrailRecord.Builder record =
        TrailRecord.of(clock.instant(), Action.SIGN_IN, Outcome.REFUSED, Actor.stranger(""))
            .remote(remote)
            .fact(Fact.REASON, reason.word());
    known.ifPresent(name -> record.fact(Fact.USER, name));
    write(remote, record.build());
  }

  private TrailRecord.Builder refused(
      String remote, Reason reason, X509Certificate certificate, String calling, String called) {
    return TrailRecord.of(
            clock.instant(),
            Action.ASSOCIATION,
            Outcome.REFUSED,
            Actor.stranger(AeTitle.claimed(calling)))
        .remote(remote)
        .fact(Fact.REASON, reason.word())
        .fact(Fact.CALLED_AET, AeTitle.claimed(called))
        .fact(Fact.SERIAL, certificate.getSerialNumber().toString(16));
  }

  /** Something that a known identity asked for. */
  void request(Identity who, Action action, Verb verb, Reason reason) {
    write(
        who.remote(),
        TrailRecord.of(clock.instant(), action, Outcome.REFUSED, who.actor())
            .remote(who.remote())
            .fact(Fact.VERB, verb.word())
            .fact(Fact.REASON, reason.word())
            .fact(Fact.SESSION, who.session())
            .build());
  }

  /** A page that somebody asked for who isn't a person. */
  void page(Identity who) {
    write(
        who.remote(),
        TrailRecord.of(clock.instant(), Action.VERB, Outcome.REFUSED, who.actor())
            .remote(who.remote())
            .fact(Fact.REASON, Reason.NOT_GRANTED.word())
            .fact(Fact.SESSION, who.session())
            .build());
  }

  /** Writes the sums of a minute that is over. */
  void turn() {
    append(flood.turn());
  }

  /** Writes the sums so far. */
  void finish() {
    append(flood.finish());
  }

  /** How many records the trail couldn't take. */
  long unrecorded() {
    return unrecorded.get();
  }

  /** How many there were. */
  long refused() {
    return refused.get();
  }

  private void write(String remote, TrailRecord record) {
    refused.incrementAndGet();
    append(flood.refused(remote, record));
  }

  private void append(List<TrailRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    try {
      trail.append(records);
    } catch (TrailException e) {
      // It was refused all the same; a trail that can't be written stops every yes by itself.
      unrecorded.addAndGet(records.size());
    }
  }
}

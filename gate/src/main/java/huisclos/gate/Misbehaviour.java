package huisclos.gate;

import java.security.cert.X509Certificate;

/**
 * Where the faces put on record how a peer behaved to whom the gate itself had no objection; in
 * bounded volume, like every refusal. Safe from many threads.
 */
public final class Misbehaviour {
  private final Refusals refusals;

  Misbehaviour(Refusals refusals) {
    this.refusals = refusals;
  }

  /** An association was not taken, or was ended, for what its peer did. */
  public void onAssociation(
      Reason reason, X509Certificate certificate, String calling, String called, String remote) {
    refusals.association(remote, reason, certificate, calling, called);
  }

  /** What a known identity asked for could not be done for how it was asked. */
  public void inRequest(Identity who, Verb verb, Reason reason) {
    refusals.request(who, Pass.actionOf(verb), verb, reason);
  }
}

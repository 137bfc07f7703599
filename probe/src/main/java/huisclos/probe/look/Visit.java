package huisclos.probe.look;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Rung;
import huisclos.probe.wire.Dialer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * A visit to one door.
 *
 * @param door where
 * @param dialer the only way there
 * @param clock what time it is
 * @param random for UIDs that nobody has
 * @param callingTitle the AE title that we call ourselves
 */
public record Visit(
    Door door, Dialer dialer, InstantSource clock, SecureRandom random, String callingTitle) {
  /** Says who asks: the owner finds it in the logs. */
  public static final String HONEST_TITLE = "HUISCLOS-PROBE";

  private static final int UID_BITS = 122;

  /** Under our usual title. */
  public Visit(Door door, Dialer dialer, InstantSource clock, SecureRandom random) {
    this(door, dialer, clock, random, HONEST_TITLE);
  }

  /** The address that is visited. */
  public InetAddress address() {
    return door.socketAddress().getAddress();
  }

  /** Whether the scope allows this rung here. */
  public boolean allows(Rung rung) {
    return rungs().contains(rung);
  }

  /** The rungs that the scope allows here. */
  public Set<Rung> rungs() {
    return dialer.mandate().rungs(address());
  }

  /** Whether this server's owner signed that names may cross the wire. */
  public boolean namesMayCross() {
    return dialer.mandate().namesMayCross(address());
  }

  /** What the owner wrote about a canary's deletion. */
  public Optional<String> deletionPlan() {
    return dialer.mandate().deletionPlan(address());
  }

  /** Now. */
  public Instant now() {
    return clock.instant();
  }

  /** A UID that names nobody's data: 2.25 and 122 random bits (PS3.5 Annex B.2). */
  public String randomUid() {
    return "2.25." + new BigInteger(UID_BITS, random).setBit(UID_BITS);
  }
}

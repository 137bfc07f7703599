package huisclos.courier;

import huisclos.net.NetLimits;
import java.time.Duration;

/** Every bound of this room, named; none can be switched off. */
public final class CourierLimits {
  /** Associations of ours that are open at once, to all peers. */
  public static final int MAX_ASSOCIATIONS = 32;

  /** Associations of ours that are open at once to one peer. */
  public static final int MAX_PER_PEER = 4;

  /** How long is waited for one of these to become free. */
  public static final Duration PLACE_WAIT = Duration.ofSeconds(60);

  /** Presentation contexts of one association (PS3.8 §9.3.2.2). */
  public static final int MAX_CONTEXTS = 128;

  /** Associations to one peer that may break in a row before what is left counts as unsent. */
  public static final int MAX_BROKEN = 3;

  /** Instances forwarded under one record of the trail. */
  public static final int BATCH = 100;

  /** Reports looked at in one round. */
  public static final int REPORTS = 50;

  /** For how long an instance is tried before it is given up. */
  public static final Duration GIVE_UP_AFTER = Duration.ofDays(7);

  /** The first pause after a failure; each further one in a row is twice as long. */
  public static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  /** The longest pause. */
  public static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** How often the queues are looked at. */
  static final Duration LOOK = Duration.ofMillis(500);

  /** How long closing waits for an instance that is on its way. */
  static final Duration DRAIN = Duration.ofSeconds(5);

  /** How long it then waits for what was broken off. */
  static final Duration BREAK_OFF = Duration.ofSeconds(2);

  /** How long a peer may take to answer once it has all. */
  private static final Duration ANSWER = Duration.ofMinutes(5);

  private CourierLimits() {}

  /** What holds for an association that we ask for. */
  static NetLimits net() {
    NetLimits usual = NetLimits.DEFAULT;
    return usual.withTimeouts(
        usual.handshakeTimeout(),
        usual.associateTimeout(),
        usual.lingerTimeout(),
        ANSWER,
        usual.pduGrace());
  }

  /** The pause after so many failures in a row: doubling, and never the longest passed. */
  public static Duration pause(int failures) {
    int doublings = Math.min(Math.max(failures - 1, 0), 20);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}

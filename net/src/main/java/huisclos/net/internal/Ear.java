package huisclos.net.internal;

import huisclos.net.Abort;
import huisclos.net.Ending;
import huisclos.net.HandshakeFailure;
import huisclos.net.NetLimits;
import huisclos.net.PduException;
import huisclos.net.PduReader;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Waits for what the peer or a timer brings to an upper layer: the ARTIM timer, the idle time
 * between PDUs, and within a PDU the slowest rate.
 *
 * <p>One thread at a time waits; the rest is for any thread.
 */
final class Ear {
  private static final long NEVER = Long.MAX_VALUE;

  private final Transport in;
  private final PduReader pdus;
  private final NetLimits limits;

  private volatile long artimDue = NEVER;

  /** Whether our side is at work, so that the peer's silence is no idleness. */
  private volatile boolean busy;

  /** Whether the reader waits for a PDU to begin. */
  private volatile boolean waiting;

  /** After a PDU that could not be read, what follows it has no boundaries any more. */
  private boolean lostBoundaries;

  Ear(Transport in, NetLimits limits) {
    this.in = in;
    this.limits = limits;
    this.pdus = new PduReader(in, limits.maxPduBytes());
  }

  void startArtim(Duration time) {
    artimDue = System.nanoTime() + time.toNanos();
  }

  void stopArtim() {
    artimDue = NEVER;
  }

  /** While our side is busy, the peer may be silent for as long as it takes. */
  void busy(boolean now, State state) {
    busy = now;
    if (waiting) {
      watchFirstByte(state);
    }
  }

  private void watchFirstByte(State state) {
    long due = busy ? NEVER : System.nanoTime() + patience(state).toNanos();
    in.readUntil(earlier(artimDue, due));
  }

  private Duration patience(State state) {
    return state == State.STA_5 ? limits.associateTimeout() : limits.idleTimeout();
  }

  /** Waits for the next event that the peer or a timer brings. */
  Input await(State state) {
    try {
      if (lostBoundaries) {
        drain();
        return closed(Ending.Wait.IDLE);
      }
      waiting = true;
      watchFirstByte(state);
      if (!pdus.await()) {
        return closed(state == State.STA_5 ? Ending.Wait.ASSOCIATE : Ending.Wait.IDLE);
      }
    } catch (SSLException e) {
      return refused(e, state);
    } catch (IOException e) {
      return closed(Ending.Wait.IDLE);
    } finally {
      waiting = false;
      in.readUnwatched();
    }
    try {
      long grace = System.nanoTime() + limits.pduGrace().toNanos();
      in.readUntil(earlier(artimDue, grace));
      long rate = pdus.header() * 1_000_000_000L / limits.minBytesPerSecond();
      in.readUntil(earlier(artimDue, grace + rate));
      return Input.arrived(pdus.body());
    } catch (PduException bad) {
      lostBoundaries = true;
      return Input.broken(new Abort(Abort.SERVICE_PROVIDER, bad.reason()));
    } catch (IOException e) {
      return closed(Ending.Wait.PDU);
    } finally {
      in.readUnwatched();
    }
  }

  /** In TLS 1.3 a client learns that its certificate was refused when it first reads. */
  private Input refused(SSLException failure, State state) {
    return state == State.STA_5 && !in.expired()
        ? Input.of(Event.EVT_17, new Ending.TlsRefused(HandshakeFailure.of(failure).kind()))
        : closed(Ending.Wait.IDLE);
  }

  private void drain() throws IOException {
    byte[] ignored = new byte[8192];
    in.readUntil(artimDue);
    while (in.read(ignored, 0, ignored.length) >= 0) {
      // Nothing of it is of any meaning.
    }
  }

  private static long earlier(long artim, long other) {
    if (artim == NEVER || other == NEVER) {
      return artim == NEVER ? other : artim;
    }
    return other - artim < 0 ? other : artim;
  }

  /** The input ended: by the peer, by our patience, or by another of our threads. */
  private Input closed(Ending.Wait wait) {
    if (in.expired()) {
      return artimDue == NEVER
          ? Input.of(Event.EVT_15, new Ending.TimedOut(wait))
          : Input.of(Event.EVT_18, new Ending.TimedOut(Ending.Wait.ASSOCIATE));
    }
    return Input.of(Event.EVT_17, Input.LOST);
  }
}

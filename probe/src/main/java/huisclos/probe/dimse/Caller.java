package huisclos.probe.dimse;

import huisclos.net.Abort;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRj;
import huisclos.net.HandshakeFailure;
import huisclos.net.Pdu;
import huisclos.net.PduException;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Patience;
import huisclos.probe.wire.Purpose;
import huisclos.probe.wire.TlsOffer;
import huisclos.probe.wire.TlsSeen;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Asks for associations at one door, in clear or over TLS. Of one thread. */
final class Caller {
  /** Attempts at a door that says it is too busy. */
  static final int MAX_ATTEMPTS = 3;

  /** Pause before the second of them, besides the host's pace; doubled before each further one. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final Visit visit;
  private boolean secured;
  private Optional<TlsSeen> seen = Optional.empty();

  Caller(Visit visit, boolean secured) {
    this.visit = visit;
    this.secured = secured;
  }

  /** Whether it speaks TLS first. */
  boolean secured() {
    return secured;
  }

  /** From now on, or no longer. */
  void secured(boolean over) {
    secured = over;
  }

  /** What the last handshake showed. */
  Optional<TlsSeen> seen() {
    return seen;
  }

  /**
   * The first association at a door.
   *
   * @throws DialException if the first connection doesn't come about
   */
  Opening first(Purpose connect) throws DialException {
    return patiently(connect, Rung.ASSOCIATES, Offer.FIRST, visit.dialer().patience());
  }

  /**
   * A further association, for a question.
   *
   * @throws DialException only if the run was stopped
   */
  Opening again(Rung rung, List<String> contexts, Patience patience) throws DialException {
    try {
      return patiently(Asks.connect(rung), rung, contexts, patience);
    } catch (DialException e) {
      if (e.kind() == DialException.Kind.STOPPED) {
        throw e;
      }
      return new Opening.Unreached(e);
    }
  }

  private Opening patiently(Purpose connect, Rung rung, List<String> contexts, Patience patience)
      throws DialException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      Opening opening = once(attempt == 1 ? connect : Asks.connect(rung), rung, contexts, patience);
      if (!(opening instanceof Opening.Rejected rejected)
          || !rejected.congested()
          || attempt == MAX_ATTEMPTS
          || !rested(pause)) {
        return opening;
      }
      pause = pause.multipliedBy(2);
    }
  }

  private static boolean rested(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Opening once(Purpose connect, Rung rung, List<String> contexts, Patience patience)
      throws DialException {
    Line line = visit.dialer().dial(visit.door(), connect, patience);
    boolean kept = false;
    try {
      if (secured) {
        TlsSeen handshake = line.secure(Asks.handshake(rung), TlsOffer.current());
        seen = Optional.of(handshake);
        if (!handshake.stands()) {
          return noTls(handshake);
        }
      }
      FirstBytes first = new FirstBytes(line.in());
      Opening opening = asked(line, first, rung, contexts);
      kept = opening instanceof Opening.Stands;
      return opening;
    } catch (DialException e) {
      throw e;
    } catch (IOException e) {
      return new Opening.Closed();
    } finally {
      if (!kept) {
        line.close();
      }
    }
  }

  private static Opening noTls(TlsSeen handshake) {
    String failure = handshake.failure().orElse("");
    boolean refused =
        !failure.equals(HandshakeFailure.NOT_TLS.kind())
            && !failure.equals(HandshakeFailure.CLOSED.kind())
            && !failure.equals(HandshakeFailure.TIMEOUT.kind());
    return new Opening.NoTls(
        "TLS handshake failed: " + failure,
        handshake.certificateRequested(),
        refused || handshake.certificateRequested() || !handshake.chain().isEmpty());
  }

  private Opening asked(Line line, FirstBytes first, Rung rung, List<String> contexts)
      throws DialException {
    PduReader reader = new PduReader(first, Offer.MAX_PDU);
    try {
      line.send(Asks.associate(rung), PduWriter.encode(Offer.of(visit.callingTitle(), contexts)));
      Pdu answer = reader.read();
      return switch (answer) {
        case AssociateAc ac -> new Opening.Stands(new Talk(line, reader, rung, ac, contexts));
        case AssociateRj rj -> new Opening.Rejected(rj);
        case Abort abort -> new Opening.Aborted(abort);
        default -> new Opening.Foreign(false, "a DICOM PDU that is no answer");
      };
    } catch (DialException e) {
      throw e;
    } catch (SocketTimeoutException e) {
      return new Opening.Silent(first.any());
    } catch (PduException e) {
      return new Opening.Foreign(first.tls(), first.words());
    } catch (IOException e) {
      return ended(e, first);
    }
  }

  /** In TLS 1.3 the alert about a missing certificate comes only now (RFC 8446 §4.4.2.4). */
  private Opening ended(IOException e, FirstBytes first) {
    boolean wanted = secured && seen.map(TlsSeen::certificateRequested).orElse(false);
    if (wanted && !first.any()) {
      return new Opening.NoTls("ended after the handshake without a certificate", true, true);
    }
    if (first.any() && !(e instanceof SSLException)) {
      return new Opening.Foreign(first.tls(), first.words());
    }
    return new Opening.Closed();
  }
}

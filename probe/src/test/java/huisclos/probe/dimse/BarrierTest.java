package huisclos.probe.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.net.Abort;
import huisclos.net.AssociateRj;
import huisclos.net.ReleaseRp;
import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Verdict;
import huisclos.probe.wire.DialException;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What bars a stranger is told apart: titles, congestion, filters, TLS, silence, other protocols.
 */
class BarrierTest {
  private static Finding look(FakeScp.Script script) throws IOException {
    return look(new LookBed(), script);
  }

  private static Finding look(LookBed bed, FakeScp.Script script) throws IOException {
    try (FakeScp scp = new FakeScp(script)) {
      return bed.look(scp.port());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 7, CALLED_AE, CLOSED",
    "1, 1, 3, CALLING_AE, CLOSED",
    "1, 1, 1, REJECTED, CLOSED",
    "1, 1, 2, REJECTED, CLOSED",
    "1, 1, 200, REJECTED, CLOSED",
    "2,2,2,CONGESTION,CONGESTED",
    "1, 99, 1, REJECTED, CLOSED",
    "2, 3, 1, CONGESTION, CONGESTED",
    "1, 3, 2, CONGESTION, CONGESTED",
  })
  void eachRejectionIsReadAsTheStandardHasIt(
      int result, int source, int reason, Barrier barrier, Verdict verdict) throws IOException {
    Finding finding =
        look((peer, _) -> {
          peer.read();
          peer.write(new AssociateRj(result, source, reason));
        });
    assertThat(finding.barrier()).isEqualTo(barrier);
    assertThat(finding.verdict()).isEqualTo(verdict);
    assertThat(finding.service()).isEqualTo(Service.DICOM);
    assertThat(finding.fingerprint().rejection()).isEqualTo(result + "/" + source + "/" + reason);
    assertThat(finding.rung(Rung.REACHABLE).answer()).isEqualTo(Answer.YES);
  }

  @Test
  void congestionIsAskedAgainAFewTimesAndNotTakenForClosed() throws IOException {
    try (FakeScp scp =
        new FakeScp((peer, nth) -> {
          if (nth < Caller.MAX_ATTEMPTS) {
            peer.read();
            peer.write(new AssociateRj(2, 3, 1));
          } else {
            peer.serve(_ -> 3, "1.2.3", "FAKE", (_, _) -> {});
          }
        })) {
      Finding finding = new LookBed().look(scp.port());
      assertThat(finding.verdict()).isEqualTo(Verdict.ASSOCIATES);
      assertThat(scp.connections()).isEqualTo(Caller.MAX_ATTEMPTS);
    }
  }

  @Test
  void endlessCongestionIsGivenUp() throws IOException {
    try (FakeScp scp =
        new FakeScp((peer, _) -> {
          peer.read();
          peer.write(new AssociateRj(2, 3, 1));
        })) {
      assertThat(new LookBed().look(scp.port()).verdict()).isEqualTo(Verdict.CONGESTED);
      assertThat(scp.connections()).isEqualTo(Caller.MAX_ATTEMPTS);
    }
  }

  @Test
  void whoClosesWithoutAWordIsAskedOverTlsOnceAndThenUnknown() throws IOException {
    try (FakeScp scp = new FakeScp((_, _) -> {})) {
      Finding finding = new LookBed().look(scp.port());
      assertThat(finding.barrier()).isEqualTo(Barrier.CLOSED_AT_ONCE);
      assertThat(finding.service()).isEqualTo(Service.UNKNOWN);
      assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(scp.connections()).isEqualTo(2);
    }
  }

  @Test
  void anAbortIsDicomThatRefuses() throws IOException {
    Finding finding =
        look((peer, _) -> {
          peer.read();
          peer.write(new Abort(Abort.SERVICE_PROVIDER, Abort.REASON_NOT_SPECIFIED));
        });
    assertThat(finding.barrier()).isEqualTo(Barrier.REJECTED);
    assertThat(finding.service()).isEqualTo(Service.DICOM);
    assertThat(finding.verdict()).isEqualTo(Verdict.CLOSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "220 welcome\r\n",
        "\u0002\u0000~~~~ as long as 2 GiB",
        "\u0003\u0000\u0000\u0000\u0000\u0009 a rejection of nine bytes",
        "garbage, and more of it"
      })
  void whatIsNoDicomIsSaidToBeNone(String answer) throws IOException {
    Finding finding =
        look((peer, _) -> {
          peer.read();
          peer.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
    assertThat(finding.barrier()).isEqualTo(Barrier.NOT_THIS_PROTOCOL);
    assertThat(finding.service()).isEqualTo(Service.UNKNOWN);
    assertThat(finding.rung(Rung.ASSOCIATES).answer()).isEqualTo(Answer.NO);
  }

  @Test
  void anAnswerOutOfTurnIsNoAssociation() throws IOException {
    Finding finding =
        look((peer, _) -> {
          peer.read();
          peer.write(new ReleaseRp());
        });
    assertThat(finding.barrier()).isEqualTo(Barrier.NOT_THIS_PROTOCOL);
  }

  @Test
  void whoTakesConnectionsAndSaysNothingIsSilent() throws IOException {
    Finding finding =
        look(
            new LookBed().reply(Duration.ofMillis(300)),
            (peer, _) -> {
              peer.in().readAllBytes();
            });
    assertThat(finding.barrier()).isEqualTo(Barrier.SILENT);
    assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whoAcceptsByteByByteRunsOutOfTime() throws IOException {
    Finding finding =
        look(
            new LookBed().reply(Duration.ofMillis(400)),
            (peer, _) -> {
              peer.read();
              peer.write(new byte[] {2, 0, 0, 0});
              peer.in().readAllBytes();
            });
    assertThat(finding.barrier()).isEqualTo(Barrier.SILENT);
    assertThat(finding.rung(Rung.ASSOCIATES).because()).contains("no whole answer");
  }

  @Test
  void aClosedPortIsNoFinding() throws IOException {
    int port = Ports.free();
    assertThatThrownBy(() -> new LookBed().look(port))
        .isInstanceOfSatisfying(
            DialException.class, e -> assertThat(e.kind()).isEqualTo(DialException.Kind.REFUSED));
  }

  @Test
  void reachableAloneSendsNothing() throws IOException {
    LookBed bed = new LookBed().rungs(Rung.REACHABLE);
    byte[][] got = new byte[1][];
    try (FakeScp scp =
        new FakeScp((peer, _) -> {
          synchronized (got) {
            got[0] = peer.in().readAllBytes();
            got.notifyAll();
          }
        })) {
      Finding finding = bed.look(scp.port());
      assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(bed.journal()).containsExactly(Asks.CONNECT);
      synchronized (got) {
        while (got[0] == null) {
          got.wait();
        }
        assertThat(got[0]).isEmpty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theRequestSaysWhoAsks() throws IOException {
    String[] titles = new String[2];
    byte[][] sent = new byte[1][];
    look(
        new LookBed().rungs(Rung.REACHABLE, Rung.ASSOCIATES),
        (peer, nth) -> {
          if (nth == 1) {
            huisclos.net.AssociateRq rq = (huisclos.net.AssociateRq) peer.read();
            titles[0] = rq.calledAet();
            titles[1] = rq.callingAet();
            sent[0] = huisclos.net.PduWriter.encode(rq);
            peer.write(new AssociateRj(1, 1, 1));
          }
        });
    assertThat(titles).containsExactly("ANY-SCP", "HUISCLOS-PROBE");
    assertThat(sent[0]).hasSizeBetween(1_000, 1_300);
    assertThat(Arrays.asList(Offer.CLASS_UID))
        .doesNotContain(huisclos.dicom.Implementation.CLASS_UID);
  }
}

package huisclos.app.probelab;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.RunningArchive;
import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.TlsGrade;
import huisclos.probe.finding.Verdict;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our own archive, asked in every protocol for everything: it is there, it wants a certificate, and
 * that is all there is to know.
 */
class ProbeOwnArchiveIT {
  @TempDir Path folder;

  @Test
  void ourOwnDoorIsReachableAndNothingMore() throws Exception {
    Map<DoorKind, List<Finding>> found = new EnumMap<>(DoorKind.class);
    Visitor visitor = new Visitor(EnumSet.allOf(Rung.class), true);
    try (RunningArchive archive = RunningArchive.start(folder)) {
      for (DoorKind kind : DoorKind.values()) {
        Door door = Door.of(InetAddress.ofLiteral("127.0.0.1"), archive.port, kind);
        found.put(kind, visitor.at(door));
      }
      assertThat(archive.out).exists();
    }
    assertThat(visitor.unplanned()).isEmpty();
    found.forEach((kind, findings) -> findings.forEach(finding -> assertNothing(kind, finding)));
    Finding secured = found.getOrDefault(DoorKind.DICOM_TLS, List.of()).getFirst();
    assertThat(secured.barrier()).isEqualTo(Barrier.CLIENT_CERTIFICATE);
    assertThat(secured.tls().orElseThrow().grade()).isEqualTo(TlsGrade.Grade.SOUND);
    assertThat(secured.tls().orElseThrow().retiredTaken()).isFalse();
  }

  private static void assertNothing(DoorKind kind, Finding finding) {
    assertThat(finding.verdict()).as("%s: %s", kind, finding).isIn(Verdict.CLOSED, Verdict.UNKNOWN);
    for (Rung rung : EnumSet.complementOf(EnumSet.of(Rung.REACHABLE))) {
      assertThat(finding.rung(rung).answer())
          .as("%s %s: %s", kind, rung, finding)
          .isNotIn(Answer.YES, Answer.INFERRED_YES);
    }
    assertThat(finding.software().product()).isEqualTo(Software.UNKNOWN);
    assertThat(finding.fingerprint().implementationUid()).isEmpty();
    assertThat(finding.fingerprint().webSigns()).isEmpty();
    assertThat(finding.toString().toLowerCase(Locale.ROOT)).doesNotContain("huisclos");
  }
}

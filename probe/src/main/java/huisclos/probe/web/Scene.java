package huisclos.probe.web;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Fingerprint;
import huisclos.probe.finding.HoneypotScore;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.TlsGrade;
import huisclos.probe.software.IntendedPublic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a web door by the time its services are asked for.
 *
 * @param door to ask at
 * @param front its front page
 * @param control what it answers on a path that nobody has: the measure for every other answer
 * @param tls how its TLS stands
 */
record Scene(WebDoor door, FrontPage front, Control control, Optional<TlsGrade> tls) {
  private static final int BAIT_BY_CONTROL = 60;
  private static final int BAIT_BY_PRODUCTS = 40;
  private static final int TOO_MANY_PRODUCTS = 4;

  /**
   * What is answered below a path that nobody has.
   *
   * @param status HTTP's, 0 where it wasn't asked
   * @param likeQido whether that looks like an answer of DICOMweb
   */
  record Control(int status, boolean likeQido) {}

  boolean allows(Rung rung) {
    return door.visit().allows(rung);
  }

  String uid() {
    return door.visit().randomUid();
  }

  /** Begins a finding with what holds for all of this door. */
  FindingBuilder finding(Service service) {
    FindingBuilder builder =
        Finding.at(door.visit().door(), service, door.visit().now())
            .rung(Rung.REACHABLE, Evidence.yes("HTTP answers"))
            .rung(Rung.ASSOCIATES, associates())
            .barrier(front.barrier())
            .software(front.signs().software())
            .fingerprint(new Fingerprint("", "", "", 0, "", front.signs().signs()))
            .honeypot(honeypot());
    tls.ifPresent(builder::tls);
    IntendedPublic.of(door.visit().door(), List.of(), front.signs().saysPublic())
        .ifPresent(builder::intendedPublic);
    if (front.leadsElsewhere()) {
      builder.note("its front page leads to another host or port, which was not followed");
    }
    return builder;
  }

  private Evidence associates() {
    String words = "front page: HTTP " + front.status();
    if (front.barrier() != Barrier.NONE) {
      return Evidence.no(words);
    }
    return front.status() < 400 ? Evidence.yes(words) : Evidence.unclear(words);
  }

  private HoneypotScore honeypot() {
    List<String> signs = new ArrayList<>();
    int points = 0;
    if (control.likeQido()) {
      points += BAIT_BY_CONTROL;
      signs.add("a path that nobody has answers like DICOMweb");
    }
    if (front.signs().products().size() >= TOO_MANY_PRODUCTS) {
      points += BAIT_BY_PRODUCTS;
      signs.add("one page with the signs of many products");
    }
    return new HoneypotScore(points, signs);
  }

  /** Whether an answer refuses where a path that nobody has isn't refused: it is meant. */
  boolean refusedOnPurpose(HttpAnswer answer) {
    return answer.refused()
        && answer.barrier() != Barrier.CONGESTION
        && answer.status() != control.status();
  }
}

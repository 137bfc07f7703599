package huisclos.probe.software;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Fingerprint;
import huisclos.probe.finding.HoneypotScore;
import huisclos.probe.finding.Service;
import java.util.ArrayList;
import java.util.List;

/** How likely a door is bait. Points add up, to 100 at most. Stateless. */
public final class Honeypots {
  private static final int GO_DICOM = 60;
  private static final int PYNETDICOM = 20;
  private static final int ANSWERS_FOR_NOBODY = 35;
  private static final int TAKES_NONSENSE = 35;
  private static final int TAKES_EVERYTHING = 15;
  private static final int BESIDE_MEDPOT = 30;
  private static final int SHARED_BODY = 40;
  private static final int MOST = 100;

  private static final int DICOM_PORT = 11112;
  private static final int HL7_PORT = 2575;

  private Honeypots() {}

  /**
   * What one visit to a DICOM door knows.
   *
   * @param answersForNobody whether a query for a random UID was answered with matches
   * @param takesNonsense whether a context of an abstract syntax that nobody defined was accepted
   */
  public record Signs(Fingerprint fingerprint, boolean answersForNobody, boolean takesNonsense) {}

  /** The score of a door by itself. */
  public static HoneypotScore score(Signs signs) {
    Fingerprint seen = signs.fingerprint();
    HoneypotScore score = HoneypotScore.none();
    if (seen.versionName().startsWith("GODICOM")) {
      score = plus(score, GO_DICOM, "go-dicom, which the honeypot dicompot is built with");
    }
    if (seen.versionName().startsWith("PYNETDICOM")) {
      score = plus(score, PYNETDICOM, "pynetdicom, which the honeypot DICOMHawk is built with");
    }
    if (signs.answersForNobody()) {
      score = plus(score, ANSWERS_FOR_NOBODY, "matches for a UID that nobody has");
    }
    if (signs.takesNonsense()) {
      score = plus(score, TAKES_NONSENSE, "accepts an abstract syntax that nobody defined");
    }
    if (!seen.contexts().isEmpty() && seen.contexts().chars().allMatch(c -> c == '0')) {
      score = plus(score, TAKES_EVERYTHING, "accepts every context");
    }
    return score;
  }

  /**
   * More points for a score, with their sign; one that is there already isn't counted again.
   *
   * @param points 0 to 100
   */
  public static HoneypotScore plus(HoneypotScore score, int points, String sign) {
    if (score.signs().contains(sign)) {
      return score;
    }
    List<String> signs = new ArrayList<>(score.signs());
    signs.add(sign);
    return new HoneypotScore(Math.min(MOST, score.points() + points), signs);
  }

  /** For a web door whose front page is the same, byte for byte, at many addresses. */
  public static HoneypotScore sharedBody(HoneypotScore score) {
    return plus(score, SHARED_BODY, "the same page, byte for byte, at many addresses");
  }

  /**
   * The findings about one address, scored together: dicompot at 11112 stands beside medpot at 2575
   * in T-Pot. Only a door that already has a sign of its own gets more.
   */
  public static List<Finding> together(List<Finding> ofAnAddress) {
    boolean dicom =
        ofAnAddress.stream()
            .anyMatch(f -> at(f.door(), DICOM_PORT) && f.service() == Service.DICOM);
    boolean hl7 = ofAnAddress.stream().anyMatch(f -> at(f.door(), HL7_PORT));
    if (!dicom || !hl7) {
      return List.copyOf(ofAnAddress);
    }
    return ofAnAddress.stream()
        .map(f ->
            at(f.door(), DICOM_PORT) && f.honeypot().points() > 0
                ? scored(f, plus(f.honeypot(), BESIDE_MEDPOT, "ports 11112 and 2575 open together"))
                : f)
        .toList();
  }

  private static boolean at(Door door, int port) {
    return door.port() == port;
  }

  private static Finding scored(Finding finding, HoneypotScore score) {
    FindingBuilder copy = Finding.at(finding.door(), finding.service(), finding.seen());
    finding.rungs().forEach(copy::rung);
    copy.barrier(finding.barrier())
        .exposure(finding.exposure())
        .fingerprint(finding.fingerprint())
        .software(finding.software())
        .honeypot(score);
    finding.tls().ifPresent(copy::tls);
    finding.intendedPublic().ifPresent(copy::intendedPublic);
    finding.notes().forEach(copy::note);
    return copy.build();
  }
}

package huisclos.probe.software;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Fingerprint;
import huisclos.probe.finding.HoneypotScore;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.Software.Grade;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Software by behaviour, with the grade of its evidence; unknown rather than a guess. */
class SoftwareTest {
  private static final String DCMTK = "1.2.276.0.7230010.3.0.3.6.7";

  private static Fingerprint seen(String uid, String name, String contexts) {
    return new Fingerprint(uid, name, contexts, 16_384, "", List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "000000030003, Orthanc, '', LIKELY",
    "000000030033, DCMTK dcmqrscp, 3.6.7, LIKELY",
    "033333330033, DCMTK storescp, 3.6.7, LIKELY",
    "033333303333, DCMTK wlmscpfs, 3.6.7, LIKELY",
    "011111110011, DCMTK, 3.6.7, TOOLKIT",
  })
  void oneUidIsToldApartByItsContexts(
      String contexts, String product, String version, Grade grade) {
    Software software = Identities.of(seen(DCMTK, "OFFIS_DCMTK_367", contexts));
    assertThat(software.product()).isEqualTo(product);
    assertThat(software.version()).isEqualTo(version);
    assertThat(software.grade()).isEqualTo(grade);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.40.0.13.1.3, dcm4che-5.29.2, dcm4che, 5.29.2, TOOLKIT",
    "1.3.6.1.4.1.30071.8, fo-dicom 5.1.2, fo-dicom, 5.1.2, TOOLKIT",
    "1.2.826.0.1.3680043.9.3811.2.0.2, PYNETDICOM_202, pynetdicom, '', TOOLKIT",
    "1.2.826.0.1.3680043.9.7133.1.1, GODICOM_1_1, go-dicom, '', TOOLKIT",
    "2.16.840.1.113669.2.1.1, MergeCOM3_390, Merge toolkit, '', TOOLKIT",
    "2.16.840.1.113669.2.1.1, CENTRICITY_1.0, GE Centricity, 1.0, LIKELY",
    "1.3.12.2.1107.5.2, MR_VE11C, Siemens Healthineers, '', LIKELY",
    "2.25.175220362612345, DICOM-rs 0.6, dicom-rs, 0.6, TOOLKIT",
    // One digit more than the root is another root.
    "1.3.12.2.1107.55, MR_VE11C, unknown, '', NONE",
    "1.2.3.4, WHATEVER, unknown, '', NONE",
    "'', '', unknown, '', NONE",
  })
  void aNameIsGivenOnlyWhereTheTableHasOne(
      String uid, String name, String product, String version, Grade grade) {
    Software software = Identities.of(seen(uid, name, "333333330333"));
    assertThat(software.product()).isEqualTo(product);
    assertThat(software.version()).isEqualTo(version);
    assertThat(software.grade()).isEqualTo(grade);
  }

  @Test
  void orthancsOwnVersionIsNotTakenFromItsToolkit() {
    Software orthanc = Identities.of(seen(DCMTK, "OFFIS_DCMTK_367", "000000030003"));
    assertThat(orthanc.because()).contains("isn't told over DICOM");
    assertThat(orthanc.possible()).allMatch(cve -> cve.contains(", if its version is "));
  }

  @Test
  void vulnerabilitiesFollowTheVersion() {
    assertThat(Cves.possible("Orthanc", "1.5.7")).hasSize(2);
    assertThat(Cves.possible("Orthanc", "1.5.8")).containsExactly("CVE-2026-5437 to CVE-2026-5445");
    assertThat(Cves.possible("Orthanc", "1.12.10")).hasSize(1);
    assertThat(Cves.possible("Orthanc", "1.12.11")).isEmpty();
    assertThat(Cves.possible("DCMTK", "3.6.6")).hasSize(2);
    assertThat(Cves.possible("DCMTK", "3.7.0")).containsExactly("ICSMA-26-181-01");
    assertThat(Cves.possible("something else", "1.0")).isEmpty();
    assertThat(Cves.compare("1.12.9", "1.12.10")).isNegative();
    assertThat(Cves.compare("4.2", "4.2.0")).isZero();
  }

  @Test
  void onlyOrthancLooksUpWhatItAnswersSo() {
    Software orthanc = Identities.of(seen(DCMTK, "OFFIS_DCMTK_367", "000000030003"));
    assertThat(Vectors.looksUp(orthanc, 0xC000)).isTrue();
    assertThat(Vectors.looksUp(orthanc, 0x0124)).isFalse();
    assertThat(Vectors.looksUp(Software.unknown(), 0xC000)).isFalse();
  }

  @Test
  void baitIsScoredByItsSigns() {
    Fingerprint goDicom = seen("1.2.826.0.1.3680043.9.7133.1.1", "GODICOM_1_1", "033303333333");
    assertThat(Honeypots.score(new Honeypots.Signs(goDicom, false, false)).likely()).isTrue();
    Fingerprint py = seen("1.2.826.0.1.3680043.9.3811.2", "PYNETDICOM_202", "003303333333");
    assertThat(Honeypots.score(new Honeypots.Signs(py, false, false)).likely()).isFalse();
    assertThat(Honeypots.score(new Honeypots.Signs(py, true, true)).likely()).isTrue();
    Fingerprint orthanc = seen(DCMTK, "OFFIS_DCMTK_367", "000000030003");
    assertThat(Honeypots.score(new Honeypots.Signs(orthanc, false, false)))
        .isEqualTo(HoneypotScore.none());
  }

  @Test
  void aSignBesideMedpotCountsMoreAndNoSignStaysNone() {
    Finding hl7 = finding(2575, DoorKind.HL7, Service.HL7_MLLP, HoneypotScore.none());
    HoneypotScore some = Honeypots.plus(HoneypotScore.none(), 35, "a sign");
    Finding dicom = finding(11112, DoorKind.DICOM, Service.DICOM, some);
    assertThat(Honeypots.together(List.of(dicom, hl7)).getFirst().honeypot().likely()).isTrue();
    assertThat(Honeypots.together(List.of(dicom))).containsExactly(dicom);
    Finding plain = finding(11112, DoorKind.DICOM, Service.DICOM, HoneypotScore.none());
    assertThat(Honeypots.together(List.of(plain, hl7))).containsExactly(plain, hl7);
  }

  private static Finding finding(int port, DoorKind kind, Service service, HoneypotScore score) {
    return Finding.at(new Door("127.0.0.1", port, kind, Optional.empty()), service, Instant.EPOCH)
        .honeypot(score)
        .build();
  }

  @Test
  void publicIsOnlyWhatTheOperatorListsOrWhatSaysSoTwice() {
    Door demo = new Door("127.0.0.1", 80, DoorKind.HTTP, Optional.of("demo.example.org"));
    Door clinic = new Door("127.0.0.1", 80, DoorKind.HTTP, Optional.of("pacs.clinic.org"));
    assertThat(IntendedPublic.of(demo, List.of(), List.of())).isEmpty();
    assertThat(IntendedPublic.of(clinic, List.of(), List.of("A public demo"))).isEmpty();
    assertThat(IntendedPublic.of(demo, List.of(), List.of("A Public Demo server"))).isPresent();
    assertThat(IntendedPublic.of(clinic, List.of("PACS.clinic.org"), List.of())).isPresent();
    assertThat(IntendedPublic.suggested(clinic)).isFalse();
  }
}

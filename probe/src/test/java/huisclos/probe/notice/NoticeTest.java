package huisclos.probe.notice;

import static huisclos.probe.results.Samples.BEGUN;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.report.RangeTable;
import huisclos.probe.report.Report;
import huisclos.probe.report.Reports;
import huisclos.probe.report.Texts;
import huisclos.probe.results.ResultStore;
import huisclos.probe.results.RunWriter;
import huisclos.probe.results.Samples;
import huisclos.probe.results.Told;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeTest {
  private static final Instant TODAY = BEGUN.plusSeconds(86_400 * 9L);

  @TempDir Path folder;

  private Report report(boolean told) throws IOException {
    try (ResultStore store = ResultStore.open(folder, InstantSource.fixed(TODAY))) {
      try (RunWriter writer = store.begin(Samples.head("a"), Samples.scope())) {
        writer.add(Samples.open("192.0.2.1", 104, BEGUN, 4271));
        writer.add(Samples.rest("192.0.2.1", BEGUN, 1200, 4300));
        writer.add(Samples.open("198.51.100.7", 104, BEGUN, 17));
        writer.add(Samples.associates("192.0.2.3", 104, BEGUN));
        writer.end(Samples.tail(BEGUN.plusSeconds(50), true));
      }
      if (told) {
        store
            .told()
            .add(new Told(BEGUN.plusSeconds(90_000), "clinic", Told.How.MAIL, "it", "a", ""));
        store
            .told()
            .add(new Told(BEGUN.plusSeconds(90_000), "Clinic North", Told.How.MAIL, "it", "a", ""));
      }
      return Reports.gather(
          store, "all", RangeTable.empty(), true, "en", InstantSource.fixed(TODAY));
    }
  }

  private Letter letter(Report report, String language) throws IOException {
    Case about = Cases.of(report, row -> row.owner().equals("Clinic North")).getFirst();
    return Letter.about(about, report, Letter.texts(language), TODAY);
  }

  private static String plain(Letter letter) {
    return letter.text().replaceAll("\\s+", " ");
  }

  @Test
  void everyLanguageHasTheClocksTheDoorTheRemedyAndTheReply() throws IOException {
    Report report = report(false);
    // Found on 1 November 2026 at 8: 72 hours, 60 days, 60 days after the year.
    Map<String, List<String>> clocks =
        Map.of(
            "en", List.of("4 November 2026, 08:00 UTC", "31 December 2026", "1 March 2027"),
            "fr", List.of("4 novembre 2026, 08:00 UTC", "31 décembre 2026", "1 mars 2027"),
            "de", List.of("4. November 2026, 08:00 UTC", "31. Dezember 2026", "1. März 2027"));
    for (String language : Texts.LETTER_LANGUAGES) {
      Letter letter = letter(report, language);
      assertThat(plain(letter))
          .as(language)
          .contains(clocks.get(language))
          .contains("192.0.2.1:104", "192.0.2.1:8042", "RemoteAccessAllowed", "1.10.1")
          .contains("probe@cert.example", "mail optout@cert.example", "A. Uthoriser")
          .contains("ab".repeat(32))
          .doesNotContain("198.51.100", "192.0.2.3", "{0}", "{1}");
      assertThat(letter.text().lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(78));
      assertThat(letter.html(language))
          .contains("<html lang=\"" + language + "\">")
          .doesNotContain("http://", "https://", "<script");
    }
  }

  @Test
  void whatIsToBeDoneTodayComesBeforeEverythingElse() throws IOException {
    Letter letter = letter(report(false), "en");
    List<String> headings =
        letter.blocks().stream()
            .filter(Letter.Heading.class::isInstance)
            .map(block -> ((Letter.Heading) block).text())
            .toList();
    assertThat(headings).first().isEqualTo("What to do today");
    assertThat(plain(letter)).contains("take their images away").doesNotContain("Reminder");
  }

  @Test
  void aCountIsTheGreatestOfTheHostAndSaysItsWorth() throws IOException {
    assertThat(plain(letter(report(false), "en")))
        .contains("studies: 4,300; images and other objects: 172,000; patients: 1,200.");
  }

  @Test
  void whoWasToldBeforeIsReminded() throws IOException {
    Report report = report(true);
    assertThat(plain(letter(report, "en")))
        .contains("Reminder. We told you 2 November 2026 (mail).");
    assertThat(Cases.of(report, row -> row.owner().equals("198.51.100.7")).getFirst().told())
        .isEmpty();
  }

  @Test
  void theClocks() {
    Clocks clocks = new Clocks(Instant.parse("2028-01-15T23:30:00Z"));
    assertThat(clocks.gdpr()).isEqualTo(Instant.parse("2028-01-18T23:30:00Z"));
    assertThat(clocks.hipaa()).isEqualTo(LocalDate.of(2028, 3, 15));
    assertThat(clocks.hipaaYearly()).isEqualTo(LocalDate.of(2029, 3, 1));
  }

  @Test
  void securityTxtIsReadAndAnExpiredOneLeftOut() {
    SecurityTxt txt =
        SecurityTxt.parse(
            """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            # ours
            Contact: mailto:security@clinic.example
            contact: tel:+1-201-555-0123
            Contact: javascript:alert(1)
            Expires: 2026-12-31T23:59:00z
            Preferred-Languages: de, en
            -----BEGIN PGP SIGNATURE-----
            Contact: mailto:late@clinic.example
            """);
    assertThat(txt.contacts())
        .containsExactly(
            URI.create("mailto:security@clinic.example"), URI.create("tel:+1-201-555-0123"));
    assertThat(txt.languages()).containsExactly("de", "en");
    assertThat(txt.current(TODAY)).isTrue();
    assertThat(txt.current(Instant.parse("2027-01-01T00:00:00Z"))).isFalse();
    assertThat(SecurityTxt.parse("Contact: mailto:a@b.example").current(TODAY)).isFalse();
  }

  @Test
  void theLadderGoesFromTheOwnerToTheLastResort() {
    RdapContacts rdap =
        RdapContacts.parse(
            """
            {"objectClassName":"ip network","name":"CLINIC-NET","country":"FR","entities":[
             {"roles":["registrant"],"vcardArray":["vcard",[["email",{},"text","it@isp.example"]]],
              "entities":[{"roles":["abuse"],"vcardArray":["vcard",[
                ["fn",{},"text","Abuse"],
                ["email",{},"text","abuse@isp.example"],
                ["tel",{"type":"voice"},"uri","tel:+33-1-00-00-00-00"]]]}]}]}
            """);
    assertThat(rdap.network()).isEqualTo("CLINIC-NET");
    assertThat(rdap.abuse()).containsExactly("abuse@isp.example", "+33-1-00-00-00-00");
    assertThat(rdap.others()).containsExactly("it@isp.example");
    SecurityTxt txt =
        SecurityTxt.parse("Contact: https://clinic.example/report\nExpires: 2027-01-01T00:00:00Z");
    assertThat(
            ContactLadder.of(
                Optional.of("Clinic North"), Optional.of(txt), Optional.of(rdap), "FR", TODAY))
        .extracting(ContactLadder.Contact::whom)
        .containsExactly(
            "Clinic North",
            "https://clinic.example/report",
            "abuse@isp.example",
            "+33-1-00-00-00-00",
            "CERT Santé",
            "CERT-FR",
            "CISA, BSI");
    assertThat(ContactLadder.of(Optional.empty(), Optional.empty(), Optional.empty(), "--", TODAY))
        .extracting(ContactLadder.Contact::step)
        .containsExactly(ContactLadder.Step.LAST_RESORT);
    assertThat(RdapContacts.parse("<html>not found</html>").abuse()).isEmpty();
    assertThat(RdapContacts.parse("[".repeat(100_000)).abuse()).isEmpty();
  }
}

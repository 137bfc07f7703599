package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import huisclos.archive.Coercion.Kind;
import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What rules correct as objects come. */
class CoercionTest {
  @TempDir Path folder;

  private static Coercion rule(Kind kind, String sender, String value) {
    return new Coercion(1, kind, sender, value, Instant.EPOCH);
  }

  private static DataSet raw(int tag, Vr vr, String latin) {
    DataSet set = new DataSet();
    set.putBytes(tag, vr, latin.getBytes(StandardCharsets.ISO_8859_1));
    return set;
  }

  @ParameterizedTest
  @CsvSource({
    "TRIM, '  A1 B', 'A1 B'",
    "TRIM, 'A1 B    ', 'A1 B'",
    "TRIM, 'A1\u0000', 'A1'",
    "TRIM, '\tA1', 'A1'",
    "TRIM, '   ', ''",
    "SQUEEZE, ' A1 B ', 'A1B'",
    "SQUEEZE, 'A\u00a01', 'A1'",
  })
  void strayWhitespaceGoes(Kind kind, String came, String kept) {
    for (int tag : new int[] {Tag.PATIENT_ID, Tag.ACCESSION_NUMBER}) {
      Vr vr = tag == Tag.PATIENT_ID ? Vr.LO : Vr.SH;
      DataSet header = raw(tag, vr, came);
      header.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100");
      Overlay made = Coercion.overlay(List.of(rule(kind, "", "")), "CT1", header);
      assertThat(made.tags()).containsExactly(tag);
      assertThat(made.values().string(tag, "")).isEqualTo(kept);
      assertThat(made.characterSet()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"TRIM, 'A1B '", "TRIM, 'A1'", "TRIM, 'A1 B'", "SQUEEZE, 'A1B '", "TRIM, ''"})
  void whatIsRightStays(Kind kind, String came) {
    DataSet header = raw(Tag.PATIENT_ID, Vr.LO, came);
    assertThat(Coercion.overlay(List.of(rule(kind, "", "")), "CT1", header).isEmpty()).isTrue();
  }

  @Test
  void aCharacterSetIsRepairedForItsSenderAlone() {
    DataSet none = raw(Tag.PATIENT_NAME, Vr.PN, "M\u00fcller");
    DataSet wrong = raw(Tag.PATIENT_NAME, Vr.PN, "M\u00fcller");
    wrong.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192");
    DataSet right = raw(Tag.PATIENT_NAME, Vr.PN, "M\u00fcller");
    right.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100");
    List<Coercion> any = List.of(rule(Kind.CHARSET, "CT1", "ISO_IR 100"));
    List<Coercion> missing = List.of(rule(Kind.CHARSET_MISSING, "CT1", "ISO_IR 100"));
    assertThat(Coercion.overlay(any, "CT1", none).characterSet()).containsExactly("ISO_IR 100");
    assertThat(Coercion.overlay(any, "CT1", wrong).characterSet()).containsExactly("ISO_IR 100");
    assertThat(Coercion.overlay(any, "CT1", right).isEmpty()).isTrue();
    assertThat(Coercion.overlay(any, "CT2", none).isEmpty()).isTrue();
    assertThat(Coercion.overlay(missing, "CT1", none).characterSet()).containsExactly("ISO_IR 100");
    assertThat(Coercion.overlay(missing, "CT1", wrong).isEmpty()).isTrue();
  }

  @Test
  void whatIsNoRuleIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> rule(Kind.CHARSET, "", "ISO_IR 100"));
    assertThatIllegalArgumentException().isThrownBy(() -> rule(Kind.CHARSET, "CT1", "LATIN"));
    assertThatIllegalArgumentException().isThrownBy(() -> rule(Kind.CHARSET, "CT1", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> rule(Kind.TRIM, "", "ISO_IR 100"));
  }

  /** Padded ids, and Latin-1 text that is declared to be UTF-8. */
  private static DataSet spoilt(int instance) {
    DataSet set = Made.ct(1, 1, 1, instance);
    set.putBytes(Tag.PATIENT_ID, Vr.LO, "  PID000001\u0000".getBytes(StandardCharsets.US_ASCII));
    set.putBytes(
        Tag.PATIENT_NAME, Vr.PN, "M\u00fcller^Zo\u00eb ".getBytes(StandardCharsets.ISO_8859_1));
    return set;
  }

  private static void rules(Site site) throws IOException {
    assertThat(site.archive.coercions().add(Kind.TRIM, "", "")).isPresent();
    String sender = site.operator.name();
    assertThat(site.archive.coercions().add(Kind.CHARSET, sender, "ISO_IR 100")).isPresent();
  }

  @Test
  void itIsRecordedAsACorrectionAndTakenBack() throws IOException {
    try (Site site = new Site(folder)) {
      rules(site);
      DataSet first = spoilt(1);
      byte[] came = Site.bytes(first, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      assertThat(site.store(first)).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(site.store(spoilt(2))).isInstanceOf(StoreOutcome.Stored.class);
      String sop = Made.instance(1, 1, 1, 1);
      DataSet object = KeepingTest.object(site, sop);
      assertThat(object.string(Tag.PATIENT_NAME, "")).isEqualTo("M\u00fcller^Zo\u00eb");
      assertThat(object.string(Tag.PATIENT_ID, "")).isEqualTo("PID000001");
      assertThat(object.contains(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE)).isTrue();
      List<DataSet> rows =
          site.rows(
              Level.STUDY,
              Root.STUDY,
              Made.keys(
                  Tag.PATIENT_NAME, "M\u00fcller*",
                  Tag.PATIENT_ID, "PID000001",
                  Tag.STUDY_INSTANCE_UID, ""));
      assertThat(rows).hasSize(1);
      KeepingTest.assertSameAfterReindex(site);

      List<Keeping.HistoryLine> lines =
          site.archive.keeping().history(KeepingTest.keep(site), Made.study(1, 1));
      assertThat(lines).hasSize(2);
      assertThat(lines).allMatch(line -> line.tags().contains(Tag.PATIENT_ID));
      for (Keeping.HistoryLine line : lines) {
        assertThat(site.records())
            .anyMatch(entry ->
                entry.action() == Action.CORRECT && line.act().equals(entry.facts().get(Fact.ACT)));
        KeepingTest.done(site.archive.keeping().undo(KeepingTest.keep(site), line.act(), ""));
      }
      assertThat(site.fetch(sop)).isEqualTo(came);
      KeepingTest.assertSameAfterReindex(site);
      assertThat(site.archive.coercions().list()).hasSize(2);
    }
  }

  @Test
  void withoutRulesNothingIsTouchedAndRemovedOnesHoldNoMore() throws IOException {
    try (Site site = new Site(folder)) {
      rules(site);
      for (Coercion rule : site.archive.coercions().list()) {
        assertThat(site.archive.coercions().remove(rule.id())).isTrue();
        assertThat(site.archive.coercions().remove(rule.id())).isFalse();
      }
      DataSet set = spoilt(1);
      byte[] came = Site.bytes(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      site.store(set);
      assertThat(site.fetch(Made.instance(1, 1, 1, 1))).isEqualTo(came);
      assertThat(site.archive.keeping().history(KeepingTest.keep(site), Made.study(1, 1)))
          .isEmpty();
    }
  }

  /** A copy of the home taken at a step is what a crash there leaves. */
  @ParameterizedTest
  @EnumSource(Committer.Step.class)
  void aCrashAtAnyStepLeavesBothOrNeither(Committer.Step step) throws IOException {
    Path home = folder.resolve("home");
    Path left = folder.resolve("left");
    AtomicReference<Optional<Path>> armed = new AtomicReference<>(Optional.empty());
    try (Site site =
        Site.probed(
            home,
            reached -> {
              if (reached == step && armed.get().isPresent()) {
                Homes.copy(home, armed.get().get());
                armed.set(Optional.empty());
              }
            })) {
      rules(site);
      site.store(spoilt(1));
      List<String> before = KeepingTest.picture(site);
      armed.set(Optional.of(left));
      site.store(spoilt(2));
      List<String> after = KeepingTest.picture(site);
      assertThat(after).isNotEqualTo(before);
      try (Site crashed = site.again(left)) {
        assertThat(crashed.archive.opening().damaged()).isZero();
        assertThat(KeepingTest.picture(crashed))
            .isEqualTo(step == Committer.Step.RESOLVED ? before : after);
        KeepingTest.assertSameAfterReindex(crashed);
        crashed.store(spoilt(2));
        // What came anew was corrected anew: the object tells another time of it.
        List<String> resent = KeepingTest.picture(crashed);
        assertThat(resent.stream().filter(line -> line.contains("=")).toList())
            .isEqualTo(after.stream().filter(line -> line.contains("=")).toList());
      }
    }
  }

  /** All but what a rule is about comes out as it went in. */
  @Test
  void restOfTheObjectIsUntouched() throws IOException {
    try (Site site = new Site(folder)) {
      rules(site);
      site.store(spoilt(1));
      DataSet object = KeepingTest.object(site, Made.instance(1, 1, 1, 1));
      for (Element element : spoilt(1)) {
        int tag = element.tag();
        if (tag != Tag.PATIENT_ID && tag != Tag.PATIENT_NAME && tag != Tag.SPECIFIC_CHARACTER_SET) {
          assertThat(object.strings(tag)).isEqualTo(spoilt(1).strings(tag));
        }
      }
    }
  }
}

package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecificCharacterSetTest {
  private static SpecificCharacterSet declared(String attribute) {
    return SpecificCharacterSet.of(List.of(attribute.split("\\\\", -1)));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String hexOf(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Values and texts as the standard's own examples have them (PS3.5 Annexes H to K). */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # H.3.1: kanji and hiragana by escape from ASCII
          \\ISO 2022 IR 87|59616d6164615e5461726f753d1b2442 3b33 4544 1b2842 5e 1b2442 4240 4f3a 1b2842 3d 1b2442 2464 245e 2440 1b2842 5e 1b2442 243f 246d 2426 1b2842|Yamada^Tarou=山田^太郎=やまだ^たろう
          # H.3.2: half-width katakana as the initial G1, romaji as the initial G0
          ISO 2022 IR 13\\ISO 2022 IR 87|d4cfc0de 5e c0dbb3 3d 1b2442 3b33 4544 1b284a 5e 1b2442 4240 4f3a 1b284a 3d 1b2442 2464 245e 2440 1b284a 5e 1b2442 243f 246d 2426 1b284a|ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう
          # I.2: hanja and hangul designated to G1 anew in each component
          \\ISO 2022 IR 149|486f6e675e47696c646f6e673d 1b242943 fbf3 5e 1b242943 d1ce d4d7 3d 1b242943 c8ab 5e 1b242943 b1e6 b5bf|Hong^Gildong=洪^吉洞=홍^길동
          # J.1: UTF-8
          ISO_IR 192|57616e675e5869616f446f6e673de78e8b5ee5b08fe69db1|Wang^XiaoDong=王^小東
          # J.2: GB18030
          GB18030|57616e675e5869616f446f6e673dcdf55ed0a1b6ab|Wang^XiaoDong=王^小东
          # K.2: GB 2312 by escape
          \\ISO 2022 IR 58|5a68616e675e5869616f446f6e673d 1b242941 d5c5 5e 1b242941 d0a1 b6ab|Zhang^XiaoDong=张^小东
          """)
  void readsAndWritesTheStandardsExamples(String attribute, String digits, String text) {
    SpecificCharacterSet set = declared(attribute);

    assertThat(set.decode(hex(digits), Vr.PN)).isEqualTo(text);
    assertThat(hexOf(set.encode(text, Vr.PN))).isEqualTo(digits.replace(" ", ""));
    assertThat(set.ignoredTerms()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ISO_IR 100, Buc^Jérôme",
    "ISO_IR 101, Wałęsa^Łukasz",
    "ISO_IR 109, Ħaġar^Ċensu",
    "ISO_IR 110, Ķēniņš^Ģirts",
    "ISO_IR 144, Люкceмбypг",
    "ISO_IR 127, قباني^لنزار",
    "ISO_IR 126, Διονυσιος",
    "ISO_IR 138, שרון^דבורה",
    "ISO_IR 148, Yıldız^Çağrı",
    "ISO_IR 203, Œuvré^Zoë €",
    "ISO_IR 13, ﾔﾏﾀﾞ^ﾀﾛｳ",
    "ISO_IR 166, สมชาย^ใจดี",
    "ISO_IR 192, Ωμέγα^李^😀",
    "GB18030, 龍^馬雲=㐀𠀀",
    "GBK, 龍^馬雲",
    "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126, Jérôme^Люк=Διον é",
    "ISO 2022 IR 6\\ISO 2022 IR 126\\ISO 2022 IR 144, Διον^Люк",
    "\\ISO 2022 IR 87\\ISO 2022 IR 159, Yamada^Tarou=山田^丂",
    "ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159, ﾔﾏﾀﾞ^Tarou=山田 丂a^x",
    "\\ISO 2022 IR 149\\ISO 2022 IR 58\\ISO 2022 IR 87, 홍张山a^길동=山张",
  })
  void whatIsWrittenReadsBack(String attribute, String text) {
    SpecificCharacterSet set = declared(attribute);

    byte[] stored = set.encode(text, Vr.PN);

    assertThat(set.decode(stored, Vr.PN)).isEqualTo(text);
    assertThat(set.canEncode(text, Vr.PN)).isTrue();
  }

  @Test
  void everyTermOfTheStandardHasItsCodeElementAndEscape() throws IOException {
    Path table = SharedData.require().resolve("standard/specific-character-sets.tsv");
    List<String[]> rows =
        Files.readAllLines(table).stream().skip(2).map(l -> l.split("\t", -1)).toList();

    assertThat(rows).hasSizeGreaterThan(30);
    for (String[] row : rows) {
      SpecificCharacterSet set = SpecificCharacterSet.of(List.of(row[0]));
      assertThat(set.ignoredTerms()).as(row[0]).isEmpty();
      if (row[5].isEmpty()) {
        continue;
      }
      byte[] escape = hex(row[5].substring(row[5].indexOf("= ") + 2));
      CodeElement element = CodeElement.designatedAt(escape, 0);
      assertThat(element).as(row[0]).isNotNull().isIn(set.declared());
      assertThat(element.inG0()).as(row[0]).isEqualTo(row[4].equals("G0"));
      assertThat(element.charset().equals(Charset.forName(row[7])) || element == CodeElement.THAI)
          .as(row[0])
          .isTrue();
    }
  }

  /** A9 5C is one character of GBK; 30 5C one of kanji; neither byte separates values. */
  @Test
  void aBackslashByteInsideACharacterIsNoSeparator() {
    for (String term : List.of("GBK", "GB18030")) {
      SpecificCharacterSet set = SpecificCharacterSet.of(List.of(term));
      String text = "誠\\乗猏\\A";
      byte[] stored = set.encode(text, Vr.LO);

      assertThat(set.decode(stored, Vr.LO)).isEqualTo(text);
      assertThat(set.decode(hex("d55c5c41"), Vr.LO)).isEqualTo("誠\\A");
      assertThat(set.decode(hex("d55c5c41"), Vr.LO).split("\\\\")).hasSize(2);
    }
    SpecificCharacterSet kanji = declared("\\ISO 2022 IR 87");
    assertThat(kanji.decode(hex("1b2442 305c 1b2842 5c 42"), Vr.LO)).isEqualTo("移\\B");
  }

  @Test
  void everyDelimiterBringsBackTheInitialSets() {
    SpecificCharacterSet set = declared("ISO 2022 IR 100\\ISO 2022 IR 144");
    String cyrillic = "\u001b-L\u00d0"; // а

    for (char delimiter : "\\^=\t\n\f\r".toCharArray()) {
      assertThat(set.decode(bytes(cyrillic + delimiter + "\u00e9"), Vr.PN))
          .isEqualTo("а" + delimiter + "é");
    }
    assertThat(set.decode(bytes(cyrillic + "^\u00d0"), Vr.LO)).isEqualTo("а^а");
    assertThat(set.decode(bytes(cyrillic + "\\\u00d0"), Vr.LT)).isEqualTo("а\\а");
    assertThat(set.decode(bytes(cyrillic + " \u00d0"), Vr.PN)).isEqualTo("а а");
  }

  @Test
  void writesTheEscapeBackBeforeADelimiterAndTheEnd() {
    assertThat(declared("ISO 2022 IR 100\\ISO 2022 IR 144").encode("а^é", Vr.PN))
        .isEqualTo(bytes("\u001b-L\u00d0\u001b-A^\u00e9"));
    assertThat(declared("\\ISO 2022 IR 87").encode("山\n田a", Vr.LT))
        .isEqualTo(bytes("\u001b$B;3\u001b(B\n\u001b$BED\u001b(Ba"));
  }

  @Test
  void toleratesWhatOtherWritersDo() {
    // No term, but bytes above 7FH: UTF-8 when it is UTF-8, else ISO 8859-1.
    assertThat(SpecificCharacterSet.DEFAULT.decode(hex("4ae972"), Vr.PN)).isEqualTo("Jér");
    assertThat(SpecificCharacterSet.DEFAULT.decode(hex("4ac3a972"), Vr.PN)).isEqualTo("Jér");
    // An unknown term counts as none.
    assertThat(declared("ISO_IR 999").decode(hex("4dfc6c6c6572"), Vr.PN)).isEqualTo("Müller");
    assertThat(declared("ISO_IR 999").ignoredTerms()).containsExactly("ISO_IR 999");
    // Terms spelt in other ways.
    assertThat(declared("iso-ir 144 ").decode(hex("d0"), Vr.LO)).isEqualTo("а");
    assertThat(declared("ISO_IR 144\0").decode(hex("d0"), Vr.LO)).isEqualTo("а");
    assertThat(declared("ISO_IR_192").decode(hex("c3a9"), Vr.LO)).isEqualTo("é");
    // Terms without code extensions, used with them.
    assertThat(declared("ISO_IR 100\\ISO_IR 144").decode(bytes("\u001b-L\u00d0"), Vr.LO))
        .isEqualTo("а");
    // A set with code extensions has no effect beside UTF-8.
    assertThat(declared("ISO_IR 192\\ISO 2022 IR 87").decode(hex("c3a9"), Vr.LO)).isEqualTo("é");
    assertThat(declared("ISO_IR 192\\ISO 2022 IR 87").ignoredTerms())
        .containsExactly("ISO 2022 IR 87");
    // Korean without the escape after the caret, and without any.
    SpecificCharacterSet korean = declared("\\ISO 2022 IR 149");
    assertThat(korean.decode(hex("1b242943 b1e8 5e c8f1"), Vr.PN)).isEqualTo("김^희");
    assertThat(korean.decode(hex("b1e8"), Vr.PN)).isEqualTo("김");
    // An escape of a set that is not declared; one of no set at all.
    assertThat(SpecificCharacterSet.DEFAULT.decode(bytes("\u001b$B;3\u001b(B"), Vr.LO))
        .isEqualTo("山");
    assertThat(SpecificCharacterSet.DEFAULT.decode(bytes("\u001b%Gx"), Vr.LO))
        .isEqualTo("\u001b%Gx");
    // Half a character, and a byte without one.
    assertThat(declared("\\ISO 2022 IR 87").decode(bytes("\u001b$B;3;"), Vr.LO))
        .isEqualTo("山\uFFFD");
    assertThat(SpecificCharacterSet.UTF_8.decode(hex("61e5b0"), Vr.LO)).isEqualTo("a\uFFFD");
    assertThat(declared("ISO_IR 126").decode(hex("ff"), Vr.LO)).isEqualTo("\uFFFD");
    // What UTF-8 declared as Latin-1 looks like: the declaration counts.
    assertThat(declared("ISO_IR 100").decode(hex("c3bc"), Vr.LO)).isEqualTo("Ã¼");
  }

  @Test
  void otherVrsKnowTheDefaultRepertoireOnly() {
    SpecificCharacterSet kanji = declared("\\ISO 2022 IR 87");

    assertThat(kanji.decode(bytes("\u001b$B;3"), Vr.CS)).isEqualTo("\u001b$B;3");
    assertThat(SpecificCharacterSet.UTF_8.encode("ABC", Vr.CS)).isEqualTo(bytes("ABC"));
    assertThatThrownBy(() -> SpecificCharacterSet.UTF_8.encode("É", Vr.CS))
        .isInstanceOf(UnencodableTextException.class);
  }

  @Test
  void refusesTextThatItsSetsLackWithoutQuotingIt() {
    assertThatThrownBy(() -> declared("ISO_IR 100").encode("Ωmega^x", Vr.PN))
        .isInstanceOfSatisfying(UnencodableTextException.class, e -> assertThat(e.index()).isZero())
        .hasMessageNotContaining("mega");
    assertThat(SpecificCharacterSet.DEFAULT.canEncode("é", Vr.LO)).isFalse();
    assertThat(SpecificCharacterSet.UTF_8.canEncode("\ud83d", Vr.LO)).isFalse();
    assertThat(declared("GBK").canEncode("😀", Vr.LO)).isFalse();
    assertThat(declared("ISO_IR 13").canEncode("¥", Vr.LT)).isFalse();
    assertThat(declared("\\ISO 2022 IR 87").canEncode("a\u001b", Vr.LT)).isFalse();
  }

  @Test
  void saysWhatItDeclaresAndNothingElse() {
    assertThat(declared("\\ISO 2022 IR 87").terms()).containsExactly("", "ISO 2022 IR 87");
    assertThat(SpecificCharacterSet.DEFAULT.terms()).isEmpty();
    assertThat(SpecificCharacterSet.UTF_8).hasToString("SpecificCharacterSet[ISO_IR 192]");
  }
}

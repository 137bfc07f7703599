package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden table: a line that changes needs a new {@link NameNormaliser#VERSION}. */
class NameNormaliserTest {
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          Doe|doe
            van  der\tBerg |van der berg
          Buc Jérôme|buc jerome
          JÉRÔME|jerome
          Müller|muller
          Mu\u0308ller|muller
          Straße|strasse
          STRASSE|strasse
          STRA\u1E9EE|strasse
          Øster-Ålesund|oster-alesund
          Łukasz Wałęsa|lukasz walesa
          Đorđe Þór Æsa|dorde thor aesa
          Œuvré|oeuvre
          Yıldız|yildiz
          YILDIZ|yildiz
          İnci|inci
          inci|inci
          Çağrı|cagri
          Nguyễn Thị|nguyen thi
          Dvořák|dvorak
          ﬁn|fin
          Ｙａｍａｄａ　Ｔａｒｏｕ|yamada tarou
          O\u2019Brien|o'brien
          O\u00B4Brien|o'brien
          O'Brien|o'brien
          Anne\u2013Marie\u00A0X|anne-marie x
          Soft\u00ADhyphen\u200D|softhyphen
          Διονύσιος|διονυσιοσ
          ΔΙΟΝΥΣΙΟΣ|διονυσιοσ
          Люкceмбypг|люкceмбypг
          Ёлкин Алексей|елкин алексеи
          ﾔﾏﾀﾞ ﾀﾛｳ|ヤマダ タロウ
          ヤマダ|ヤマダ
          やまだ|やまだ
          はか ばか ぱか|はか ばか ぱか
          山田|山田
          홍길동|홍길동
          שָׁרוֹן|שרון
          مُحَمَّد|محمد
          สมชาย ใจดี|สมชาย ใจดี
          हिन्दी|हिन्दी
          *JÉR?|*jer?
          😀|😀
          """)
  void goldenTable(String text, String normalised) {
    assertThat(NameNormaliser.VERSION).isEqualTo(1);
    assertThat(NameNormaliser.text(text)).isEqualTo(normalised);
  }

  @Test
  void nothingBecomesNothing() {
    assertThat(NameNormaliser.text("")).isEmpty();
    assertThat(NameNormaliser.text(" \t\u3000")).isEmpty();
    assertThat(NameNormaliser.text("\u0301")).isEmpty();
  }

  @Test
  void normalisedTextStaysAsItIs() {
    Random random = new Random(20261122);
    for (int i = 0; i < 50_000; i++) {
      String text =
          random
              .ints(random.nextInt(12), 1, random.nextBoolean() ? 0x600 : 0x11000)
              .filter(c -> c < 0xD800 || c > 0xDFFF)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String once = NameNormaliser.text(text);

      assertThat(NameNormaliser.text(once)).as("iteration %d", i).isEqualTo(once);
    }
  }

  @Test
  void namesKeepGroupsAndComponentsApart() {
    NameNormaliser.NormalisedName name =
        NameNormaliser.name(PersonName.parse("Yamada ^TARŌ=山田^太郎=ﾔﾏﾀﾞ^ﾀﾛｳ"));

    assertThat(name.alphabetic()).containsExactly("yamada", "taro", "", "", "");
    assertThat(name.texts()).containsExactly("yamada^taro", "山田^太郎", "ヤマダ^タロウ");
    assertThat(name.groups()).hasSize(3);
    assertThat(name).hasToString("NormalisedName(withheld)");
    assertThat(NameNormaliser.name(PersonName.EMPTY).texts()).isEqualTo(List.of());
  }
}

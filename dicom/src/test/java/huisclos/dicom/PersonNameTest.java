package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {
  @Test
  void takesGroupsAndComponentsApart() {
    PersonName name = PersonName.parse("Adams^John Robert Quincy^^Rev.^B.A. M.Div.");

    assertThat(name.alphabetic())
        .isEqualTo(new PersonName.Group("Adams", "John Robert Quincy", "", "Rev.", "B.A. M.Div."));
    assertThat(name.ideographic().isEmpty()).isTrue();

    PersonName three = PersonName.parse("Yamada^Tarou=山田^太郎=やまだ^たろう");
    assertThat(three.ideographic().family()).isEqualTo("山田");
    assertThat(three.phonetic().given()).isEqualTo("たろう");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Doe",
        "Doe^Jane",
        "^Jane",
        "Doe^^^^Jr",
        "=山田^太郎",
        "==やまだ",
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
        "a^b^c^d^e^f^g",
        "a=b=c=d=e",
      })
  void formatsWhatItParsed(String value) {
    assertThat(PersonName.parse(value).format()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "Doe^Jane^^^, Doe^Jane",
    "Doe==, Doe",
    "' Doe ^ Jane ', Doe^Jane",
    "^^^^, ''",
    "=, ''"
  })
  void dropsWhatHasNoMeaning(String value, String formatted) {
    assertThat(PersonName.parse(value).format()).isEqualTo(formatted);
  }

  @Test
  void showsNothingOfTheName() {
    PersonName name = PersonName.parse("Yamada^Tarou=山田^太郎=やまだ^たろう");

    assertThat(name.toString() + name.alphabetic() + name.ideographic())
        .doesNotContain("Yamada", "Tarou", "山", "太");
    assertThat(PersonName.EMPTY).hasToString("PersonName(empty)");
    assertThat(PersonName.parse("^=")).isEqualTo(PersonName.EMPTY);
  }
}

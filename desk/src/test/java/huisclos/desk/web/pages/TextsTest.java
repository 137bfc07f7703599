package huisclos.desk.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final List<String> LANGUAGES = List.of("en", "fr");

  @Test
  void everyLanguageHasEveryText() throws IOException {
    Properties english = texts("en");
    for (String language : LANGUAGES) {
      assertThat(texts(language).stringPropertyNames())
          .as(language)
          .isEqualTo(english.stringPropertyNames())
          .isNotEmpty();
    }
  }

  @Test
  void aTextTakesTheSameValuesInEveryLanguage() throws IOException {
    Properties english = texts("en");
    for (String language : LANGUAGES) {
      Properties texts = texts(language);
      for (String key : english.stringPropertyNames()) {
        assertThat(values(texts.getProperty(key, "")))
            .as("%s in %s", key, language)
            .isEqualTo(values(english.getProperty(key, "")));
      }
    }
  }

  /** In a pattern an apostrophe is written twice, elsewhere once. */
  @Test
  void noApostropheIsLostOrDoubled() throws IOException {
    for (String language : LANGUAGES) {
      Properties texts = texts(language);
      for (String key : texts.stringPropertyNames()) {
        String text = texts.getProperty(key, "");
        if (values(text) == 0) {
          assertThat(text).as("%s in %s", key, language).doesNotContain("''");
        } else {
          assertThat(text.replace("''", "")).as("%s in %s", key, language).doesNotContain("'");
        }
      }
    }
  }

  @Test
  void theBrowsersFirstKnownLanguageIsTaken() {
    assertThat(Texts.of("de, fr-CA;q=0.8, en;q=0.5").language()).isEqualTo("fr");
    assertThat(Texts.of("de").language()).isEqualTo("en");
    assertThat(Texts.of("").language()).isEqualTo("en");
    assertThat(Texts.of("\u0000;;q=").language()).isEqualTo("en");
    assertThat(Texts.of("fr,".repeat(1_000)).language()).isEqualTo("en");
  }

  private static int values(String text) {
    return text.contains("{0")
        ? new MessageFormat(text, Locale.ROOT).getFormatsByArgumentIndex().length
        : 0;
  }

  private static Properties texts(String language) throws IOException {
    Properties texts = new Properties();
    try (InputStream in =
            Objects.requireNonNull(
                Texts.class.getResourceAsStream("texts_" + language + ".properties"));
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      texts.load(reader);
    }
    return texts;
  }
}

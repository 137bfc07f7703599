package huisclos.probe.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * The words of reports and letters in one language. Every language has every key; a test holds them
 * to it. Immutable.
 */
public final class Texts {
  /** Languages of reports. */
  public static final List<String> REPORT_LANGUAGES = List.of("en", "fr");

  /** Languages of letters. */
  public static final List<String> LETTER_LANGUAGES = List.of("en", "fr", "de");

  private final Properties words;
  private final Locale locale;

  private Texts(Properties words, Locale locale) {
    this.words = words;
    this.locale = locale;
  }

  /**
   * Loads files of this package.
   *
   * @param files such as {@code report} and {@code remedies}
   * @param language two letters
   * @throws IllegalArgumentException for a language that a file isn't there in
   */
  public static Texts of(String language, String... files) {
    Properties words = new Properties();
    for (String file : files) {
      String name = file + "_" + language + ".properties";
      try (InputStream in = Texts.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalArgumentException("no text in this language");
        }
        words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Texts(words, Locale.forLanguageTag(language));
  }

  /** Whether there is a text. */
  public boolean has(String key) {
    return words.containsKey(key);
  }

  /** A text as it is. */
  public String get(String key) {
    String text = words.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no text " + key);
    }
    return text;
  }

  /** A text with what goes into it; an apostrophe in it is one. */
  public String get(String key, Object... values) {
    return new MessageFormat(get(key).replace("'", "''"), locale).format(values);
  }

  /** Texts {@code key.1}, {@code key.2} and on. */
  public List<String> list(String key) {
    List<String> list = new ArrayList<>();
    for (int i = 1; has(key + "." + i); i++) {
      list.add(get(key + "." + i));
    }
    return list;
  }

  /** A word for a value such as a verdict. */
  public String word(Enum<?> value) {
    String kind = value.getDeclaringClass().getSimpleName();
    return get(kind + "." + value.name());
  }

  /** A number with its thousands parted. */
  public String number(long number) {
    return NumberFormat.getIntegerInstance(locale).format(number);
  }

  /** A day. */
  public String day(LocalDate day) {
    return DateTimeFormatter.ofPattern(dayPattern(), locale).format(day);
  }

  /** A time, UTC, to the minute. */
  public String time(Instant time) {
    return DateTimeFormatter.ofPattern(dayPattern() + ", HH:mm 'UTC'", locale)
        .withZone(ZoneOffset.UTC)
        .format(time);
  }

  private String dayPattern() {
    return language().equals("de") ? "d. MMMM yyyy" : "d MMMM yyyy";
  }

  /** Two letters of the language. */
  public String language() {
    return locale.getLanguage();
  }

  /** A country's name, or its letters where it has none. */
  public String country(String letters) {
    return letters.equals(Place.NOWHERE)
        ? get("country.none")
        : Locale.of("", letters).getDisplayCountry(locale);
  }

  /** All keys, for tests. */
  public java.util.Set<String> keys() {
    return words.stringPropertyNames();
  }
}

package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words of the pages in the language that a browser asks for: English or French. */
final class Texts {
  private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH);
  private static final int MAX_HEADER = 256;

  private final ResourceBundle bundle;
  private final Locale language;

  private Texts(Locale language) {
    this.language = language;
    this.bundle = ResourceBundle.getBundle("huisclos.desk.web.pages.texts", language);
  }

  /** By {@code Accept-Language} (RFC 9110 §12.5.4); English when it says nothing that helps. */
  static Texts of(Call call) {
    return of(call.header("Accept-Language").orElse(""));
  }

  static Texts of(String accepted) {
    if (accepted.isBlank() || accepted.length() > MAX_HEADER) {
      return new Texts(Locale.ENGLISH);
    }
    try {
      Locale best = Locale.lookup(Locale.LanguageRange.parse(accepted), LANGUAGES);
      return new Texts(best == null ? Locale.ENGLISH : best);
    } catch (IllegalArgumentException e) {
      return new Texts(Locale.ENGLISH); // Not a list of languages.
    }
  }

  /** The language's tag, such as {@code fr}. */
  String language() {
    return language.toLanguageTag();
  }

  Locale locale() {
    return language;
  }

  /**
   * The words of a key.
   *
   * @throws java.util.MissingResourceException for a key that nobody wrote
   */
  String get(String key, Object... values) {
    String text = bundle.getString(key);
    return values.length == 0 ? text : new MessageFormat(text, language).format(values);
  }
}

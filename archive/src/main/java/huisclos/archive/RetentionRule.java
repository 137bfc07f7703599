package huisclos.archive;

import java.util.List;

/**
 * How long studies are kept. A study that several rules fit is kept for the longest; one that none
 * fits is kept for ever.
 *
 * @param name how it is named
 * @param modalities of which any has to occur in the study; empty for all studies
 * @param years after the study's date, 1 to 150
 * @param minorsUntil of a patient under 18 at the study's date also until this age, 18 to 150; 0
 *     for no such extension. An unknown birth date counts as that of a newborn.
 */
public record RetentionRule(String name, List<String> modalities, int years, int minorsUntil) {
  private static final int MAX_YEARS = 150;
  static final int ADULT = 18;

  /** Keeps a copy; the form is checked. */
  public RetentionRule {
    modalities = List.copyOf(modalities);
    boolean good =
        name.matches("[A-Za-z0-9_-]{1,32}")
            && modalities.size() <= 64
            && modalities.stream().allMatch(m -> m.matches("[A-Z0-9_]{1,16}"))
            && years >= 1
            && years <= MAX_YEARS
            && (minorsUntil == 0 || (minorsUntil >= ADULT && minorsUntil <= MAX_YEARS));
    if (!good) {
      throw new IllegalArgumentException(
          "a rule has a name of letters and digits, modalities, 1 to 150 years, and an age of 18 to"
              + " 150");
    }
  }
}

package huisclos.archive;

import huisclos.dicom.Tag;
import java.util.List;

/**
 * Whether a query selects something, or asks for whatever there is: a Patient ID, an accession
 * number, a UID or a short list of them, three letters of a name or at most 31 days of study dates
 * select. Queries that don't need the grant {@code find-all}.
 */
public final class Selectivity {
  private Selectivity() {}

  /** Whether the query selects; a query that is none does not. */
  public static boolean isSelective(Query query) {
    return ParsedQuery.of(query) instanceof ParsedQuery.Parse.Parsed(ParsedQuery parsed)
        && isSelective(parsed);
  }

  static boolean isSelective(ParsedQuery query) {
    return query.keys().stream().anyMatch(k -> selects(k.key().tag(), k.match()));
  }

  private static boolean selects(int tag, Match match) {
    return switch (tag) {
      case Tag.PATIENT_ID, Tag.ACCESSION_NUMBER ->
          match instanceof Match.Text text
              && text.values().size() <= ArchiveLimits.SELECTIVE_IDS
              && text.values().stream().noneMatch(Glob::isPattern);
      case Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID, Tag.SOP_INSTANCE_UID ->
          match instanceof Match.Uids uids && uids.uids().size() <= ArchiveLimits.MAX_MATCHES;
      case Tag.PATIENT_NAME ->
          switch (match) {
            case Match.Name name -> named(name);
            case Match.Fuzzy fuzzy -> named(fuzzy.exact());
            default -> false;
          };
      case Tag.STUDY_DATE ->
          switch (match) {
            case Match.Dates dates -> few(dates.ranges());
            case Match.InTime(Moments moments) -> few(moments.days());
            default -> false;
          };
      default -> false;
    };
  }

  private static boolean few(List<DateRange> ranges) {
    return !ranges.isEmpty()
        && ranges.stream().allMatch(r -> r.closed() && r.days() <= ArchiveLimits.SELECTIVE_DAYS)
        && ranges.stream().mapToLong(DateRange::days).sum() <= ArchiveLimits.SELECTIVE_DAYS;
  }

  private static boolean named(Match.Name name) {
    return name.patterns().size() <= ArchiveLimits.SELECTIVE_NAMES
        && name.patterns().stream().allMatch(Selectivity::named);
  }

  /**
   * Three letters that begin a part of the name, or three in all of a name without wild cards. An
   * ideograph or Hangul syllable counts as two letters: it says about as much, and a family name is
   * often two of them.
   */
  private static boolean named(String pattern) {
    if (!Glob.isPattern(pattern)) {
      return letters(pattern) >= ArchiveLimits.SELECTIVE_LETTERS;
    }
    for (String part : Normal.parts(pattern)) {
      if (letters(Glob.literalPrefix(part)) >= ArchiveLimits.SELECTIVE_LETTERS) {
        return true;
      }
    }
    return false;
  }

  private static int letters(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .map(c ->
            Character.isIdeographic(c)
                    || Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL
                ? 2
                : 1)
        .sum();
  }
}

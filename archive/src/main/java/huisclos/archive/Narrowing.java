package huisclos.archive;

import huisclos.dicom.Tag;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of a query the index can look up: each is a set of rows that holds every match, found by a
 * token or a date without opening a sealed value.
 *
 * @param byTokens token sets, any token of each of which a match must have
 * @param dates ranges of study dates, one of which a match must lie in; empty: any
 * @param filtersText whether a wild card is left that no token narrows
 */
record Narrowing(List<AnyToken> byTokens, List<DateRange> dates, boolean filtersText) {

  /** Tokens longer than this are not a narrowing. */
  private static final int MAX_TOKENS = 400;

  /** The table that a token is looked up in. */
  enum Table {
    DEMOGRAPHIC,
    STUDY,
    EXTRA_STUDY,
    EXTRA_SERIES,
    EXTRA_INSTANCE;

    static Table of(ExtraKey key) {
      return switch (key.level()) {
        case STUDY -> EXTRA_STUDY;
        case SERIES -> EXTRA_SERIES;
        case IMAGE -> EXTRA_INSTANCE;
        case PATIENT -> throw new IllegalArgumentException("no extra keys of patients");
      };
    }
  }

  /** Rows that have any of these tokens. */
  record AnyToken(Table table, List<Long> tokens) {}

  /** Whether there is anything to begin with. */
  boolean narrows() {
    return !byTokens.isEmpty() || !dates.isEmpty();
  }

  static Narrowing of(ParsedQuery query, Tokens tokens) {
    List<AnyToken> sets = new ArrayList<>();
    List<DateRange> dates = new ArrayList<>();
    boolean filtersText = false;
    for (ParsedQuery.Asked asked : query.keys()) {
      if (asked.key().source() == QueryKeys.Source.EXTRA) {
        Optional<AnyToken> found =
            extra(query.extras().get(asked.key().tag()), asked.match(), tokens);
        if (found.isPresent()) {
          sets.add(found.get());
          continue;
        }
      }
      switch (asked.match()) {
        case Match.Name name when asked.key().tag() == Tag.PATIENT_NAME -> {
          List<AnyToken> found = names(name.patterns(), p -> nameTokens(p, tokens));
          sets.addAll(found);
          filtersText |= found.isEmpty();
        }
        case Match.Fuzzy fuzzy when asked.key().tag() == Tag.PATIENT_NAME -> {
          List<AnyToken> found = names(fuzzy.exact().patterns(), p -> soundTokens(p, tokens));
          sets.addAll(found);
          filtersText |= found.isEmpty();
        }
        case Match.Text text when asked.key().tag() == Tag.PATIENT_ID -> {
          Optional<AnyToken> found = text(text, Table.DEMOGRAPHIC, tokens);
          found.ifPresent(sets::add);
          filtersText |= found.isEmpty();
        }
        case Match.Text text when asked.key().tag() == Tag.ACCESSION_NUMBER -> {
          Optional<AnyToken> found = text(text, Table.STUDY, tokens);
          found.ifPresent(sets::add);
          filtersText |= found.isEmpty();
        }
        case Match.Dates asks when asked.key().tag() == Tag.STUDY_DATE ->
            dates.addAll(asks.ranges());
        case Match.InTime(Moments moments) when asked.key().tag() == Tag.STUDY_DATE ->
            dates.addAll(moments.days());
        case Match.Dates asks when asked.key().tag() == Tag.PATIENT_BIRTH_DATE ->
            births(asks.ranges(), tokens).ifPresent(sets::add);
        case Match.Text text -> filtersText |= text.values().stream().anyMatch(Glob::isPattern);
        case Match.Name name -> filtersText |= name.patterns().stream().anyMatch(Glob::isPattern);
        case Match.Fuzzy _ -> filtersText = true;
        case Match.Any _,
            Match.Uids _,
            Match.Dates _,
            Match.Times _,
            Match.DateTimes _,
            Match.Numbers _,
            Match.Empty _,
            Match.InTime _,
            Match.Items _ -> {}
      }
    }
    return new Narrowing(sets, dates, filtersText);
  }

  /** A single pattern gives a token for each of its parts; alternatives one for each of them. */
  private static List<AnyToken> names(
      List<String> patterns, Function<String, List<Long>> tokensOf) {
    if (patterns.size() == 1) {
      return tokensOf.apply(patterns.getFirst()).stream()
          .map(t -> new AnyToken(Table.DEMOGRAPHIC, List.of(t)))
          .toList();
    }
    List<Long> any = new ArrayList<>();
    for (String pattern : patterns) {
      List<Long> one = tokensOf.apply(pattern);
      if (one.isEmpty() || any.size() == MAX_TOKENS) {
        return List.of();
      }
      any.add(one.getFirst());
    }
    return List.of(new AnyToken(Table.DEMOGRAPHIC, any));
  }

  static List<Long> nameTokens(String pattern, Tokens tokens) {
    if (!Glob.isPattern(pattern)) {
      return List.of(tokens.name(pattern));
    }
    List<Long> found = new ArrayList<>();
    for (String part : Normal.parts(pattern)) {
      String prefix = Glob.literalPrefix(part);
      if (!prefix.isEmpty()) {
        found.add(tokens.namePrefix(prefix));
      }
    }
    return found;
  }

  /** Of a part as it sounds; of one with wild cards, as it begins. */
  private static List<Long> soundTokens(String pattern, Tokens tokens) {
    List<Long> found = new ArrayList<>();
    for (String part : Normal.parts(pattern)) {
      String prefix = Glob.literalPrefix(part);
      if (!Glob.isPattern(part)) {
        found.add(tokens.sound(part));
      } else if (!prefix.isEmpty()) {
        found.add(tokens.namePrefix(prefix));
      }
    }
    return found;
  }

  /** Exact values of an added key. */
  private static Optional<AnyToken> extra(@Nullable ExtraKey key, Match match, Tokens tokens) {
    List<String> values =
        switch (match) {
          case Match.Text text when text.values().stream().noneMatch(Glob::isPattern) ->
              text.values();
          case Match.Uids uids -> List.copyOf(uids.uids());
          default -> List.of();
        };
    if (key == null || values.isEmpty() || values.size() > MAX_TOKENS) {
      return Optional.empty();
    }
    List<Long> any = new ArrayList<>();
    for (String value : values) {
      Optional<Long> token = tokens.extra(key, value);
      if (token.isEmpty()) {
        return Optional.empty();
      }
      any.add(token.get());
    }
    return Optional.of(new AnyToken(Table.of(key), any));
  }

  private static Optional<AnyToken> text(Match.Text text, Table table, Tokens tokens) {
    List<Long> any = new ArrayList<>();
    boolean patients = table == Table.DEMOGRAPHIC;
    for (String value : text.values()) {
      String prefix = Glob.literalPrefix(value);
      if (prefix.isEmpty() || any.size() == MAX_TOKENS) {
        return Optional.empty();
      }
      if (!Glob.isPattern(value)) {
        any.add(patients ? tokens.patientId(value) : tokens.accession(value));
      } else {
        any.add(patients ? tokens.patientIdPrefix(prefix) : tokens.accessionPrefix(prefix));
      }
    }
    return Optional.of(new AnyToken(table, any));
  }

  /** Whole years, whole months and days that make up the ranges; empty if they are too many. */
  private static Optional<AnyToken> births(List<DateRange> ranges, Tokens tokens) {
    List<Long> any = new ArrayList<>();
    for (DateRange range : ranges) {
      if (!range.closed()) {
        return Optional.empty();
      }
      LocalDate day = DateRange.date(range.from());
      LocalDate end = DateRange.date(range.to());
      while (!day.isAfter(end)) {
        if (any.size() == MAX_TOKENS) {
          return Optional.empty();
        }
        LocalDate year = day.plusYears(1).minusDays(1);
        LocalDate month = day.plusMonths(1).minusDays(1);
        int number = DateRange.number(day);
        if (day.getDayOfYear() == 1 && !year.isAfter(end)) {
          any.add(tokens.birthYear(number / 10_000));
          day = year.plusDays(1);
        } else if (day.getDayOfMonth() == 1 && !month.isAfter(end)) {
          any.add(tokens.birthMonth(number / 100));
          day = month.plusDays(1);
        } else {
          any.add(tokens.birthDay(number));
          day = day.plusDays(1);
        }
      }
    }
    return Optional.of(new AnyToken(Table.DEMOGRAPHIC, any));
  }
}

package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Vr;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What one key of an identifier asks of an attribute (PS3.4 §C.2.2.2).
 *
 * <p>Several values of a key are alternatives; a multi-valued attribute matches if any of its
 * values does. Names compare without case and accents by any component group, all other text
 * exactly but for padding. A value that is no date, time or number matches no such key.
 */
sealed interface Match {

  /** Whether the attribute in this data set matches. */
  boolean test(DataSet set, int tag);

  /** Asks nothing: the attribute is only to be returned. */
  record Any() implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return true;
    }
  }

  /** UIDs, any of which it may be. */
  record Uids(Set<String> uids) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.strings(tag).stream().anyMatch(uids::contains);
    }
  }

  /** Text, with or without wild cards. */
  record Text(List<String> values, List<Glob> globs) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.strings(tag).stream().anyMatch(this::matches);
    }

    boolean matches(String value) {
      return globs.stream().anyMatch(g -> g.matches(value));
    }
  }

  /** A person's name: patterns of normalised component groups. */
  record Name(List<String> patterns, List<Glob> globs) implements Match {
    private static final String EMPTY_COMPONENTS = "^^^^";

    @Override
    public boolean test(DataSet set, int tag) {
      return set.strings(tag).stream()
          .flatMap(value -> Normal.groups(value).stream())
          .anyMatch(group -> globs.stream().anyMatch(g -> matches(g, group)));
    }

    /** Components that a name leaves out at its end are empty: {@code X^Y^*} finds {@code X^Y}. */
    private static boolean matches(Glob glob, String group) {
      return glob.matches(group) || glob.matches(group + EMPTY_COMPONENTS);
    }
  }

  /** Days. */
  record Dates(List<DateRange> ranges) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.strings(tag).stream()
          .map(DateRange::day)
          .anyMatch(day -> day.isPresent() && contains(day.getAsInt()));
    }

    boolean contains(int day) {
      return ranges.stream().anyMatch(r -> r.contains(day));
    }
  }

  /** Times of day. */
  record Times(List<TimeRange> ranges) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.strings(tag).stream()
          .map(TimeRange::moment)
          .anyMatch(moment -> moment.isPresent() && contains(moment.get().from()));
    }

    boolean contains(long moment) {
      return ranges.stream().anyMatch(r -> r.contains(moment));
    }
  }

  /** Days with times. */
  record DateTimes(List<DateTimeRange> ranges) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.strings(tag).stream()
          .map(DateTimeRange::moment)
          .anyMatch(moment ->
              moment.isPresent() && ranges.stream().anyMatch(r -> r.contains(moment.get().from())));
    }
  }

  /** Numbers, compared by value: {@code 01} is {@code 1}. */
  record Numbers(List<BigDecimal> numbers) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.strings(tag).stream()
          .map(Match::number)
          .anyMatch(value ->
              value.isPresent() && numbers.stream().anyMatch(n -> n.compareTo(value.get()) == 0));
    }
  }

  /** A sequence: one item must match all of the nested keys (PS3.4 §C.2.2.2.6). */
  record Items(List<Nested> keys) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.items(tag).stream()
          .anyMatch(item -> keys.stream().allMatch(k -> k.match().test(item, k.tag())));
    }
  }

  /** A key within a sequence's item. */
  record Nested(int tag, Match match) {}

  /** Whether it asks nothing. */
  default boolean universal() {
    return switch (this) {
      case Any _ -> true;
      case Items items -> items.keys().stream().allMatch(k -> k.match().universal());
      case Uids _, Text _, Name _, Dates _, Times _, DateTimes _, Numbers _ -> false;
    };
  }

  /**
   * What the element of this tag asks; empty if a value is none of its VR.
   *
   * @param vr how the attribute is kept, by {@link QueryKeys} or the dictionary
   */
  static Optional<Match> of(DataSet identifier, int tag, Vr vr) {
    if (vr == Vr.SQ) {
      return items(identifier.items(tag));
    }
    List<String> values =
        identifier.strings(tag).stream().filter(value -> !value.isEmpty()).toList();
    if (values.isEmpty()) {
      return Optional.of(new Any());
    }
    return switch (vr) {
      case UI -> Optional.of(new Uids(Set.copyOf(values)));
      case PN -> Optional.of(name(values));
      case AE, AS, CS, LO, LT, SH, ST, UC, UR, UT -> Optional.of(text(values));
      case DA -> all(values, DateRange::parse).map(Dates::new);
      case TM -> all(values, TimeRange::parse).map(Times::new);
      case DT -> all(values, DateTimeRange::parse).map(DateTimes::new);
      case DS, IS, FD, FL, SL, SS, SV, UL, US, UV -> all(values, Match::number).map(Numbers::new);
      case AT, OB, OD, OF, OL, OV, OW, SQ, UN -> Optional.of(new Any());
    };
  }

  private static Match text(List<String> values) {
    return values.stream().anyMatch(Glob::isUniversal)
        ? new Any()
        : new Text(values, values.stream().map(Glob::new).toList());
  }

  private static Match name(List<String> values) {
    List<String> patterns = values.stream().flatMap(v -> Normal.groups(v).stream()).toList();
    return patterns.isEmpty() || patterns.stream().anyMatch(Glob::isUniversal)
        ? new Any()
        : new Name(patterns, patterns.stream().map(Glob::new).toList());
  }

  private static Optional<Match> items(List<DataSet> items) {
    // One item at most is allowed in a key; of more, the first counts.
    if (items.isEmpty()) {
      return Optional.of(new Any());
    }
    List<Nested> keys = new ArrayList<>();
    for (int tag : items.getFirst().tags()) {
      Optional<Match> match = of(items.getFirst(), tag, Dictionary.vrOf(tag));
      if (match.isEmpty()) {
        return Optional.empty();
      }
      if (!match.get().universal()) {
        keys.add(new Nested(tag, match.get()));
      }
    }
    return Optional.of(keys.isEmpty() ? new Any() : new Items(keys));
  }

  private static Optional<BigDecimal> number(String text) {
    if (text.length() > 64) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static <T> Optional<List<T>> all(
      List<String> values, Function<String, Optional<T>> parser) {
    List<T> parsed = new ArrayList<>();
    for (String value : values) {
      Optional<T> one = parser.apply(value);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      parsed.add(one.get());
    }
    return Optional.of(parsed);
  }
}

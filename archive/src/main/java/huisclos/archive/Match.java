package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Vr;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** Days with times; of a value without an offset, the data set's own zone counts, else UTC. */
  record DateTimes(List<DateTimeRange> ranges) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.strings(tag).stream()
          .map(value -> DateTimeRange.moment(value, Zone.of(set).orElse(0)))
          .anyMatch(moment ->
              moment.isPresent() && ranges.stream().anyMatch(r -> r.contains(moment.get().from())));
    }
  }

  /** Numbers, compared by value: {@code 01} is {@code 1}. */
  record Numbers(List<BigDecimal> numbers) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.strings(tag).stream()
          .map(KeyParser::number)
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

  /**
   * The empty value {@code ""} (PS3.4 §C.2.2.2.7): the attribute is not there, or has no value. A
   * sequence without items is empty.
   */
  record Empty() implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return set.items(tag).isEmpty() && set.strings(tag).stream().allMatch(String::isEmpty);
    }
  }

  /** A person's name as it may be meant, see {@link FuzzyName}; exact matches are among them. */
  record Fuzzy(Name exact, List<FuzzyName> names) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return exact.test(set, tag)
          || set.strings(tag).stream()
              .flatMap(value -> Normal.groups(value).stream())
              .anyMatch(group -> names.stream().anyMatch(n -> n.matches(group)));
    }
  }

  /**
   * Moments: a date key together with the time key that belongs to it, or a date or time read in
   * the zone that the query names. See {@link Moments} for what is compared.
   */
  record InTime(Moments moments) implements Match {
    @Override
    public boolean test(DataSet set, int tag) {
      return moments.test(set);
    }
  }

  /** A key within a sequence's item. */
  record Nested(int tag, Match match) {}

  /** Whether it asks nothing. */
  default boolean universal() {
    return switch (this) {
      case Any _ -> true;
      case Items items -> items.keys().stream().allMatch(k -> k.match().universal());
      case Uids _,
          Text _,
          Name _,
          Dates _,
          Times _,
          DateTimes _,
          Numbers _,
          Empty _,
          Fuzzy _,
          InTime _ ->
          false;
    };
  }

  /** What the element of this tag asks where nothing was agreed; empty if a value is malformed. */
  static Optional<Match> of(DataSet identifier, int tag, Vr vr) {
    return new KeyParser(identifier, Semantics.BASELINE).parse(tag, vr);
  }
}

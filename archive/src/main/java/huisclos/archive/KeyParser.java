package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Vr;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Reads what the keys of one identifier ask, as it was agreed to be understood. */
final class KeyParser {
  /** The key that asks for attributes without a value (PS3.4 §C.2.2.2.7). */
  private static final String EMPTY = "\"\"";

  private final DataSet identifier;
  private final Semantics semantics;

  /** What the identifier's own dates and times are in; of DT values always, of others if agreed. */
  private final OptionalInt zone;

  KeyParser(DataSet identifier, Semantics semantics) {
    this.identifier = identifier;
    this.semantics = semantics;
    this.zone = Zone.of(identifier);
  }

  /**
   * What the element of this tag asks; empty if a value is none of its VR.
   *
   * @param vr how the attribute is kept, by {@link QueryKeys} or the dictionary
   */
  Optional<Match> parse(int tag, Vr vr) {
    return parse(identifier, tag, vr);
  }

  private Optional<Match> parse(DataSet from, int tag, Vr vr) {
    if (vr == Vr.SQ) {
      return items(from.items(tag));
    }
    List<String> values = from.strings(tag).stream().filter(value -> !value.isEmpty()).toList();
    if (values.isEmpty()) {
      return Optional.of(new Match.Any());
    }
    if (values.equals(List.of(EMPTY))) {
      return Optional.of(new Match.Empty());
    }
    return switch (vr) {
      case UI -> Optional.of(new Match.Uids(Set.copyOf(values)));
      case PN -> Optional.of(name(values));
      case AE, AS, CS, LO, LT, SH, ST, UC, UR, UT -> Optional.of(text(values));
      case DA -> all(values, DateRange::parse).map(ranges -> dates(from, tag, ranges));
      case TM -> all(values, TimeRange::parse).map(ranges -> times(from, tag, ranges));
      case DT ->
          all(values, value -> DateTimeRange.parse(value, zone.orElse(0)))
              .map(Match.DateTimes::new);
      case DS, IS, FD, FL, SL, SS, SV, UL, US, UV ->
          all(values, KeyParser::number).map(Match.Numbers::new);
      case AT, OB, OD, OF, OL, OV, OW, SQ, UN -> Optional.of(new Match.Any());
    };
  }

  private static Match text(List<String> values) {
    return values.stream().anyMatch(Glob::isUniversal)
        ? new Match.Any()
        : new Match.Text(values, values.stream().map(Glob::new).toList());
  }

  private Match name(List<String> values) {
    List<String> patterns = values.stream().flatMap(v -> Normal.groups(v).stream()).toList();
    if (patterns.isEmpty() || patterns.stream().anyMatch(Glob::isUniversal)) {
      return new Match.Any();
    }
    Match.Name exact = new Match.Name(patterns, patterns.stream().map(Glob::new).toList());
    return semantics.fuzzy()
        ? new Match.Fuzzy(
            exact, patterns.stream().map(p -> new FuzzyName(Normal.parts(p))).toList())
        : exact;
  }

  private Match dates(DataSet from, int tag, List<DateRange> ranges) {
    Integer timeTag = Moments.PAIRS.get(tag);
    if (timeTag == null) {
      return new Match.Dates(ranges);
    }
    Optional<Moments.Whole> whole =
        semantics.dateTime() && ranges.size() == 1 && isRange(from, tag)
            ? range(from, timeTag)
                .map(time -> new Moments.Whole(ranges.getFirst(), time.from(), time.to()))
            : Optional.empty();
    OptionalInt agreed = semantics.timezone() ? zone : OptionalInt.empty();
    if (whole.isEmpty() && agreed.isEmpty()) {
      return new Match.Dates(ranges);
    }
    return new Match.InTime(
        new Moments(
            tag, timeTag, whole.isPresent() ? List.of() : ranges, List.of(), whole, agreed));
  }

  private Match times(DataSet from, int tag, List<TimeRange> ranges) {
    OptionalInt dateTag = Moments.dateOf(tag);
    if (dateTag.isEmpty()) {
      return new Match.Times(ranges);
    }
    int date = dateTag.getAsInt();
    if (semantics.dateTime() && isRange(from, date) && range(from, tag).isPresent()) {
      Optional<DateRange> range = DateRange.parse(from.string(date, ""));
      if (range.isPresent()) {
        // The date's key asks for both, and so does this one.
        return dates(from, date, List.of(range.get()));
      }
    }
    return semantics.timezone() && zone.isPresent()
        ? new Match.InTime(new Moments(date, tag, List.of(), ranges, Optional.empty(), zone))
        : new Match.Times(ranges);
  }

  private static boolean isRange(DataSet from, int tag) {
    return from.strings(tag).size() == 1 && from.string(tag, "").contains("-");
  }

  private static Optional<TimeRange> range(DataSet from, int tag) {
    return isRange(from, tag) ? TimeRange.parse(from.string(tag, "")) : Optional.empty();
  }

  private Optional<Match> items(List<DataSet> items) {
    // One item at most is allowed in a key; of more, the first counts.
    if (items.isEmpty()) {
      return Optional.of(new Match.Any());
    }
    List<Match.Nested> keys = new ArrayList<>();
    for (int tag : items.getFirst().tags()) {
      Optional<Match> match = parse(items.getFirst(), tag, Dictionary.vrOf(tag));
      if (match.isEmpty()) {
        return Optional.empty();
      }
      if (!match.get().universal()) {
        keys.add(new Match.Nested(tag, match.get()));
      }
    }
    return Optional.of(keys.isEmpty() ? new Match.Any() : new Match.Items(keys));
  }

  static Optional<BigDecimal> number(String text) {
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

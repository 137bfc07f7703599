package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A query, understood.
 *
 * @param level what is looked for
 * @param keys the keys that ask something
 * @param wanted tags of the attributes to return, the level's unique key among them
 * @param extras the added keys among the wanted, by the tag that the identifier has them under
 * @param identifier as it came, for the items that a sequence key names
 * @param allSupported whether every key of the identifier is one of {@link QueryKeys} at or above
 *     the level
 */
record ParsedQuery(
    Level level,
    List<Asked> keys,
    Set<Integer> wanted,
    Map<Integer, ExtraKey> extras,
    DataSet identifier,
    boolean allSupported) {

  /** A key that asks something. */
  record Asked(QueryKeys.Key key, Match match) {}

  /** A query or why it is none. */
  sealed interface Parse {
    record Parsed(ParsedQuery query) implements Parse {}

    record Refused(FindOutcome.InvalidReason reason, int tag) implements Parse {}
  }

  /** Understands a query, and checks the hierarchy of its model (PS3.4 §C.4.1.2.1). */
  static Parse of(Query query) {
    return of(query, List.of());
  }

  /** The same where these keys were added to those built in. */
  static Parse of(Query query, List<ExtraKey> added) {
    if (query.level().above(query.root().top())) {
      return new Parse.Refused(FindOutcome.InvalidReason.LEVEL, Tag.QUERY_RETRIEVE_LEVEL);
    }
    List<Asked> keys = new ArrayList<>();
    Set<Integer> wanted = new LinkedHashSet<>();
    wanted.add(query.level().uniqueKey());
    Map<Integer, ExtraKey> extras = new HashMap<>();
    boolean supported = true;
    KeyParser parser = new KeyParser(query.identifier(), query.semantics());
    for (Element element : query.identifier()) {
      int tag = element.tag();
      if (isControl(tag, query.identifier())) {
        continue;
      }
      Optional<QueryKeys.Key> key = QueryKeys.find(tag);
      Optional<ExtraKey> extra =
          key.isPresent()
              ? Optional.empty()
              : ExtraKeys.find(added, tag, query.identifier())
                  .filter(k -> !query.level().above(k.level()));
      if (extra.isPresent()) {
        wanted.add(tag);
        extras.put(tag, extra.get());
        // Until it knows all that is stored, a key hides nothing: it is as if it were not known.
        supported &= extra.get().complete();
        key =
            extra
                .filter(ExtraKey::complete)
                .map(k -> new QueryKeys.Key(tag, k.level(), k.vr(), QueryKeys.Source.EXTRA));
        if (key.isEmpty()) {
          continue;
        }
      }
      if (key.isEmpty() || query.level().above(key.get().level())) {
        supported = false;
        continue;
      }
      wanted.add(tag);
      if (query.identifier().strings(tag).size() > ArchiveLimits.MAX_KEY_VALUES) {
        return new Parse.Refused(FindOutcome.InvalidReason.TOO_MANY_VALUES, tag);
      }
      Optional<Match> match =
          extra.isPresent()
              ? new KeyParser(extra.get().alone(element, query.identifier()), query.semantics())
                  .parse(extra.get().tag(), extra.get().vr())
              : parser.parse(tag, key.get().vr());
      if (match.isEmpty()) {
        return new Parse.Refused(FindOutcome.InvalidReason.MALFORMED_KEY, tag);
      }
      if (!match.get().universal()) {
        keys.add(new Asked(key.get(), match.get()));
      }
    }
    for (Level above : Level.values()) {
      if (!query.semantics().relational()
          && above.above(query.level())
          && !above.above(query.root().top())) {
        if (!single(keys, above.uniqueKey())) {
          return new Parse.Refused(FindOutcome.InvalidReason.MISSING_UNIQUE_KEY, above.uniqueKey());
        }
      }
    }
    return new Parse.Parsed(
        new ParsedQuery(query.level(), keys, wanted, extras, query.identifier(), supported));
  }

  /** What steers the query and is no key of it. */
  private static boolean isControl(int tag, DataSet identifier) {
    return switch (tag) {
      case Tag.SPECIFIC_CHARACTER_SET, Tag.QUERY_RETRIEVE_LEVEL, Tag.RETRIEVE_AE_TITLE -> true;
      // With a value it says what the identifier's own times mean (PS3.4 §C.4.1.1.3.1).
      case Tag.TIMEZONE_OFFSET_FROM_UTC -> identifier.string(tag).isPresent();
      default -> Tags.isGroupLength(tag) || Tags.isPrivateCreator(tag);
    };
  }

  private static boolean single(List<Asked> keys, int tag) {
    return keys.stream()
        .filter(k -> k.key().tag() == tag)
        .anyMatch(k ->
            switch (k.match()) {
              case Match.Uids uids -> uids.uids().size() == 1;
              case Match.Text text ->
                  text.values().size() == 1 && !Glob.isPattern(text.values().getFirst());
              case Match.Any _,
                  Match.Name _,
                  Match.Dates _,
                  Match.Times _,
                  Match.DateTimes _,
                  Match.Numbers _,
                  Match.Empty _,
                  Match.Fuzzy _,
                  Match.InTime _,
                  Match.Items _ ->
                  false;
            });
  }

  /** What the key of this tag asks, if it asks something. */
  Optional<Match> match(int tag) {
    return keys.stream().filter(k -> k.key().tag() == tag).map(Asked::match).findFirst();
  }

  /** The UIDs that the key of this tag lists; empty where it asks nothing. */
  Set<String> uids(int tag) {
    return match(tag).orElse(new Match.Any()) instanceof Match.Uids uids ? uids.uids() : Set.of();
  }
}

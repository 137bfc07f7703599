package huisclos.archive;

import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data set that answers for one match: the attributes that were asked for, in UTF-8 if the
 * query came in UTF-8, else byte for byte in the stored object's character set where one set serves
 * all of them, else all in UTF-8. An attribute that is asked for and has no value is returned empty
 * (PS3.4 §C.2.2.1.3).
 */
final class Answer {
  private final ParsedQuery query;

  Answer(ParsedQuery query) {
    this.query = query;
  }

  DataSet of(Row row) throws ArchiveException {
    List<Part> parts = new ArrayList<>();
    for (int tag : query.wanted()) {
      ExtraKey extra = query.extras().get(tag);
      if (extra != null) {
        DataSet value = row.extra(extra).orElseGet(DataSet::new);
        value
            .get(extra.tag())
            .flatMap(element -> extra.retagged(element, tag))
            .ifPresent(element -> parts.add(new Part(narrowed(element), value)));
        continue;
      }
      QueryKeys.Key key = QueryKeys.find(tag).orElseThrow();
      DataSet source =
          key.source() == QueryKeys.Source.COMPUTED
              ? row.computed(tag)
              : row.attributes(key.level());
      source.get(tag).ifPresent(element -> parts.add(new Part(narrowed(element), source)));
    }
    DataSet answer = new DataSet();
    // Who asks in UTF-8 reads it; others may read only what their objects are written in.
    Optional<List<String>> shared =
        query.identifier().characterSet().terms().equals(SpecificCharacterSet.UTF_8.terms())
            ? Optional.empty()
            : shared(parts);
    List<String> terms = shared.orElse(SpecificCharacterSet.UTF_8.terms());
    if (!terms.isEmpty()) {
      answer.putString(Tag.SPECIFIC_CHARACTER_SET, terms.toArray(String[]::new));
    }
    for (Part part : parts) {
      if (shared.isPresent()) {
        answer.put(part.element());
      } else {
        convert(part.element(), part.source(), answer);
      }
    }
    for (int tag : query.wanted()) {
      ExtraKey extra = query.extras().get(tag);
      if (extra != null && !extra.privateCreator().isEmpty()) {
        answer.putString(ExtraKey.creatorOf(tag), Vr.LO, extra.privateCreator());
      }
      if (!answer.contains(tag)) {
        if (extra == null) {
          answer.putEmpty(tag);
        } else {
          answer.put(
              extra.vr() == Vr.SQ
                  ? new SequenceElement(tag, List.of())
                  : ValueElement.empty(tag, extra.vr()));
        }
      }
    }
    return answer;
  }

  /** An element and the data set whose character set it is in. */
  private record Part(Element element, DataSet source) {}

  /** Of a sequence whose key names attributes within its item, those; else all of it. */
  private Element narrowed(Element element) {
    List<DataSet> asked = query.identifier().items(element.tag());
    if (!(element instanceof SequenceElement sequence)
        || asked.isEmpty()
        || asked.getFirst().isEmpty()) {
      return element;
    }
    List<Integer> tags = new ArrayList<>();
    for (int tag : asked.getFirst().tags()) {
      tags.add(tag);
    }
    tags.add(Tag.SPECIFIC_CHARACTER_SET);
    return new SequenceElement(
        element.tag(), sequence.items().stream().map(item -> item.copyOf(tags)).toList());
  }

  /** The character set that all parts can be given in as they are; empty if they need several. */
  private static Optional<List<String>> shared(List<Part> parts) {
    Set<List<String>> needed = new LinkedHashSet<>();
    Set<List<String>> named = new LinkedHashSet<>();
    for (Part part : parts) {
      List<String> terms = part.source().characterSet().terms();
      if (!terms.isEmpty()) {
        named.add(terms);
      }
      if (!plain(part.element())) {
        needed.add(terms);
      }
    }
    if (needed.isEmpty()) {
      return named.size() == 1 ? Optional.of(named.iterator().next()) : Optional.of(List.of());
    }
    return needed.size() == 1 ? Optional.of(needed.iterator().next()) : Optional.empty();
  }

  /** Whether the element reads alike in every character set: no byte outside of printable ASCII. */
  private static boolean plain(Element element) {
    return switch (element) {
      case ValueElement value -> {
        if (value.vr().usesCharacterSet()) {
          for (byte b : value.bytes()) {
            // Escape sequences of ISO 2022 are control characters; so are line ends, harmlessly.
            if (b < ' ' && b != '\r' && b != '\n' && b != '\f' && b != '\t') {
              yield false;
            }
          }
        }
        yield true;
      }
      case SequenceElement sequence -> {
        for (DataSet item : sequence.items()) {
          for (Element nested : item) {
            if (!plain(nested)) {
              yield false;
            }
          }
        }
        yield true;
      }
      case FragmentsElement _, BulkElement _ -> true;
    };
  }

  /** Puts the element's values, written anew in the target's character set. */
  static void convert(Element element, DataSet source, DataSet target) {
    switch (element) {
      case ValueElement value when value.vr().usesCharacterSet() ->
          target.putString(
              value.tag(), value.vr(), source.strings(value.tag()).toArray(String[]::new));
      case SequenceElement sequence -> {
        // Items inherit the character set of what they are put into, so values are read before.
        List<DataSet> items = new ArrayList<>();
        for (DataSet item : sequence.items()) {
          DataSet converted = new DataSet();
          converted.putString(
              Tag.SPECIFIC_CHARACTER_SET,
              SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
          for (Element nested : item) {
            if (nested.tag() != Tag.SPECIFIC_CHARACTER_SET) {
              convert(nested, item, converted);
            }
          }
          items.add(converted);
        }
        target.put(new SequenceElement(sequence.tag(), items));
      }
      case ValueElement value -> target.put(value);
      case FragmentsElement _, BulkElement _ -> {}
    }
  }
}

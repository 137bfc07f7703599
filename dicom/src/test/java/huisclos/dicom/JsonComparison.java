package huisclos.dicom;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where two documents of the DICOM JSON model say different things. No difference: empty values in
 * any of their spellings, an empty URI, null among binary numbers, padding of text, trailing carets
 * of names, how a number is spelt, a single-precision number printed with more digits, whether a
 * number is quoted.
 */
final class JsonComparison {
  private final List<String> differences = new ArrayList<>();

  private JsonComparison() {}

  static List<String> differences(Object expected, Object actual) {
    JsonComparison comparison = new JsonComparison();
    comparison.sets("", (Map<?, ?>) expected, (Map<?, ?>) actual);
    return comparison.differences;
  }

  private void sets(String where, Map<?, ?> expected, Map<?, ?> actual) {
    Set<Object> tags = new TreeSet<>(expected.keySet());
    tags.addAll(actual.keySet());
    for (Object tag : tags) {
      String place = where + "/" + tag;
      Map<?, ?> a = (Map<?, ?>) expected.get(tag);
      Map<?, ?> b = (Map<?, ?>) actual.get(tag);
      if (a == null || b == null) {
        differences.add(place + (a == null ? " is extra" : " is missing"));
      } else {
        element(place, a, b);
      }
    }
  }

  private void element(String place, Map<?, ?> a, Map<?, ?> b) {
    if (!Objects.equals(a.get("vr"), b.get("vr"))) {
      differences.add(place + " vr " + a.get("vr") + " " + b.get("vr"));
    }
    if (!Objects.equals(text(a.get("InlineBinary")), text(b.get("InlineBinary")))) {
      differences.add(place + " InlineBinary");
    }
    if (!text(a.get("BulkDataURI")).equals(text(b.get("BulkDataURI")))) {
      differences.add(place + " BulkDataURI");
    }
    List<?> left = entries(a);
    List<?> right = entries(b);
    if (left.size() != right.size()) {
      differences.add(place + " has " + left.size() + " values, " + right.size());
      return;
    }
    for (int i = 0; i < left.size(); i++) {
      if ("SQ".equals(a.get("vr"))) {
        sets(place + "[" + i + "]", (Map<?, ?>) left.get(i), (Map<?, ?>) right.get(i));
      } else if (!same(left.get(i), right.get(i))) {
        differences.add(place + "[" + i + "] " + left.get(i) + " / " + right.get(i));
      }
    }
  }

  private static List<?> entries(Map<?, ?> element) {
    List<?> all = element.get("Value") instanceof List<?> list ? list : List.of();
    if (JsonValueWriter.isNumbers(Vr.valueOf(text(element.get("vr"))))) {
      return all.stream().filter(value -> value != JsonTree.Null.NULL).toList();
    }
    return all.size() == 1 && isEmpty(all.getFirst()) && !"SQ".equals(element.get("vr"))
        ? List.of()
        : all;
  }

  private static boolean isEmpty(Object value) {
    return value == JsonTree.Null.NULL
        || text(value).isEmpty()
        || (value instanceof Map<?, ?> name
            && name.values().stream().allMatch(group -> name(group).isEmpty()));
  }

  private static boolean same(Object a, Object b) {
    if (isEmpty(a) && isEmpty(b)) {
      return true;
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return DicomJson.NAME_GROUPS.stream()
          .allMatch(group -> name(left.get(group)).equals(name(right.get(group))));
    }
    if (a instanceof BigDecimal left && b instanceof BigDecimal right) {
      return left.compareTo(right) == 0
          || left.floatValue() == right.floatValue()
          || left.doubleValue() == right.doubleValue();
    }
    return text(a).equals(text(b));
  }

  /** Empty components at the end mean nothing (PS3.5 §6.2.1.1). */
  private static String name(@Nullable Object group) {
    return text(group).replaceAll("[ ^]+$", "");
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString().replaceAll("[ \0]+$", "");
  }
}

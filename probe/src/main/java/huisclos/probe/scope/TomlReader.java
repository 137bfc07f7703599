package huisclos.probe.scope;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A table of a scope, read key by key; what nobody asked for is an error. One thread. */
final class TomlReader {
  /** Longest single text. */
  static final int MAX_TEXT = 20_000;

  private final Path file;
  private final String path;
  private final TomlTable table;
  private final Optional<TomlPosition> where;
  private final Set<String> asked = new HashSet<>();

  private TomlReader(Path file, String path, TomlTable table, Optional<TomlPosition> where) {
    this.file = file;
    this.path = path;
    this.table = table;
    this.where = where;
  }

  static TomlReader of(Path file, TomlTable root) {
    return new TomlReader(file, "", root, Optional.empty());
  }

  /** An error at a key of this table. */
  ScopeException wrong(String key, String message, String fix) {
    @Nullable TomlPosition at = table.inputPositionOf(List.of(key));
    Optional<TomlPosition> position = Optional.ofNullable(at).or(() -> where);
    return new ScopeException(
        file + position.map(p -> ":" + p.line()).orElse("") + ": " + message, fix);
  }

  /** How errors name a key. */
  String named(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return table.get(List.of(key)) != null;
  }

  private @Nullable Object ask(String key) {
    asked.add(key);
    return table.get(List.of(key));
  }

  private <T> Optional<T> typed(String key, Class<T> type, String what) throws ScopeException {
    @Nullable Object value = ask(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw wrong(key, named(key) + " should be " + what, "");
    }
    return Optional.of(type.cast(value));
  }

  /** A text on one or more lines. */
  Optional<String> text(String key) throws ScopeException {
    Optional<String> text = typed(key, String.class, "a text in quotes").map(String::strip);
    if (text.filter(t -> t.length() > MAX_TEXT).isPresent()) {
      throw wrong(key, named(key) + " is longer than " + MAX_TEXT + " characters", "shorten it");
    }
    return text.filter(t -> !t.isEmpty());
  }

  /** A text of one line that can be shown anywhere. */
  Optional<String> line(String key, int most) throws ScopeException {
    Optional<String> text = text(key);
    if (text.filter(t -> t.length() > most || t.chars().anyMatch(Character::isISOControl))
        .isPresent()) {
      throw wrong(key, named(key) + " is one line of at most " + most + " characters", "");
    }
    return text;
  }

  String line(String key, int most, String example) throws ScopeException {
    return line(key, most)
        .orElseThrow(
            () -> wrong(key, named(key) + " is missing", "add " + key + " = \"" + example + "\""));
  }

  boolean flag(String key) throws ScopeException {
    return typed(key, Boolean.class, "true or false").orElse(false);
  }

  OffsetDateTime moment(String key) throws ScopeException {
    return typed(key, OffsetDateTime.class, "a date and time with offset")
        .orElseThrow(() ->
            wrong(
                key,
                named(key) + " is missing",
                "add " + key + " = 2026-11-23T20:00:00+01:00, without quotes"));
  }

  LocalDate date(String key) throws ScopeException {
    return typed(key, LocalDate.class, "a date without quotes")
        .orElseThrow(() -> wrong(key, named(key) + " is missing", "add " + key + " = 2026-11-23"));
  }

  /** A number above 0. */
  double number(String key, double most, double otherwise) throws ScopeException {
    double value = typed(key, Number.class, "a number").map(Number::doubleValue).orElse(otherwise);
    if (!(value > 0 && value <= most)) {
      throw wrong(key, named(key) + " is out of range", "above 0, at most " + most);
    }
    return value;
  }

  /** A whole number above 0. */
  int whole(String key, int most, int otherwise) throws ScopeException {
    long value = typed(key, Long.class, "a whole number").orElse((long) otherwise);
    if (value < 1 || value > most) {
      throw wrong(key, named(key) + " is out of range", "1 to " + most);
    }
    return (int) value;
  }

  /** The elements of an array, all of one type; empty optional where the key is missing. */
  <T> Optional<List<T>> array(String key, Class<T> type, String what, int most)
      throws ScopeException {
    Optional<TomlArray> array = typed(key, TomlArray.class, "a list");
    if (array.isEmpty()) {
      return Optional.empty();
    }
    TomlArray values = array.orElseThrow();
    if (values.size() > most) {
      throw wrong(key, named(key) + " has more than " + most + " elements", "");
    }
    List<T> list = new ArrayList<>(values.size());
    for (Object value : values.toList()) {
      if (!type.isInstance(value)) {
        throw wrong(key, named(key) + " should be a list of " + what, "");
      }
      list.add(type.cast(value));
    }
    return Optional.of(list);
  }

  /** A table below this one; an empty one where it is missing. */
  Optional<TomlReader> table(String key) throws ScopeException {
    return typed(key, TomlTable.class, "a table")
        .map(below ->
            new TomlReader(
                file,
                named(key),
                below,
                Optional.ofNullable(table.inputPositionOf(List.of(key))).or(() -> where)));
  }

  /** The tables of {@code [[key]]}. */
  List<TomlReader> tables(String key, int most) throws ScopeException {
    Optional<TomlArray> array = typed(key, TomlArray.class, "[[" + key + "]] tables");
    if (array.isEmpty()) {
      return List.of();
    }
    TomlArray values = array.orElseThrow();
    if (values.size() > most) {
      throw wrong(key, "more than " + most + " [[" + key + "]] tables", "");
    }
    List<TomlReader> list = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      if (!(values.get(i) instanceof TomlTable below)) {
        throw wrong(key, key + " should be written as [[" + key + "]] tables", "");
      }
      list.add(new TomlReader(file, key, below, Optional.of(values.inputPositionOf(i))));
    }
    return list;
  }

  /** Throws at the first key that nobody asked for. */
  void nothingElse() throws ScopeException {
    for (String key : table.keySet()) {
      if (!asked.contains(key)) {
        throw wrong(
            key,
            "unknown key " + named(key),
            "known here: " + String.join(", ", asked.stream().sorted().toList()));
      }
    }
  }
}

package huisclos.desk.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a method and a path. Immutable. */
final class Router {
  private final List<Entry> entries;

  private record Entry(Route route, List<String> template) {
    static Entry of(Route route) {
      List<String> template =
          PathRules.segments(route.template().replace("{", "%7B").replace("}", "%7D"))
              .orElseThrow(() -> new IllegalArgumentException("a route's template is no path"));
      return new Entry(route, template);
    }

    /** The values of the variables, where the path fits. */
    Optional<Map<String, String>> match(List<String> path) {
      if (path.size() != template.size()) {
        return Optional.empty();
      }
      Map<String, String> variables = new HashMap<>();
      for (int i = 0; i < path.size(); i++) {
        String part = template.get(i);
        if (isVariable(part)) {
          variables.put(part.substring(1, part.length() - 1), path.get(i));
        } else if (!part.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(Collections.unmodifiableMap(variables));
    }

    private static boolean isVariable(String part) {
      return part.startsWith("{") && part.endsWith("}");
    }

    /** How many segments are words: the most exact template goes first. */
    private long words() {
      return template.stream().filter(part -> !isVariable(part)).count();
    }
  }

  /** What a path and a method lead to. */
  sealed interface Match {
    /** A route, with the values of its template's variables. */
    record Found(Route route, Map<String, String> variables) implements Match {}

    /** The path is there, for other methods. */
    record OtherMethods(String allow) implements Match {}

    /** No such path. */
    record None() implements Match {}
  }

  Router(List<Route> routes) {
    List<Entry> sorted = new ArrayList<>(routes.stream().map(Entry::of).toList());
    sorted.sort((a, b) -> Long.compare(b.words(), a.words()));
    entries = List.copyOf(sorted);
  }

  /** Whether a path without variables is among the routes. */
  boolean has(String path) {
    return entries.stream().anyMatch(e -> e.route().template().equals(path));
  }

  Match find(String method, List<String> path) {
    TreeSet<String> others = new TreeSet<>();
    for (Entry entry : entries) {
      Optional<Map<String, String>> variables = entry.match(path);
      if (variables.isPresent()) {
        List<String> methods = entry.route().methods();
        if (methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"))) {
          return new Match.Found(entry.route(), variables.get());
        }
        others.addAll(methods);
        if (methods.contains("GET")) {
          others.add("HEAD");
        }
      }
    }
    return others.isEmpty() ? new Match.None() : new Match.OtherMethods(String.join(", ", others));
  }
}

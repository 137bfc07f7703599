package huisclos.gate;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps what ends by itself from piling up. */
final class Endings {
  private Endings() {}

  /** Removes what has ended, and what ends first where one more would be too many. */
  static <T> void makeRoom(
      Map<String, T> all, int max, Instant now, Function<T, Instant> end, Consumer<String> remove) {
    List<Map.Entry<String, T>> alive =
        all.entrySet().stream().sorted(Comparator.comparing(e -> end.apply(e.getValue()))).toList();
    int tooMany = alive.size() + 1 - max;
    for (int i = 0; i < alive.size(); i++) {
      if (i < tooMany || !now.isBefore(end.apply(alive.get(i).getValue()))) {
        remove.accept(alive.get(i).getKey());
      }
    }
  }
}

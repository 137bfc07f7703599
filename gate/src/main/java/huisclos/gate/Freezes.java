package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailFilter;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes the brakes agree with what is on record of whom they froze: an older copy of the index
 * would thaw them. For the moment before the doors open; used by one thread.
 */
public final class Freezes {
  private final BrakeRegistry brakes;

  /** For these brakes. */
  public Freezes(BrakeRegistry brakes) {
    this.brakes = brakes;
  }

  /**
   * Freezes again whom nobody thawed since.
   *
   * @param from by log id, the record to begin at; a log that isn't named is read from its start
   * @return who was frozen again, by their words
   * @throws IOException if the trail can't be read
   */
  public List<String> replay(Path trailDir, Map<String, Long> from) throws IOException {
    TrailFilter filter =
        TrailFilter.all()
            .of(
                Set.of(
                    Action.ALERT, Action.DEVICE_BUDGET, Action.USER_BUDGET, Action.TOKEN_BUDGET));
    Map<Spender, Instant> frozen = new LinkedHashMap<>();
    try (Stream<TrailEntry> entries = TrailReader.since(trailDir, from, filter)) {
      for (Iterator<TrailEntry> i = entries.iterator(); i.hasNext(); ) {
        take(i.next().record(), frozen);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Set<String> again = new TreeSet<>();
    frozen.forEach((spender, at) -> {
      if (!brakes.brake(spender).frozen()) {
        var _ = brakes.change(spender, brake -> brake.frozenSince(at));
        again.add(spender.word());
      }
    });
    return List.copyOf(again);
  }

  private static void take(TrailRecord record, Map<Spender, Instant> frozen) {
    String target = Optional.ofNullable(record.facts().get(Fact.TARGET)).orElse("");
    String reason = Optional.ofNullable(record.facts().get(Fact.REASON)).orElse("");
    if (record.action() == Action.ALERT) {
      if (reason.equals(AlertKind.FROZEN.word())) {
        Spender.parse(target).ifPresent(spender -> frozen.put(spender, record.time()));
      }
    } else if (reason.equals(BrakeAdmin.THAWED)) {
      frozen.remove(new Spender(BrakeAdmin.kind(record.action()), target));
    }
  }
}

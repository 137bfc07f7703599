package huisclos.archive;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailFilter;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who sent what the index lost in a power cut: the trail knows, whose records of a store are
 * durable before it is acknowledged. Bytes and index say nothing of it.
 */
final class StoreSenders {
  /** How far back is looked: the index syncs within minutes, whatever it lost is young. */
  private static final Duration WITHIN = Duration.ofDays(7);

  private final Path trail;

  StoreSenders(Path home) {
    this.trail = home.resolve("trail");
  }

  /** The devices that stored instances of these studies lately, by SOP instance UID. */
  Map<String, String> of(Set<String> studies, Instant now) throws IOException {
    Map<String, String> senders = new HashMap<>();
    if (!Files.isDirectory(trail)) {
      return senders;
    }
    TrailFilter filter =
        TrailFilter.about(studies, Set.of())
            .of(Set.of(Action.STORE))
            .between(now.minus(WITHIN), now.plus(WITHIN));
    try (Stream<TrailEntry> entries = TrailReader.records(trail, filter)) {
      for (Iterator<TrailEntry> i = entries.iterator(); i.hasNext(); ) {
        TrailRecord record = i.next().record();
        String instance = record.facts().get(Fact.SOP_INSTANCE);
        if (instance != null
            && record.outcome() == Outcome.DONE
            && record.actor().kind() == Actor.Kind.DEVICE) {
          senders.put(instance, record.actor().id());
        }
      }
    }
    return senders;
  }
}

package huisclos.archive;

import huisclos.gate.Verb;
import huisclos.trail.Action;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailFilter;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The register of devices, held against what is on record of it: who was let in, by which
 * certificate, with which grants. The register lies in the index alone, so that nothing else tells
 * of a bit that changed in it, or of a row that somebody wrote there by hand.
 */
final class ScrubDevices {
  private final Path trail;

  /** By fingerprint: aet, serial number and end, as they were put on record. */
  private final Map<String, List<String>> certificates = new HashMap<>();

  /** By title: the grants last put on record. */
  private final Map<String, Set<String>> grants = new HashMap<>();

  private Optional<Instant> since = Optional.empty();

  ScrubDevices(Path trail) {
    this.trail = trail;
  }

  private record Registered(
      String aet, String verbs, String fingerprint, String serial, String end, Instant added) {
    static Registered read(ResultSet row) throws SQLException {
      return new Registered(
          row.getString(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          added(row.getString(6)));
    }

    private static Instant added(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        return Instant.MAX;
      }
    }
  }

  /** What differs; nothing is said of devices that are older than the trail. */
  List<Damage> check(IndexDatabase index, Instant now) throws IOException {
    // The register is read first: what is added meanwhile is on record before it is in it.
    List<Registered> rows =
        index.read(session -> {
          List<Registered> list = new ArrayList<>();
          session.each(ScrubSql.REGISTERED, row -> list.add(Registered.read(row)));
          return list;
        });
    if (rows.isEmpty()) {
      return List.of();
    }
    readTrail();
    List<Damage> found = new ArrayList<>();
    for (Registered row : rows) {
      if (since.isEmpty() || row.added.isBefore(since.get())) {
        continue;
      }
      List<String> recorded = certificates.get(row.fingerprint);
      Optional<String> wrong = Optional.empty();
      if (recorded == null) {
        wrong = Optional.of("a certificate of it was never put on record");
      } else if (!recorded.equals(List.of(row.aet, row.serial, row.end))) {
        wrong = Optional.of("a certificate of it is on record with other particulars");
      } else if (!words(row.verbs).equals(grants.getOrDefault(row.aet, Set.of()))) {
        wrong = Optional.of("its grants are not those on record");
      }
      wrong.ifPresent(what ->
          found.add(Damage.at(DamageKind.REGISTRY, "index.db device " + row.aet, what, now)));
    }
    return found;
  }

  private static Set<String> words(String verbs) {
    Set<String> words = new TreeSet<>();
    for (String name : verbs.isEmpty() ? new String[0] : verbs.split("\\\\", -1)) {
      words.add(
          Arrays.stream(Verb.values())
              .filter(verb -> verb.name().equals(name))
              .map(Verb::word)
              .findFirst()
              .orElse("?"));
    }
    return words;
  }

  private void readTrail() throws IOException {
    Set<String> failed = new HashSet<>();
    List<TrailRecord> acts = new ArrayList<>();
    try (Stream<TrailEntry> entries = TrailReader.records(trail, TrailFilter.all())) {
      for (Iterator<TrailEntry> i = entries.iterator(); i.hasNext(); ) {
        TrailRecord record = i.next().record();
        if (since.isEmpty()) {
          since = Optional.of(record.time());
        }
        String fingerprint = record.facts().get(Fact.FINGERPRINT);
        boolean about =
            record.action() == Action.DEVICE_ADD || record.action() == Action.DEVICE_RENEW;
        if (about && fingerprint != null) {
          if (record.outcome() == Outcome.DONE) {
            acts.add(record);
          } else {
            failed.add(fingerprint);
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (TrailRecord act : acts) {
      String fingerprint = act.facts().getOrDefault(Fact.FINGERPRINT, "");
      String aet = act.facts().getOrDefault(Fact.TARGET, "");
      if (!failed.contains(fingerprint)) {
        certificates.put(
            fingerprint,
            List.of(
                aet,
                act.facts().getOrDefault(Fact.SERIAL, ""),
                act.facts().getOrDefault(Fact.NOT_AFTER, "")));
        String granted = act.facts().getOrDefault(Fact.GRANTS, "");
        grants.put(
            aet,
            granted.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(granted.split(",", -1))));
      }
    }
  }
}

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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Revokes again the tokens whose revocation is on record and which an older copy of the register
 * brought back to life. For the moment before the doors open; used by one thread.
 */
public final class TokenRevocations {
  private final RecordStore records;

  /** For this register. */
  public TokenRevocations(RecordStore records) {
    this.records = records;
  }

  /**
   * Does again what is on record from these indexes on.
   *
   * @param from by log id; a log that isn't named is read from its start
   * @return the names of the tokens that were in force again
   * @throws IOException if the trail can't be read: nobody can say then what was revoked
   */
  public List<String> replay(Path trailDir, Map<String, Long> from) throws IOException {
    Set<String> revoked = new TreeSet<>();
    TrailFilter filter = TrailFilter.all().of(Set.of(Action.TOKEN_REVOKE));
    try (Stream<TrailEntry> entries = TrailReader.since(trailDir, from, filter)) {
      for (Iterator<TrailEntry> i = entries.iterator(); i.hasNext(); ) {
        TrailRecord record = i.next().record();
        String id = record.facts().getOrDefault(Fact.SERIAL, "");
        // A token's id begins its key, and each has another.
        if (id.length() == AccessTokens.ID_CHARS) {
          for (String key : records.list(AccessTokens.KIND, id).keySet()) {
            if (records.remove(AccessTokens.KIND, key)) {
              revoked.add(record.facts().getOrDefault(Fact.TARGET, ""));
            }
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return List.copyOf(revoked);
  }
}

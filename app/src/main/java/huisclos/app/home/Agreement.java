package huisclos.app.home;

import huisclos.archive.SqliteAgreement;
import huisclos.gate.Freezes;
import huisclos.gate.Registries;
import huisclos.gate.TokenRevocations;
import huisclos.gate.UserRegistry;
import huisclos.gate.Withdrawals;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailReader;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the registers of devices, people and peers, which lie in the index alone, agree with what
 * is on record of them. An older copy of the index would bring a revoked certificate back to life:
 * before the doors open, what was withdrawn since is withdrawn again.
 *
 * <p>The index remembers up to which record it agreed, so that a start reads no more of the trail
 * than what came since.
 */
final class Agreement implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agreement.class);

  /** How often a running server remembers that it agrees, in minutes. */
  static final int MINUTES = 10;

  private final Path trailDir;
  private final SqliteAgreement kept;
  private final List<String> notes = new ArrayList<>();

  private Agreement(Path trailDir, SqliteAgreement kept) {
    this.trailDir = trailDir;
    this.kept = kept;
  }

  /** Of a home whose trail and registers are open. */
  static Agreement open(Home home) throws IOException {
    return new Agreement(home.trail(), SqliteAgreement.open(home.root()));
  }

  /**
   * Makes the registers agree; what differed is on record, and told by {@link #notes}.
   *
   * @throws IOException if the trail can't be read since they last agreed: nobody can say then who
   *     was shut out, and the doors stay shut
   */
  void reach(Registries registries, UserRegistry people, Trail trail, Clock clock)
      throws IOException {
    Map<String, Long> agreed = kept.upTo();
    Map<String, Long> sizes = TrailReader.sizes(trailDir);
    List<TrailRecord> records = new ArrayList<>();
    for (var log : agreed.entrySet()) {
      long lacking = log.getValue() - sizes.getOrDefault(log.getKey(), 0L);
      if (lacking > 0) {
        notes.add(
            "the trail is older than the index: %d records of log %s are not there"
                .formatted(lacking, log.getKey()));
        records.add(alert("trail-older", lacking, clock));
      }
    }
    Map<String, Long> from = new HashMap<>(agreed);
    from.replaceAll((log, upTo) -> Math.min(upTo, sizes.getOrDefault(log, 0L)));
    Withdrawals.Report report =
        new Withdrawals(registries.devices(), people, registries.peers(), registries.records())
            .replay(trailDir, from);
    List<String> frozen = new Freezes(registries.brakes()).replay(trailDir, from);
    note("frozen again, as is on record: %s", frozen);
    List<String> tokens = new TokenRevocations(registries.records()).replay(trailDir, from);
    note("revoked again, as is on record: token %s", tokens);
    int again = frozen.size() + tokens.size();
    if (report.clean() && again > 0) {
      records.add(alert("registers-older", again, clock));
    }
    if (!report.clean()) {
      note("shut out again, as is on record: device %s", report.devices());
      note("shut out again, as is on record: user %s", report.people());
      note("removed again, as is on record: peer %s", report.peers());
      note("on record, but not known here: add or renew device %s again", report.unknownDevices());
      note("on record, but not known here: add user %s again", report.unknownPeople());
      note("on record, but not known here: add peer %s again", report.unknownPeers());
      notes.add("the registers are those of an earlier day: see what else changed since");
      records.add(alert("registers-older", report.shutOut(), clock));
    }
    if (!records.isEmpty()) {
      LOG.warn("the registers or the trail are of an earlier day: {} notes", notes.size());
      trail.append(records);
    }
    kept.reached(sizes);
  }

  private void note(String text, List<String> names) {
    names.forEach(name -> notes.add(text.formatted(name)));
  }

  private static TrailRecord alert(String reason, long count, Clock clock) {
    return TrailRecord.of(clock.instant(), Action.ALERT, Outcome.DONE, Actor.system())
        .fact(Fact.REASON, reason)
        .count(count)
        .build();
  }

  /** Remembers that all is agreed up to now; a failure costs the next start some reading. */
  void remember() {
    try {
      kept.reached(TrailReader.sizes(trailDir));
    } catch (IOException | RuntimeException e) {
      LOG.debug("how far the registers agree with the trail can't be kept", e);
    }
  }

  @Override
  public void close() throws IOException {
    kept.close();
  }

  /** What differed, for whoever opened the home. */
  List<String> notes() {
    return List.copyOf(notes);
  }
}

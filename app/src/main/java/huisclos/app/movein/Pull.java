package huisclos.app.movein;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.app.movein.Intake.Taken;
import huisclos.app.movein.OldPacs.Listed;
import huisclos.courier.Courier;
import huisclos.gate.Destination;
import huisclos.net.AssociationException;
import huisclos.net.Status;
import huisclos.trail.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moves in from an old PACS that is a registered peer, study by study, and holds what it says it
 * has against what came. Studies that came completely are noted in the home and not asked for
 * again; an instance that is here already is recognised. Of one thread.
 */
public final class Pull {
  /** Associations that may break over one study before the next study's turn. */
  private static final int MAX_BROKEN = 3;

  /** Studies in a row that may fail so before the pull is given up. */
  private static final int MAX_LOST = 5;

  private final PullOrder order;
  private final Running running;
  private final Courier courier;
  private final Destination peer;
  private final Intake intake;
  private final Held held;
  private final Journal journal;
  private final Pace pace;
  private final List<String> notes = new ArrayList<>();
  private int lostInARow;

  private Pull(Site site, PullOrder order, Running running, Destination peer, Journal journal) {
    this.order = order;
    this.running = running;
    this.courier = site.courier();
    this.peer = peer;
    this.intake = new Intake(site);
    this.held = new Held(site);
    this.journal = journal;
    this.pace = new Pace(running, order.rate(), order.quiet());
  }

  /**
   * Pulls and reconciles; on record as the operator's.
   *
   * @throws UserError if the peer isn't registered or can't be reached, or there is no room
   */
  public static ObjectNode run(Site site, PullOrder order) throws IOException {
    Destination peer =
        site.gate()
            .destination(order.peer())
            .orElseThrow(() ->
                UserError.refused(
                    "no peer " + order.peer() + " is registered",
                    "huisclos peer add " + order.peer() + " HOST:PORT --trust PEM"));
    if (order.move() && !site.doors().isOpen()) {
      throw UserError.refused(
          "by C-MOVE the peer sends to our door, and that is closed",
          "start the server, or pull by C-GET");
    }
    Running running = Running.begin(order.name());
    try (Journal journal = Journal.open(site.home(), "pull", order.peer() + " " + peer.address())) {
      site.recordOperator(Action.IMPORT, "pull from " + order.peer() + " begins");
      Pull pull = new Pull(site, order, running, peer, journal);
      try {
        pull.all();
      } finally {
        Reconciliation counts = running.counts();
        site.recordOperator(
            Action.IMPORT,
            "pull from %s ends: seen %d, stored %d, duplicate %d, missing %d, refused %d"
                .formatted(
                    order.peer(),
                    counts.seen(),
                    counts.count(Fate.STORED),
                    counts.count(Fate.DUPLICATE),
                    counts.count(Fate.MISSING),
                    counts.count(Fate.REFUSED) + counts.count(Fate.CONFLICT)));
      }
      return pull.result();
    } finally {
      Running.end(order.name());
    }
  }

  private ObjectNode result() {
    ObjectNode result = new JsonMapper().createObjectNode();
    running.counts().write(result);
    if (!notes.isEmpty()) {
      ArrayNode said = result.putArray("notes");
      notes.forEach(said::add);
      result.put("incomplete", true);
    }
    return result;
  }

  private void all() throws IOException {
    try (OldPacs pacs = new OldPacs(courier, peer, notes);
        Fetch fetch = new Fetch(courier, peer, intake, pace)) {
      Set<String> studies = new LinkedHashSet<>(order.studies());
      if (studies.isEmpty()) {
        pacs.studies(order.from(), order.to(), studies);
        if (order.undated()) {
          pacs.undated(studies);
        }
      }
      for (String study : studies) {
        pace.begin();
        study(pacs, fetch, study);
      }
    } catch (AssociationException e) {
      throw UserError.refused(
          "the peer can't be asked: " + e.ending().words(),
          "see `huisclos peer echo " + order.peer() + "`; run it again: it goes on where it was");
    }
  }

  /** One study; a peer that breaks off is given time to come back, then the next one's turn is. */
  private void study(OldPacs pacs, Fetch fetch, String study) throws IOException {
    for (int broken = 1; ; broken++) {
      try {
        once(pacs, fetch, study);
        lostInARow = 0;
        return;
      } catch (AssociationException e) {
        if (broken == MAX_BROKEN) {
          notes.add("study " + study + ": " + e.ending().words());
          if (++lostInARow == MAX_LOST) {
            throw e;
          }
          return;
        }
        Pace.sleep(1_000L * broken);
        running.check();
      } catch (IOException e) {
        // The peer doesn't say what it has: this study can't be reconciled, others may.
        notes.add("study " + study + ": " + e.getMessage());
        return;
      }
    }
  }

  private void once(OldPacs pacs, Fetch fetch, String study) throws IOException {
    Map<String, List<Listed>> series = pacs.instances(study);
    int expected = series.values().stream().mapToInt(List::size).sum();
    if (expected == 0) {
      notes.add("study " + study + ": the peer names no instance of it");
      return;
    }
    String complete = journal.done(study).orElse("");
    if (!order.again() && complete.equals(Integer.toString(expected))) {
      series.values().forEach(all -> all.forEach(one -> note(Fate.EARLIER, one, study, "")));
      return;
    }
    boolean whole = order.move() ? moved(study, series) : fetched(fetch, study, series);
    if (whole) {
      journal.note(study, Integer.toString(expected));
    }
  }

  private void note(Fate fate, Listed one, String study, String reason) {
    String name = one.isNamed() ? one.sopInstance() : "an instance of " + study;
    running.counts().note(fate, name, study, reason, 0);
  }

  /** By C-GET; whether all of it is in. */
  private boolean fetched(Fetch fetch, String study, Map<String, List<Listed>> series)
      throws IOException {
    StudyFetch asked = new StudyFetch(fetch, study);
    asked.all(series);
    boolean whole = true;
    Map<String, Taken> settled = new HashMap<>();
    for (List<Listed> all : series.values()) {
      for (Listed one : all) {
        String uid = one.sopInstance();
        Taken taken =
            fetch
                .take(uid)
                // Listed twice, as Orthanc does for patient IDs that differ in padding; sent once.
                .or(() -> Optional.ofNullable(settled.get(uid)).map(Pull::again))
                .orElseGet(() -> new Taken(Fate.MISSING, asked.reason(uid)));
        settled.put(uid, taken);
        note(taken.fate(), one, study, taken.reason());
        whole &= taken.fate().in();
      }
    }
    return whole;
  }

  private static Taken again(Taken first) {
    return first.fate() == Fate.STORED ? new Taken(Fate.DUPLICATE, "") : first;
  }

  /** By C-MOVE to our own door; whether all of it is in. */
  private boolean moved(String study, Map<String, List<Listed>> series) throws IOException {
    Set<String> before = held.instances(study, series.keySet());
    int status = held.move(courier, peer, study);
    Set<String> after = held.instances(study, series.keySet());
    boolean whole = true;
    for (List<Listed> all : series.values()) {
      for (Listed one : all) {
        boolean there = after.contains(one.sopInstance());
        whole &= there;
        note(
            there
                ? before.contains(one.sopInstance()) ? Fate.DUPLICATE : Fate.STORED
                : Fate.MISSING,
            one,
            study,
            "it did not come (" + Status.format(status) + "); see `huisclos conflicts`");
      }
    }
    return whole;
  }
}

package huisclos.probe.results;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The doors that were open at least once, across all runs that are kept. Of others nothing is held
 * in memory. Immutable.
 *
 * <p>A door that a later run doesn't mention counts as gone only if that run visited every target
 * of an undivided scope and its note covers the door; else nothing is concluded from silence.
 */
public final class History {
  /** Doors that are followed at most; further ones are counted in {@link #beyond}. */
  public static final int MAX_DOORS = 200_000;

  private final List<DoorHistory> doors;
  private final long beyond;

  private History(List<DoorHistory> doors, long beyond) {
    this.doors = List.copyOf(doors);
    this.beyond = beyond;
  }

  /** Reads all runs of a store, oldest first. */
  public static History of(ResultStore store) throws IOException {
    Building building = new Building();
    for (RunHead head : store.runs()) {
      building.run(store.read(head.id()));
    }
    return building.build();
  }

  /** Every door, in the order in which they were first seen open. */
  public List<DoorHistory> doors() {
    return doors;
  }

  /** The doors of one address. */
  public List<DoorHistory> of(String address) {
    return doors.stream().filter(door -> door.door().address().equals(address)).toList();
  }

  /** What is known of a door. */
  public Optional<DoorHistory> of(Door door) {
    return doors.stream().filter(one -> Key.of(one.door()).equals(Key.of(door))).findFirst();
  }

  /** By door, for many questions. */
  public Map<String, DoorHistory> byDoor() {
    Map<String, DoorHistory> map = new HashMap<>();
    doors.forEach(one -> map.put(one.door().toString(), one));
    return map;
  }

  /** Findings of further open doors that could not be followed. */
  public long beyond() {
    return beyond;
  }

  private record Key(String address, int port) {
    static Key of(Door door) {
      return new Key(door.address(), door.port());
    }
  }

  /** A door while the runs are read. */
  private static final class Following {
    private Door door;
    private Instant firstOpen;
    private Instant lastOpen;
    private DoorHistory.State state = DoorHistory.State.OPEN;
    private Instant since;
    private String product = Software.UNKNOWN;
    private final List<DoorHistory.Change> changes = new ArrayList<>();
    private final Set<Service> open = EnumSet.noneOf(Service.class);
    private Optional<Verdict> inThisRun = Optional.empty();
    private boolean unclear;
    private Instant seenInThisRun;

    Following(Finding first) {
      this.door = first.door();
      this.firstOpen = first.seen();
      this.lastOpen = first.seen();
      this.since = first.seen();
      this.seenInThisRun = first.seen();
    }

    void see(Finding finding) {
      Verdict verdict = finding.verdict();
      inThisRun =
          Optional.of(inThisRun.map(before -> Verdicts.worse(before, verdict)).orElse(verdict));
      seenInThisRun = finding.seen();
      unclear |= unclear(finding);
      if (verdict.open()) {
        open.add(finding.service());
        door = finding.door();
        if (!finding.software().product().equals(Software.UNKNOWN)) {
          product = finding.software().product();
        }
      }
    }

    /**
     * A service that was open, still takes a stranger's association, and wasn't asked again or
     * didn't answer clearly, is not closed.
     */
    private boolean unclear(Finding finding) {
      return finding.verdict() == Verdict.ASSOCIATES
          && open.contains(finding.service())
          && switch (finding.rung(Rung.QUERYABLE).answer()) {
            case NO, INFERRED_NO -> false;
            case YES, INFERRED_YES, UNCLEAR, NOT_ASKED -> true;
          };
    }

    void endRun(Run run) {
      boolean tells = !unclear;
      unclear = false;
      if (inThisRun.isPresent()) {
        Verdict verdict = inThisRun.get();
        inThisRun = Optional.empty();
        if (changes.isEmpty() || changes.getLast().verdict() != verdict) {
          changes.add(new DoorHistory.Change(seenInThisRun, verdict));
          if (changes.size() > DoorHistory.MAX_CHANGES) {
            changes.removeFirst();
          }
        }
        if (verdict.open()) {
          lastOpen = seenInThisRun;
          to(DoorHistory.State.OPEN, seenInThisRun);
        } else if (!tells || verdict == Verdict.CONGESTED || verdict == Verdict.UNKNOWN) {
          if (state == DoorHistory.State.OPEN) {
            to(DoorHistory.State.UNCERTAIN, seenInThisRun);
          }
        } else {
          to(DoorHistory.State.CLOSED, seenInThisRun);
        }
      } else if (wouldHaveFound(run)) {
        to(DoorHistory.State.GONE, run.tail().orElseThrow().ended());
      }
    }

    private boolean wouldHaveFound(Run run) {
      return run.complete()
          && run.head().shards() == 1
          && run.head().begun().isAfter(lastOpen)
          && run.scope().covers(door);
    }

    private void to(DoorHistory.State next, Instant when) {
      if (state != next) {
        state = next;
        since = when;
      }
    }

    DoorHistory build() {
      return new DoorHistory(door, firstOpen, lastOpen, state, since, product, changes);
    }
  }

  private static final class Building {
    private final Map<Key, Following> doors = new LinkedHashMap<>();
    private long beyond;

    void run(Run run) throws IOException {
      run.forEach(this::see);
      doors.values().forEach(door -> door.endRun(run));
    }

    private void see(Finding finding) {
      Key key = Key.of(finding.door());
      Following following = doors.get(key);
      if (following == null && finding.verdict().open()) {
        if (doors.size() == MAX_DOORS) {
          beyond++;
          return;
        }
        following = new Following(finding);
        doors.put(key, following);
      }
      if (following != null) {
        following.see(finding);
      }
    }

    History build() {
      Collection<Following> all = doors.values();
      return new History(all.stream().map(Following::build).toList(), beyond);
    }
  }
}

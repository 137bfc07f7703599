package huisclos.probe.results;

import static huisclos.probe.results.Samples.BEGUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Door;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Instant LATER = BEGUN.plus(Duration.ofDays(30));

  @TempDir Path folder;

  private ResultStore store;

  @BeforeEach
  void open() throws IOException {
    store = ResultStore.open(folder.resolve("store"), InstantSource.fixed(LATER));
  }

  private static void write(ResultStore to, RunHead head, boolean complete, Finding... findings)
      throws IOException {
    try (RunWriter writer = to.begin(head, Samples.scope())) {
      for (Finding finding : findings) {
        writer.add(finding);
      }
      writer.end(Samples.tail(head.begun().plusSeconds(60), complete));
    }
  }

  private static Finding congested(String address) {
    return Finding.at(
            new Door(address, 104, DoorKind.DICOM, Optional.empty()), Service.DICOM, LATER)
        .barrier(Barrier.CONGESTION)
        .build();
  }

  @Test
  void eachDoorIsFollowedAndOnlyTheUnsettledAreLookedAtAgain() throws IOException {
    write(
        store,
        Samples.head("a"),
        true,
        Samples.open("192.0.2.1", 104, BEGUN, 10),
        Samples.open("192.0.2.2", 104, BEGUN, 10),
        Samples.open("192.0.2.3", 104, BEGUN, 10),
        Samples.open("192.0.2.4", 104, BEGUN, 10),
        Samples.open("192.0.2.200", 104, BEGUN, 10),
        Samples.closed("192.0.2.5", 104, BEGUN));
    write(
        store,
        Samples.head("b", LATER, 1, 1),
        true,
        Samples.open("192.0.2.1", 104, LATER, 10),
        Samples.associates("192.0.2.2", 104, LATER),
        congested("192.0.2.3"));
    History history = History.of(store);
    assertThat(history.doors())
        .extracting(door -> door.door().address(), DoorHistory::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("192.0.2.1", DoorHistory.State.OPEN),
            org.assertj.core.groups.Tuple.tuple("192.0.2.2", DoorHistory.State.CLOSED),
            org.assertj.core.groups.Tuple.tuple("192.0.2.3", DoorHistory.State.UNCERTAIN),
            org.assertj.core.groups.Tuple.tuple("192.0.2.4", DoorHistory.State.GONE),
            // Excluded from the scope: that it isn't mentioned says nothing.
            org.assertj.core.groups.Tuple.tuple("192.0.2.200", DoorHistory.State.OPEN));
    DoorHistory second = history.of("192.0.2.2").getFirst();
    assertThat(second.firstOpen()).isEqualTo(BEGUN);
    assertThat(second.since()).isEqualTo(LATER);
    assertThat(second.changes())
        .extracting(DoorHistory.Change::verdict)
        .containsExactly(Verdict.READABLE, Verdict.ASSOCIATES);
    assertThat(OpenDoors.of(store))
        .extracting(door -> door.door().address())
        .containsExactly("192.0.2.1", "192.0.2.3", "192.0.2.200");
  }

  @Test
  void whatStillAssociatesAndWasNotAskedAgainIsNotClosed() throws IOException {
    write(store, Samples.head("a"), true, Samples.open("192.0.2.1", 104, BEGUN, 10));
    Finding notAsked =
        Finding.at(
                new Door("192.0.2.1", 104, DoorKind.DICOM, Optional.empty()), Service.DICOM, LATER)
            .rung(Rung.ASSOCIATES, Evidence.yes("A-ASSOCIATE-AC"))
            .build();
    write(store, Samples.head("b", LATER, 1, 1), true, notAsked);
    assertThat(History.of(store).doors().getFirst().state()).isEqualTo(DoorHistory.State.UNCERTAIN);
  }

  @Test
  void nothingIsConcludedFromTheSilenceOfARunThatDidNotSeeAll() throws IOException {
    write(store, Samples.head("a"), true, Samples.open("192.0.2.1", 104, BEGUN, 10));
    write(store, Samples.head("b", LATER, 1, 1), false);
    write(store, Samples.head("c", LATER, 2, 4), true);
    assertThat(History.of(store).doors().getFirst().state()).isEqualTo(DoorHistory.State.OPEN);
  }

  @Test
  void partsBecomeOneRun() throws IOException {
    ResultStore other = ResultStore.open(folder.resolve("other"), InstantSource.fixed(LATER));
    write(
        store,
        Samples.head("one", BEGUN.plusSeconds(9), 1, 2),
        true,
        Samples.open("192.0.2.1", 104, BEGUN, 10));
    write(other, Samples.head("two", BEGUN, 2, 2), true, Samples.closed("192.0.2.2", 104, BEGUN));
    ResultStore out = ResultStore.open(folder.resolve("out"), InstantSource.fixed(LATER));
    RunHead head = Merge.of(List.of(store.read("one"), other.read("two")), out, "merged");
    Run merged = out.read("merged");
    assertThat(merged.head()).isEqualTo(head);
    assertThat(head.shards()).isEqualTo(1);
    assertThat(head.begun()).isEqualTo(BEGUN);
    assertThat(merged.complete()).isTrue();
    assertThat(merged.sweep().addresses()).isEqualTo(1024);
    List<String> addresses = new ArrayList<>();
    merged.forEach(finding -> addresses.add(finding.door().address()));
    assertThat(addresses).containsExactly("192.0.2.1", "192.0.2.2");
    RunHead part = Merge.of(List.of(store.read("one")), out, "part");
    assertThat(out.read(part.id()).complete()).isFalse();
    assertThat(out.read(part.id()).tail().orElseThrow().why()).contains("missing: [2]");
  }

  @Test
  void whatDoesNotBelongTogetherIsNotMerged() throws IOException {
    write(store, Samples.head("one", BEGUN, 1, 2), true);
    write(store, Samples.head("again", BEGUN, 1, 2), true);
    write(store, Samples.head("thirds", BEGUN, 2, 3), true);
    write(store, Samples.head("whole"), true);
    RunHead other = new RunHead("other", "x", "cd".repeat(32), "o", "c", BEGUN, 2, 2, 512, 7);
    write(store, other, true);
    for (List<String> pair :
        List.of(
            List.of("one", "again"),
            List.of("one", "thirds"),
            List.of("one", "other"),
            List.of("whole"))) {
      List<Run> runs = new ArrayList<>();
      for (String id : pair) {
        runs.add(store.read(id));
      }
      assertThatThrownBy(() -> Merge.of(runs, store, "m"))
          .as("%s", pair)
          .isInstanceOf(ResultsException.class);
    }
    assertThatThrownBy(() -> store.read("m")).isInstanceOf(ResultsException.class);
  }
}

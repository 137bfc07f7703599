package huisclos.probe.results;

import static huisclos.probe.results.Samples.BEGUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.vault.FileKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultStoreTest {
  private static final InstantSource CLOCK = InstantSource.fixed(BEGUN.plusSeconds(60));

  @TempDir Path folder;

  private static List<Finding> findings(ResultStore store, String id) throws IOException {
    List<Finding> all = new ArrayList<>();
    store.read(id).forEach(all::add);
    return all;
  }

  private static Finding finding(int n) {
    return Samples.open("192.0.2." + n, 104, BEGUN, n);
  }

  private Path log(String id) {
    return folder.resolve("runs").resolve(id).resolve("findings.log");
  }

  private void threeEnded() throws IOException {
    try (ResultStore store = ResultStore.open(folder, CLOCK);
        RunWriter writer = store.begin(Samples.head("a"), Samples.scope())) {
      for (int n = 1; n <= 3; n++) {
        writer.add(finding(n));
      }
      writer.end(Samples.tail(BEGUN.plusSeconds(50), true));
    }
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    threeEnded();
    try (ResultStore store = ResultStore.open(folder, CLOCK)) {
      Run run = store.latest().orElseThrow();
      assertThat(run.head()).isEqualTo(Samples.head("a"));
      assertThat(run.scope()).isEqualTo(Samples.scope());
      assertThat(run.tail()).contains(Samples.tail(BEGUN.plusSeconds(50), true));
      assertThat(findings(store, "a")).containsExactly(finding(1), finding(2), finding(3));
    }
  }

  @Test
  void nothingIsReadableOnTheDiskAndNothingOpenToOthers() throws IOException {
    threeEnded();
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .endsWith(file.equals(folder) ? "" : "------");
        if (Files.isRegularFile(file)) {
          String content = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertThat(content).doesNotContain("192.0.2").doesNotContain("Orthanc", "Clinic");
        }
      }
    }
  }

  @Test
  void aTornEndIsCutOnResuming() throws IOException {
    try (ResultStore store = ResultStore.open(folder, CLOCK)) {
      try (RunWriter writer = store.begin(Samples.head("a"))) {
        writer.add(finding(1));
        writer.progress(100, new Sweep(100, 300, 299, 0, 1));
        writer.add(finding(2));
        writer.add(finding(3));
      }
      byte[] whole = Files.readAllBytes(log("a"));
      Files.write(log("a"), Arrays.copyOf(whole, whole.length - 5));
      assertThat(findings(store, "a")).containsExactly(finding(1), finding(2));
      try (RunWriter writer = store.resume("a")) {
        assertThat(writer.resumedFrom())
            .isEqualTo(new Progress(100, new Sweep(100, 300, 299, 0, 1)));
        writer.add(finding(2)); // Visited again: known already.
        writer.add(finding(3));
        writer.end(Samples.tail(BEGUN.plusSeconds(50), true));
      }
      assertThat(findings(store, "a")).containsExactly(finding(1), finding(2), finding(3));
    }
  }

  @Test
  void whatMayHaveStoredAnObjectIsNeverDroppedOnResuming() throws IOException {
    Finding stored =
        Finding.at(finding(1).door(), finding(1).service(), BEGUN)
            .rung(Rung.WRITABLE, Evidence.yes("C-STORE-RSP 0x0000"))
            .note("delete study 2.25.2")
            .build();
    try (ResultStore store = ResultStore.open(folder, CLOCK)) {
      try (RunWriter writer = store.begin(Samples.head("a"))) {
        writer.add(finding(1));
      }
      try (RunWriter writer = store.resume("a")) {
        writer.add(stored);
        writer.end(Samples.tail(BEGUN.plusSeconds(50), true));
      }
      assertThat(findings(store, "a")).containsExactly(finding(1), stored);
    }
  }

  @Test
  void whatACheckpointVouchesForCannotBeCutUnseen() throws IOException {
    try (ResultStore store = ResultStore.open(folder, CLOCK)) {
      try (RunWriter writer = store.begin(Samples.head("a"))) {
        writer.add(finding(1));
        writer.add(finding(2));
        writer.progress(100, Sweep.none());
      }
      byte[] whole = Files.readAllBytes(log("a"));
      Files.write(log("a"), Arrays.copyOf(whole, whole.length - 5));
      assertThatThrownBy(() -> findings(store, "a")).isInstanceOf(ResultsException.class);
      assertThatThrownBy(() -> store.resume("a")).isInstanceOf(ResultsException.class);
    }
  }

  @Test
  void exchangedFramesAreSeen() throws IOException {
    threeEnded();
    byte[] whole = Files.readAllBytes(log("a"));
    int first = 4 + ByteBuffer.wrap(whole).getInt(0);
    int second = 4 + ByteBuffer.wrap(whole).getInt(first);
    assertThat(second).isEqualTo(first);
    byte[] swapped = whole.clone();
    System.arraycopy(whole, first, swapped, 0, first);
    System.arraycopy(whole, 0, swapped, first, first);
    Files.write(log("a"), swapped);
    try (ResultStore store = ResultStore.open(folder, CLOCK)) {
      assertThatThrownBy(() -> findings(store, "a"))
          .isInstanceOf(ResultsException.class)
          .hasMessageContaining("finding 0");
    }
  }

  @Test
  void aRunCutAtAFrameOrLengthenedIsSeen() throws IOException {
    threeEnded();
    byte[] whole = Files.readAllBytes(log("a"));
    int first = 4 + ByteBuffer.wrap(whole).getInt(0);
    try (ResultStore store = ResultStore.open(folder, CLOCK)) {
      Files.write(log("a"), Arrays.copyOf(whole, 2 * first));
      assertThatThrownBy(() -> findings(store, "a")).isInstanceOf(ResultsException.class);
      Files.write(log("a"), Arrays.copyOf(whole, whole.length + 1));
      assertThatThrownBy(() -> findings(store, "a")).isInstanceOf(ResultsException.class);
    }
  }

  @Test
  void theRightKeyIsNeeded() throws IOException {
    threeEnded();
    Path key = folder.resolve("results.key");
    Path elsewhere = folder.resolveSibling("elsewhere.key");
    Files.move(key, elsewhere);
    assertThatThrownBy(() -> ResultStore.open(folder, CLOCK))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("missing");
    FileKey.loadOrCreate(key).close();
    assertThatThrownBy(() -> ResultStore.open(folder, CLOCK))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("do not open");
    try (ResultStore store =
        ResultStore.open(folder, CLOCK, Optional.of(elsewhere), ResultStore.KEEP)) {
      assertThat(findings(store, "a")).hasSize(3);
    } finally {
      Files.delete(elsewhere);
    }
  }

  @Test
  void runsGoWhenTheirTimeIsUpAndWhoWasToldStays() throws IOException {
    threeEnded();
    Told told = new Told(BEGUN, "Clinic North", Told.How.PHONE, "front desk", "a", "");
    Instant later = BEGUN.plus(Duration.ofDays(179));
    try (ResultStore store = ResultStore.open(folder, InstantSource.fixed(later))) {
      store.told().add(told);
      assertThat(store.runs()).hasSize(1);
    }
    Instant over = BEGUN.plus(Duration.ofDays(181));
    try (ResultStore store = ResultStore.open(folder, InstantSource.fixed(over))) {
      assertThat(store.runs()).isEmpty();
      assertThat(log("a").getParent()).doesNotExist();
      assertThat(store.told().all()).containsExactly(told);
    }
  }

  @Test
  void oneWriterARunAndNoneAfterItsEnd() throws IOException {
    try (ResultStore store = ResultStore.open(folder, CLOCK)) {
      try (RunWriter writer = store.begin(Samples.head("a"))) {
        assertThatThrownBy(() -> store.resume("a")).isInstanceOf(ResultsException.class);
        assertThatThrownBy(() -> store.begin(Samples.head("a")))
            .isInstanceOf(ResultsException.class);
        writer.end(Samples.tail(BEGUN, false));
      }
      try (RunWriter writer = store.resume("a")) { // It ended early: it may go on.
        writer.end(Samples.tail(BEGUN, true));
      }
      assertThatThrownBy(() -> store.resume("a")).isInstanceOf(ResultsException.class);
    }
  }

  @Test
  void aTornLineOfWhoWasToldGivesWayToTheNext() throws IOException {
    Told one = new Told(BEGUN, "Clinic North", Told.How.LETTER, "director", "a", "");
    Told two = new Told(BEGUN, "192.0.2.77", Told.How.MAIL, "abuse@isp.example", "a", "sent again");
    try (ResultStore store = ResultStore.open(folder, CLOCK)) {
      store.told().add(one);
      store.told().add(two);
      Path book = folder.resolve("told.log");
      byte[] whole = Files.readAllBytes(book);
      Files.write(book, Arrays.copyOf(whole, whole.length - 1));
      assertThat(store.told().all()).containsExactly(one);
      store.told().add(two);
      assertThat(store.told().all()).containsExactly(one, two);
    }
  }
}

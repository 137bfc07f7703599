package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailRecord;
import huisclos.vault.SiteKey;
import huisclos.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForwardQueueTest {
  @TempDir Path folder;

  private static ForwardRule rule(String destination, Set<String> modalities) {
    return new ForwardRule(0, destination, modalities, Set.of(), Set.of(), "", Instant.EPOCH);
  }

  private static List<String> due(Site site, String destination) throws IOException {
    return site.archive.forwardQueue().due(destination, 100).stream()
        .map(ForwardItem::sopInstance)
        .toList();
  }

  @Test
  void whatIsStoredWaitsOnceForEachDestinationWhoseRuleFits() throws IOException {
    try (Site site = new Site(folder)) {
      var _ = site.store(Made.ct(1, 1, 1, 1));
      ForwardRules rules = site.archive.forwardRules();
      long first = rules.add(rule("A", Set.of())).orElseThrow().id();
      var _ = rules.add(rule("A", Set.of("CT")));
      var _ = rules.add(rule("B", Set.of("MR")));
      var _ = site.store(Made.ct(1, 1, 1, 2));
      assertThat(due(site, "A")).containsExactly(Made.instance(1, 1, 1, 2));
      assertThat(due(site, "B")).isEmpty();

      var _ = site.store(Made.ct(1, 1, 1, 1));
      assertThat(due(site, "A"))
          .as("what is sent again is forwarded if it never was")
          .containsExactly(Made.instance(1, 1, 1, 2), Made.instance(1, 1, 1, 1));
      var _ = site.store(Made.ct(1, 1, 1, 1));
      assertThat(due(site, "A")).hasSize(2);
      assertThat(rules.remove(first)).as("waiting because of it").isEqualTo(2);
      assertThat(rules.remove(first)).isEqualTo(-1);
      assertThat(due(site, "A")).isEmpty();
    }
  }

  @Test
  void eachEndIsKeptOverARestart() throws IOException {
    Site site = new Site(folder);
    var _ = site.archive.forwardRules().add(rule("A", Set.of()));
    for (int i = 1; i <= 4; i++) {
      var _ = site.store(Made.ct(1, 1, 1, i));
    }
    ForwardQueue queue = site.archive.forwardQueue();
    List<ForwardItem> items = queue.due("A", 10);
    queue.sent(List.of(items.get(0)));
    queue.failed(items.get(1), "it said no");
    queue.postpone(items.get(2), Instant.now().plus(Duration.ofHours(1)), "busy");
    queue.untried(List.of(items.get(3)), "unreachable");
    site.close();
    try (Site after = site.again()) {
      ForwardQueue again = after.archive.forwardQueue();
      assertThat(due(after, "A")).containsExactly(items.get(3).sopInstance());
      ForwardCount count = again.counts().getFirst();
      assertThat(List.of(count.waiting(), count.sent(), count.failed()))
          .containsExactly(2L, 1L, 1L);
      assertThat(count.lastReason()).isEqualTo("unreachable");
      assertThat(again.failures("A", 10).getFirst().reason()).isEqualTo("it said no");
      assertThat(again.retry("A")).isEqualTo(1);
      assertThat(due(after, "A")).hasSize(2);
      assertThat(again.giveUp("A", Duration.ofDays(-1), "too old")).isEqualTo(3);
      assertThat(due(after, "A")).isEmpty();
      assertThat(again.drop("A")).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Committer.Step.class)
  void aCrashAtAnyStepLosesNothingThatWasToBeForwarded(Committer.Step step) throws IOException {
    Path crashed = folder.resolve("crashed");
    AtomicReference<Optional<Committer.Step>> armed = new AtomicReference<>(Optional.empty());
    try (Site site =
        Site.probed(
            folder.resolve("home"),
            reached -> {
              if (armed.get().equals(Optional.of(reached))) {
                Homes.copy(folder.resolve("home"), crashed);
                armed.set(Optional.empty());
              }
            })) {
      var _ = site.archive.forwardRules().add(rule("A", Set.of()));
      armed.set(Optional.of(step));
      assertThat(site.store(Made.ct(1, 1, 1, 1))).isInstanceOf(StoreOutcome.Stored.class);
      try (Site after = site.again(crashed)) {
        if (after.archive.statistics().instances() == 0) {
          // Never acknowledged: the device sends it again.
          var _ = after.store(Made.ct(1, 1, 1, 1));
        }
        assertThat(due(after, "A")).containsExactly(Made.instance(1, 1, 1, 1));
        var _ = after.archive.reindex();
        assertThat(due(after, "A")).as("a rebuild queues nothing twice").hasSize(1);
      }
    }
  }

  @Test
  void theTrailKnowsWhoSentWhatTheIndexLost() throws IOException {
    byte[] key = new byte[32];
    key[0] = 1;
    try (Vault vault = Vault.open(folder, SiteKey.dangerouslyImport(key));
        Trail trail =
            Trail.open(
                Files.createDirectories(folder).resolve("trail"),
                new TrailSealer(vault.columnSealer("trail")),
                Clock.systemUTC())) {
      Instant now = Clock.systemUTC().instant();
      for (String device : List.of("CT1", "MR1")) {
        trail.append(
            TrailRecord.of(now, Action.STORE, Outcome.DONE, Actor.device(device, "1f"))
                .studies("1.2." + device.length())
                .fact(Fact.SOP_INSTANCE, "1.2.3." + (int) device.charAt(0))
                .build());
      }
      assertThat(new StoreSenders(folder).of(Set.of("1.2.3"), now))
          .containsEntry("1.2.3.67", "CT1")
          .containsEntry("1.2.3.77", "MR1");
    }
  }

  @Test
  void aReportWaitsSealedUntilItIsDelivered() throws IOException {
    Site site = new Site(folder);
    ReportQueue queue = site.archive.reportQueue();
    DataSet information = new DataSet();
    information.putString(Tag.TRANSACTION_UID, "1.2.3.4");
    assertThat(queue.add("MOD", "1.2.3.4", 1, information)).isTrue();
    site.close();
    try (Site after = site.again()) {
      ReportQueue again = after.archive.reportQueue();
      ReportQueue.Waiting report = again.due(10).getFirst();
      assertThat(report.information().string(Tag.TRANSACTION_UID)).contains("1.2.3.4");
      again.postpone(report, Instant.now().plus(Duration.ofHours(1)), "unreachable");
      assertThat(again.due(10)).isEmpty();
      assertThat(again.counts()).containsExactly(new ReportQueue.Count("MOD", 1, 0, "unreachable"));
      again.delivered(report);
      assertThat(again.counts()).isEmpty();
    }
  }
}

package huisclos.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhoReportTest {
  @TempDir Path home;

  private List<TrailEntry> select(TrailFilter filter) throws IOException {
    try (Stream<TrailEntry> entries = TrailReader.records(home.resolve("trail"), filter)) {
      return entries.toList();
    }
  }

  private void fill() throws IOException {
    try (Trail trail = TestTrail.open(home.resolve("trail"))) {
      trail.append(TestTrail.records(0, 500));
      List<String> many = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        many.add("p" + i);
      }
      trail.append(
          TrailRecord.of(
                  TestTrail.START.plusSeconds(9),
                  Action.EXPORT,
                  Outcome.DONE,
                  Actor.operator("root"))
              .patients(many)
              .studies("1.2.3.42")
              .count(9_000)
              .build());
    }
  }

  @Test
  void findsWhoSawAPatientOrAStudy() throws IOException {
    fill();
    List<TrailEntry> found = select(TrailFilter.about(Set.of("1.2.3.42"), Set.of("p42")));

    // The export is in parts of which two match: it is one row.
    assertThat(found).hasSize(3);
    assertThat(WhoReport.rows(found.stream()))
        .extracting(WhoRow::action)
        .containsExactly(Action.QUERY, Action.EXPORT);
    assertThat(select(TrailFilter.about(Set.of(), Set.of("p4"))))
        .extracting(e -> e.record().action())
        .containsExactly(Action.QUERY, Action.EXPORT);
    assertThat(select(TrailFilter.about(Set.of("1.2.3"), Set.of()))).isEmpty();
  }

  @Test
  void filtersByActorActionAndTime() throws IOException {
    fill();
    assertThat(select(TrailFilter.all().by(Set.of("CT3")))).hasSize(71);
    assertThat(select(TrailFilter.all().of(Set.of(Action.EXPORT)))).hasSize(4);
    assertThat(
            select(
                TrailFilter.all()
                    .between(TestTrail.START.plusMillis(10), TestTrail.START.plusMillis(20))))
        .hasSize(10);
  }

  @Test
  void printsTextAndJson() throws IOException {
    fill();
    StringBuilder text = new StringBuilder();
    List<TrailEntry> found = select(TrailFilter.about(Set.of("1.2.3.42"), Set.of()));
    WhoReport.text(WhoReport.rows(found.stream()), text);
    String log = found.getFirst().logId();

    assertThat(text.toString().lines())
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("when (UTC)"),
            row ->
                assertThat(row.replaceAll(" +", " "))
                    .isEqualTo(
                        "2026-11-22T08:00:00Z device CT0 192.0.2.42 query done 42 "
                            + log.substring(0, 8)
                            + "/42"),
            row -> assertThat(row).contains("operator", "root", "export", "9000"));

    ByteArrayOutputStream json = new ByteArrayOutputStream();
    WhoReport.json(WhoReport.rows(found.stream().limit(1)), json);
    assertThat(json.toString(UTF_8))
        .isEqualTo(
            "[{\"time\":\"2026-11-22T08:00:00.165456Z\",\"kind\":\"DEVICE\",\"who\":\"CT0\","
                + "\"proof\":\"0a1b\",\"from\":\"192.0.2.42\",\"action\":\"QUERY\","
                + "\"outcome\":\"DONE\",\"count\":42,\"log\":\""
                + log
                + "\",\"index\":42}]");
  }

  @Test
  void saysThatNobodyDid() throws IOException {
    StringBuilder text = new StringBuilder();
    WhoReport.text(Stream.empty(), text);
    assertThat(text.toString().strip()).isEqualTo("no access is on record");
  }
}

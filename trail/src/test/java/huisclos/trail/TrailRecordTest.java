package huisclos.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrailRecordTest {
  private static final Instant TIME = Instant.parse("2026-11-22T08:00:00.123456789Z");

  private static TrailRecord.Builder query() {
    return TrailRecord.of(TIME, Action.QUERY, Outcome.DONE, Actor.device("CT1", "0A1B"));
  }

  @Test
  void itsFormIsFixed() {
    TrailRecord record =
        query()
            .remote("192.0.2.7")
            .studies("1.2.3", "1.2.4")
            .patients("p1")
            .count(2)
            .fact(Fact.ROOT, "STUDY_ROOT")
            .fact(Fact.LEVEL, "STUDY")
            .build();

    assertThat(new String(TrailCodec.encode(record), UTF_8))
        .isEqualTo(
            "{\"v\":1,\"time\":\"2026-11-22T08:00:00.123456Z\",\"action\":\"QUERY\","
                + "\"outcome\":\"DONE\",\"actor\":{\"kind\":\"DEVICE\",\"id\":\"CT1\","
                + "\"detail\":\"0A1B\"},\"remote\":\"192.0.2.7\",\"studies\":[\"1.2.3\",\"1.2.4\"],"
                + "\"patients\":[\"p1\"],\"count\":2,"
                + "\"facts\":{\"LEVEL\":\"STUDY\",\"ROOT\":\"STUDY_ROOT\"}}");
  }

  @Test
  void whatIsEmptyIsLeftOut() {
    TrailRecord record = TrailRecord.of(TIME, Action.STOP, Outcome.DONE, Actor.system()).build();

    assertThat(new String(TrailCodec.encode(record), UTF_8))
        .isEqualTo(
            "{\"v\":1,\"time\":\"2026-11-22T08:00:00.123456Z\",\"action\":\"STOP\","
                + "\"outcome\":\"DONE\",\"actor\":{\"kind\":\"SYSTEM\"}}");
  }

  @Test
  void everyRecordComesBack() throws IOException {
    Random random = new Random(1);
    for (Action action : Action.values()) {
      TrailRecord.Builder builder =
          TrailRecord.of(
                  TIME.plusNanos(random.nextLong(1L << 60)),
                  action,
                  any(random, Outcome.values()),
                  new Actor(any(random, Actor.Kind.values()), text(random), text(random)))
              .remote(text(random))
              .sealed(SealedPart.seal(TestTrail.SEALER, text(random).getBytes(UTF_8)));
      Arrays.stream(Fact.values())
          .filter(fact -> random.nextInt(4) == 0)
          .limit(TrailLimits.MAX_FACTS)
          .forEach(fact -> builder.fact(fact, text(random)));
      TrailRecord record = builder.build();

      byte[] bytes = TrailCodec.encode(record);
      TrailRecord back = TrailCodec.decode(bytes);

      assertThat(back).isEqualTo(record);
      assertThat(TrailCodec.encode(back)).isEqualTo(bytes);
    }
  }

  private static <T> T any(Random random, T[] values) {
    return Arrays.asList(values).get(random.nextInt(values.length));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(300); i > 0; i--) {
      text.appendCodePoint(random.nextInt(3) == 0 ? random.nextInt(0x11000) : random.nextInt(128));
    }
    return text.toString();
  }

  @Test
  void noTextCanForgeALine() {
    TrailRecord record =
        TrailRecord.of(
                TIME,
                Action.ASSOCIATION,
                Outcome.REFUSED,
                Actor.stranger("A\r\n2026 DONE\u001b[2J"))
            .remote("\u202e1.2.0.291\u2028\ud800")
            .fact(Fact.CALLING_AET, "\u0000\u0085\u200f")
            .build();

    assertThat(record.actor().id()).isEqualTo("A\\u000d\\u000a2026 DONE\\u001b[2J");
    assertThat(record.remote()).isEqualTo("\\u202e1.2.0.291\\u2028\\ud800");
    assertThat(record.facts().get(Fact.CALLING_AET)).isEqualTo("\\u0000\\u0085\\u200f");
  }

  @Test
  void longTextIsCutNotRefused() {
    String cut = query().fact(Fact.REASON, "x".repeat(100_000)).build().facts().get(Fact.REASON);

    assertThat(cut).hasSize(TrailLimits.MAX_FACT_CHARS).endsWith("x\u2026");
    assertThat(CleanText.of("\ud83d\ude00".repeat(100), 10)).hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void idsAreNeverCut() {
    for (String id : List.of("", " ", "1.2\n3", "x".repeat(65), "\u00e9", "a\"b", "a\\b")) {
      assertThatThrownBy(() -> query().studies(id).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("an id in a trail record is malformed");
    }
  }

  @Test
  void theSealedPartOpensWithItsSealerOnly() {
    TrailRecord record =
        query()
            .sealed(SealedPart.seal(TestTrail.SEALER, "M\u00fcller^Eva".getBytes(UTF_8)))
            .build();

    assertThat(new String(TrailCodec.encode(record), UTF_8)).doesNotContain("ller^Eva");
    assertThat(record.toString()).doesNotContain("ller^Eva");
    SealedPart sealed = record.sealed().orElseThrow();
    assertThat(sealed.open(TestTrail.SEALER)).isEqualTo("M\u00fcller^Eva".getBytes(UTF_8));
    assertThatThrownBy(() -> sealed.open(new TestSealer(2)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLargeDisclosureIsSplitAndNothingIsLost() throws IOException {
    List<String> studies = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      studies.add("2.25.3291234567890123456789012345678901" + (100_000 + i));
      patients.add(String.format("%032x", i));
    }
    TrailRecord whole = query().studies(studies).patients(patients).count(123_456).build();

    List<TrailRecord> parts = Splitter.split(whole);

    assertThat(parts.stream().flatMap(p -> p.studyUids().stream())).isEqualTo(studies);
    assertThat(parts.stream().flatMap(p -> p.patientRecords().stream())).isEqualTo(patients);
    for (int i = 0; i < parts.size(); i++) {
      TrailRecord part = parts.get(i);
      byte[] bytes = TrailCodec.encode(part);
      assertThat(bytes.length).isLessThanOrEqualTo(TrailLimits.MAX_ENTRY_BYTES);
      assertThat(TrailCodec.decode(bytes)).isEqualTo(part);
      assertThat(part.part()).contains(new TrailRecord.Part(i + 1, parts.size()));
      assertThat(part.count()).hasValue(123_456);
    }
  }

  @Test
  void theLargestRecordFits() {
    TrailRecord.Builder builder =
        TrailRecord.of(
                TIME,
                Action.PATIENT_MERGE,
                Outcome.REFUSED,
                new Actor(Actor.Kind.OPERATOR, "\u20ac".repeat(200), "\"".repeat(200)))
            .remote("\u20ac".repeat(200))
            .sealed(SealedPart.seal(TestTrail.SEALER, new byte[TrailLimits.MAX_PLAIN_BYTES]));
    Arrays.stream(Fact.values())
        .limit(TrailLimits.MAX_FACTS)
        .forEach(fact -> builder.fact(fact, "\u20ac".repeat(500)));
    for (int i = 0; i < 1_000; i++) {
      builder.studies("1".repeat(58) + (100_000 + i)).patients("p".repeat(58) + (100_000 + i));
    }

    for (TrailRecord part : Splitter.split(builder.build())) {
      assertThat(TrailCodec.encode(part).length).isLessThanOrEqualTo(TrailLimits.MAX_ENTRY_BYTES);
    }
  }

  @Test
  void brokenBytesAreACleanError() throws IOException {
    byte[] good =
        TrailCodec.encode(query().studies("1.2.3").count(3).fact(Fact.LEVEL, "STUDY").build());
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(300) : good.length);
      for (int flips = random.nextInt(4); flips >= 0 && bad.length > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        TrailCodec.decode(bad);
      } catch (IOException e) {
        assertThat(e).hasMessage("a record is malformed or of a newer version").hasNoCause();
      }
    }
    assertThatThrownBy(() -> TrailCodec.decode("[".repeat(60_000).getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> TrailCodec.decode(new byte[65_536])).isInstanceOf(IOException.class);
  }
}

package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The pieces of matching by themselves. */
class MatchingTest {
  private static final int ROUNDS = 50_000;

  @Test
  void theShortWayToANormalNameLeadsToTheSame() {
    Random random = new Random(7);
    String letters = "abzABZ019 ^^  *?-'`=\\.,~é";
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        name.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(Normal.groups(name.toString()))
          .as("seed 7, round %d", i)
          .isEqualTo(Normal.normalised(name.toString()));
    }
  }

  @Test
  void aPatternsTokensAreAmongThoseOfWhatItMatches() {
    // What narrows must never lose a match: each literal prefix of a part of a matching pattern
    // begins a part of the name.
    Random random = new Random(11);
    String letters = "abc^ *?";
    int matches = 0;
    for (int i = 0; i < ROUNDS * 4; i++) {
      String name = random(random, "abc^ ", 7);
      String pattern = random(random, letters, 6);
      for (String group : Normal.groups(name)) {
        for (String one : Normal.groups(pattern)) {
          if (new Glob(one).matches(group) && !Glob.isUniversal(one)) {
            matches++;
            for (String part : Normal.parts(one)) {
              String prefix = Glob.literalPrefix(part);
              if (!prefix.isEmpty()) {
                assertThat(Normal.parts(group))
                    .as("%s ~ %s, seed 11, round %d", group, one, i)
                    .anyMatch(p -> p.startsWith(prefix));
              }
            }
          }
        }
      }
    }
    assertThat(matches).isGreaterThan(1_000);
  }

  private static String random(Random random, String letters, int length) {
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(length); n > 0; n--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Test
  void wildCards() {
    for (String[] row :
        new String[][] {
          {"*", "", "1"},
          {"*", "abc", "1"},
          {"a*", "abc", "1"},
          {"a*", "a", "1"},
          {"a?", "a", "0"},
          {"a?c", "abc", "1"},
          {"*c*", "abcd", "1"},
          {"a*b*c", "aXbYc", "1"},
          {"a*b*c", "aXbY", "0"},
          {"**a", "bba", "1"},
          {"?", "山", "1"},
          {"?", "\uD840\uDC0B", "1"},
          {"", "", "1"},
          {"", "a", "0"},
          {"a.c", "abc", "0"},
          {"a[b]", "ab", "0"}
        }) {
      assertThat(new Glob(row[0]).matches(row[1]))
          .as("%s ~ %s", row[0], row[1])
          .isEqualTo(row[2].equals("1"));
    }
    // Many stars against a long text that almost fits: no explosion.
    assertThat(new Glob("*a".repeat(30) + "b").matches("a".repeat(20_000))).isFalse();
  }

  @Test
  void dates() {
    assertThat(DateRange.parse("20260131")).hasValue(new DateRange(20260131, 20260131));
    assertThat(DateRange.parse("2026.01.31")).hasValue(new DateRange(20260131, 20260131));
    assertThat(DateRange.parse("20260101-20260131")).map(DateRange::days).hasValue(31L);
    assertThat(DateRange.parse("20260101 - 20260131")).map(DateRange::days).hasValue(31L);
    assertThat(DateRange.parse("20260131-20260101")).map(DateRange::days).hasValue(0L);
    assertThat(DateRange.parse("20260101-")).map(DateRange::closed).hasValue(false);
    assertThat(DateRange.parse("-20260101")).map(r -> r.contains(19000101)).hasValue(true);
    for (String bad : List.of("-", "", "2026", "20260230", "20261301", "2026-01-31", "yesterday")) {
      assertThat(DateRange.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void times() {
    assertTime("10", "100000", true);
    assertTime("10", "105959.999999", true);
    assertTime("10", "11", false);
    assertTime("1030", "103059", true);
    assertTime("103015", "103015.5", true);
    assertTime("103015.5", "103015.55", true);
    assertTime("103015.5", "103015.6", false);
    assertTime("10-12", "125959", true);
    assertTime("1000-1200", "120100", false);
    assertTime("-12", "0000", true);
    assertTime("12-", "115959", false);
    assertTime("12-", "235960", true);
    assertTime("10:30:15", "103015", true);
    for (String bad : List.of("-", "", "1", "24", "1060", "noon", "10.5", "103015.1234567")) {
      assertThat(TimeRange.parse(bad)).as(bad).isEmpty();
    }
  }

  private static void assertTime(String key, String value, boolean expected) {
    assertThat(
            TimeRange.parse(key)
                .orElseThrow()
                .contains(TimeRange.moment(value).orElseThrow().from()))
        .as("%s ~ %s", key, value)
        .isEqualTo(expected);
  }

  @Test
  void dateTimes() {
    assertDateTime("2026", "20261231235959", true);
    assertDateTime("202601", "20260201", false);
    assertDateTime("20260101-20260131", "20260131120000", true);
    assertDateTime("20260101120000+0100", "20260101110000+0000", true);
    assertDateTime("20260101120000-0500", "20260101170000", true);
    assertDateTime("20260101000000-0500-20260102000000-0500", "20260101060000", true);
    assertDateTime("20260101-", "20251231", false);
    assertDateTime("-20260101", "20260101235959.5", true);
    for (String bad : List.of("-", "", "202613", "20260101.5", "20260101+99", "now")) {
      assertThat(DateTimeRange.parse(bad, 0)).as(bad).isEmpty();
    }
  }

  private static void assertDateTime(String key, String value, boolean expected) {
    assertThat(
            DateTimeRange.parse(key, 0)
                .orElseThrow()
                .contains(DateTimeRange.moment(value, 0).orElseThrow().from()))
        .as("%s ~ %s", key, value)
        .isEqualTo(expected);
  }
}

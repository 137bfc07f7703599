package huisclos.probe.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import huisclos.probe.finding.Rung;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The logic of intervals beside a set of bits that does the same the slow way. */
class IntervalsTest {
  private static final int WORLD = 600;

  /** Crosses a border of 64 bits. */
  private static final Ip BASE = Ip.of(InetAddress.ofLiteral("2001:db8::ffff:ffff:ffff:ff00"));

  private final Random random = new Random(20261122);

  IntervalsTest() {}

  private Span span() {
    int from = random.nextInt(WORLD);
    int to = Math.min(WORLD - 1, from + random.nextInt(1 + random.nextInt(80)));
    return new Span(BASE.plus(from), BASE.plus(to));
  }

  private static int number(Ip ip) {
    return Math.toIntExact(ip.since(BASE));
  }

  private static void set(BitSet bits, Span span, boolean value) {
    bits.set(number(span.first()), number(span.last()) + 1, value);
  }

  @Test
  void setsOfSpans() {
    for (int round = 0; round < 300; round++) {
      List<Span> spans = IntStream.range(0, random.nextInt(30)).mapToObj(_ -> span()).toList();
      BitSet bits = new BitSet(WORLD);
      spans.forEach(span -> set(bits, span, true));
      IpSet set = IpSet.of(spans);
      assertThat(set.size()).isEqualTo(bits.cardinality());
      int[] members = bits.stream().toArray();
      for (int i = 0; i < WORLD; i++) {
        if (set.holds(BASE.plus(i)) != bits.get(i)) {
          fail("holds %d", i);
        }
      }
      for (int i = 0; i < members.length; i++) {
        assertThat(number(set.at(i))).isEqualTo(members[i]);
      }
      assertThatThrownBy(() -> set.at(members.length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      Span whole = span();
      BitSet left = new BitSet(WORLD);
      set(left, whole, true);
      left.andNot(bits);
      BitSet seen = new BitSet(WORLD);
      set.leftOf(whole).forEach(span -> set(seen, span, true));
      assertThat(seen).isEqualTo(left);
    }
  }

  @Test
  void zonesOfRanges() throws ScopeException {
    for (int round = 0; round < 150; round++) {
      List<ScopeRange> ranges = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        ranges.add(range("r" + i, span()));
      }
      IpSet excluded = IpSet.of(IntStream.range(0, 4).mapToObj(_ -> span()).toList());
      Zones zones = Zones.of(ranges, excluded);
      long inside = 0;
      for (int i = 0; i < WORLD; i++) {
        Ip ip = BASE.plus(i);
        List<ScopeRange> over =
            ranges.stream().filter(range -> range.spans().getFirst().holds(ip)).toList();
        Optional<Zones.Zone> zone = zones.at(ip);
        assertThat(zone.isPresent()).isEqualTo(!over.isEmpty() && !excluded.holds(ip));
        if (zone.isPresent()) {
          inside++;
          Set<Rung> rungs = EnumSet.allOf(Rung.class);
          over.forEach(range -> rungs.retainAll(range.rungs()));
          assertThat(zone.orElseThrow().rungs()).isEqualTo(rungs);
          assertThat(over).contains(zone.orElseThrow().range());
        }
      }
      assertThat(zones.addresses().size()).isEqualTo(inside);
    }
  }

  private ScopeRange range(String label, Span span) {
    EnumSet<Rung> rungs = EnumSet.of(Rung.REACHABLE);
    for (Rung rung : Rung.values()) {
      if (random.nextBoolean()) {
        rungs.add(rung);
      }
    }
    return new ScopeRange(
        label,
        Optional.empty(),
        List.of(span),
        rungs,
        Set.of(104),
        "",
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void cidrsInWords() {
    assertThat(Span.parse("10.0.0.0/8").size()).isEqualTo(1L << 24);
    assertThat(Span.parse("0.0.0.0/0").size()).isEqualTo(1L << 32);
    assertThat(Span.parse("2001:db8::/88").size()).isEqualTo(1L << 40);
    assertThat(Span.parse("2001:db8::/32").size()).isEqualTo(Long.MAX_VALUE);
    assertThat(Span.parse("2001:db8::/64").last())
        .isEqualTo(Ip.of(InetAddress.ofLiteral("2001:db8::ffff:ffff:ffff:ffff")));
    assertThat(Span.parse("192.0.2.7").size()).isOne();
    assertThat(Span.parse("::ffff:192.0.2.0/120")).isEqualTo(Span.parse("192.0.2.0/24"));
    for (String wrong :
        List.of(
            "",
            "/",
            "10/8",
            "10.0.0/24",
            "1.2.3.4/33",
            "1.2.3.4/-1",
            "1.2.3.4/024x",
            "256.1.1.1",
            "example.org",
            "fe80::1%eth0",
            "0x7f.0.0.1",
            "::/129",
            "10.0.0.1/8")) {
      assertThatThrownBy(() -> Span.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aWholeEighthOfTheInternetTakesNoMemory() throws ScopeException {
    ScopeRange eighth = range("10.0.0.0/8", Span.parse("10.0.0.0/8"));
    Zones zones = Zones.of(List.of(eighth), IpSet.of(List.of(Span.parse("10.0.0.0/24"))));
    assertThat(zones.all()).hasSize(1);
    assertThat(zones.addresses().size()).isEqualTo((1L << 24) - 256);
    assertThat(zones.addresses().at(0)).hasToString("10.0.1.0");
    assertThat(zones.addresses().at((1L << 24) - 257)).hasToString("10.255.255.255");
  }
}

package huisclos.probe.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each number comes once, whatever the size. */
class PermutationTest {
  PermutationTest() {}

  private static void comesOnce(int size, long seed) {
    Permutation order = Permutation.of(size, seed);
    BitSet seen = new BitSet(size);
    for (int place = 0; place < size; place++) {
      long number = order.at(place);
      seen.set(Math.toIntExact(number));
    }
    assertThat(seen.nextClearBit(0)).as("size %d, seed %d", size, seed).isEqualTo(size);
    assertThat(seen.length()).isEqualTo(size);
  }

  @Test
  void eachNumberComesOnce() {
    for (int size = 1; size <= 300; size++) {
      comesOnce(size, size * 31L);
    }
    for (int size : new int[] {1023, 1024, 1025, 4095, 4097, 65_535, 65_536, 65_537, 300_007}) {
      comesOnce(size, -1);
    }
  }

  @Test
  void itMixesAndAnotherSeedMixesOtherwise() {
    Permutation one = Permutation.of(1 << 16, 1);
    Permutation two = Permutation.of(1 << 16, 2);
    int same = 0;
    int neighbours = 0;
    for (int i = 0; i + 1 < 1 << 16; i++) {
      same += one.at(i) == two.at(i) ? 1 : 0;
      neighbours += Math.abs(one.at(i) - one.at(i + 1)) < 256 ? 1 : 0;
    }
    assertThat(same).isLessThan(30);
    assertThat(neighbours).as("next to each other in one /24").isLessThan(1000);
  }

  @Test
  void largeOnesNeedNoTable() {
    Permutation order = Permutation.of(Permutation.MAX_SIZE, 7);
    Set<Long> seen = new HashSet<>();
    for (long i = 0; i < 10_000; i++) {
      long number = order.at(i * 1_000_003);
      assertThat(number).isBetween(0L, Permutation.MAX_SIZE - 1);
      seen.add(number);
    }
    assertThat(seen).hasSize(10_000);
    assertThatThrownBy(() -> Permutation.of(3, 0).at(3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Permutation.of(0, 0).at(0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}

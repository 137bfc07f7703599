package huisclos.trail;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.trail.internal.MerkleHash;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTest {
  /** The eight leaves of the test data that implementations of RFC 6962 share. */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  @Test
  void rootsAreThoseOfRfc6962() {
    assertThat(hex(MerkleHash.empty()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    RangeHash range = new RangeHash();
    List<String> roots = new ArrayList<>();
    for (String leaf : LEAVES) {
      range.add(MerkleHash.leaf(HexFormat.of().parseHex(leaf)));
      roots.add(hex(range.root()));
    }

    assertThat(roots.get(0))
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assertThat(roots.get(7))
        .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  }

  /** The definition itself: split at the largest power of two below the size. */
  static byte[] definition(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      return MerkleHash.empty();
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return MerkleHash.node(
        definition(leaves.subList(0, split)), definition(leaves.subList(split, leaves.size())));
  }

  @Test
  void theVerifiersTreeIsTheDefinition() {
    RangeHash range = new RangeHash();
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      assertThat(range.root()).isEqualTo(definition(leaves));
      byte[] leaf = MerkleHash.leaf(new byte[] {(byte) i, (byte) (i >> 8)});
      leaves.add(leaf);
      range.add(leaf);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

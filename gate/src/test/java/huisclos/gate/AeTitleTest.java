package huisclos.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AeTitleTest {
  @Test
  void paddingDoesNotCount() {
    assertThat(AeTitle.of("  CT 1   ")).contains("CT 1");
    assertThat(AeTitle.of("1234567890123456")).contains("1234567890123456");
    assertThat(AeTitle.of("     1234567890123456")).contains("1234567890123456");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "                ",
        "A\\B",
        "A\tB",
        "\u0000",
        "A\n",
        "12345678901234567",
        "É",
        "\tA",
        "A\u007f"
      })
  void whatIsNoTitle(String text) {
    assertThat(AeTitle.of(text)).isEqualTo(Optional.empty());
  }

  @Test
  void whatAStrangerClaimsIsMadeHarmless() {
    assertThat(AeTitle.claimed("A\nB\\C\u202e")).isEqualTo("A?B?C?");
    assertThat(AeTitle.claimed("x".repeat(1_000_000))).hasSize(16);
  }

  @Test
  void fileNamesStayInTheirFolder() {
    assertThat(IdentityFiles.stem("CT1.a-b_c")).isEqualTo("CT1.a-b_c");
    assertThat(IdentityFiles.stem("../x")).isEqualTo("%2E.%2Fx");
    assertThat(IdentityFiles.stem("..")).isEqualTo("%2E.");
    assertThat(IdentityFiles.stem("A%2FB")).isEqualTo("A%252FB");
    for (String aet : new String[] {"CT1", "../x", "A%2FB", "A/B", "*?\"<>|", ".", "a b"}) {
      assertThat(IdentityFiles.title(IdentityFiles.stem(aet))).contains(aet);
    }
  }
}

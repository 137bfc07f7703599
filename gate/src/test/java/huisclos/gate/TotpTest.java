package huisclos.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  /** RFC 6238 appendix B, its last six digits. */
  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void theVectorsOfTheStandard(long seconds, String code) {
    String secret = Base32.encode("12345678901234567890".getBytes(US_ASCII));
    assertThat(Totp.code(secret, seconds / Totp.STEP_SECONDS)).isEqualTo(code);
    assertThat(Totp.step(secret, code, Instant.ofEpochSecond(seconds), 0))
        .hasValue(seconds / Totp.STEP_SECONDS);
  }

  @Test
  void aCodeCountsOneStepEarlyOrLateAndNotAfterALaterOne() {
    String secret = Totp.newSecret();
    Instant now = Instant.ofEpochSecond(1_000_000L * Totp.STEP_SECONDS + 7);
    for (int off = -3; off <= 3; off++) {
      boolean taken = Totp.step(secret, Totp.code(secret, 1_000_000 + off), now, 0).isPresent();
      assertThat(taken).as("%d steps off", off).isEqualTo(Math.abs(off) <= 1);
    }
    String code = Totp.code(secret, 1_000_000);
    assertThat(Totp.step(secret, code, now, 1_000_000)).isEmpty();
    assertThat(Totp.step(secret, code, now, 999_999)).hasValue(1_000_000);
    assertThat(Totp.step(secret, code.substring(0, 3) + " " + code.substring(3), now, 0))
        .isPresent();
    assertThat(Totp.step(secret, "", now, 0)).isEmpty();
  }

  /** RFC 4648 §10. */
  @ParameterizedTest
  @CsvSource({
    "f,MY",
    "fo,MZXQ",
    "foo,MZXW6",
    "foob,MZXW6YQ",
    "fooba,MZXW6YTB",
    "foobar,MZXW6YTBOI"
  })
  void base32(String plain, String text) {
    assertThat(Base32.encode(plain.getBytes(US_ASCII))).isEqualTo(text);
    assertThat(Base32.decode(text.toLowerCase(java.util.Locale.ROOT)))
        .isEqualTo(plain.getBytes(US_ASCII));
    assertThatThrownBy(() -> Base32.decode("M1")).isInstanceOf(IllegalArgumentException.class);
  }
}

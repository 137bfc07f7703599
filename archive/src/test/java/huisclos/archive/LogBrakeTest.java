package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogBrakeTest {
  @Test
  void aFloodIsCutOff() {
    LogBrake brake = new LogBrake();
    assertThat(IntStream.range(0, 10_000).filter(i -> brake.allows()).count())
        .isEqualTo(LogBrake.LINES);
  }
}

package huisclos.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CourierLimitsTest {
  @Test
  void pausesDoubleUpToTheLongest() {
    assertThat(CourierLimits.pause(1)).isEqualTo(CourierLimits.FIRST_PAUSE);
    assertThat(CourierLimits.pause(2)).isEqualTo(CourierLimits.FIRST_PAUSE.multipliedBy(2));
    assertThat(CourierLimits.pause(5)).isEqualTo(CourierLimits.FIRST_PAUSE.multipliedBy(16));
    assertThat(CourierLimits.pause(100)).isEqualTo(CourierLimits.LONGEST_PAUSE);
    assertThat(CourierLimits.pause(Integer.MAX_VALUE)).isEqualTo(CourierLimits.LONGEST_PAUSE);
    Duration before = Duration.ZERO;
    for (int failures = 1; failures < 40; failures++) {
      assertThat(CourierLimits.pause(failures)).isGreaterThanOrEqualTo(before);
      before = CourierLimits.pause(failures);
    }
  }
}

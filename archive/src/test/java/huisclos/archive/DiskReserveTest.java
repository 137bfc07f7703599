package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.DiskReserve.Space;
import huisclos.archive.DiskReserve.State;
import huisclos.dicom.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores are refused before the disk is full, and taken again by themselves. */
class DiskReserveTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  private Space space = new Space(50 * GIB, 100 * GIB);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final List<State> told = new ArrayList<>();

  private DiskReserve reserve(String text) {
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    return new DiskReserve(Reserve.parse(text).orElseThrow(), () -> space, clock, told::add);
  }

  private void free(long bytes) {
    space = new Space(bytes, 100 * GIB);
    now = now.plus(Duration.ofSeconds(2));
  }

  @Test
  void amountsAndSharesAreRead() {
    assertThat(Reserve.parse("2 GB").orElseThrow().of(100 * GIB)).isEqualTo(2 * GIB);
    assertThat(Reserve.parse("5 %").orElseThrow().of(100 * GIB)).isEqualTo(5 * GIB);
    assertThat(Reserve.parse("2 GB or 5 %").orElseThrow().of(100 * GIB)).isEqualTo(2 * GIB);
    assertThat(Reserve.parse("500MB or 1%").orElseThrow().of(10 * GIB)).isEqualTo(10 * GIB / 100);
    for (String wrong :
        List.of("", "2", "2 GB 5 %", "or 5 %", "95 %", "2 GB or", "-1 GB", "2 kB")) {
      assertThat(Reserve.parse(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void storesStopAndGoOnWhileAllElseGoesOn() throws IOException {
    DiskReserve reserve = reserve("10 GB or 20 %");
    try (Site site = new Site(folder)) {
      site.archive.keepFree(reserve);
      assertThat(site.store(Made.ct(1, 1, 1, 1))).isInstanceOf(StoreOutcome.Stored.class);
      free(29 * GIB);
      assertThat(reserve.state()).isEqualTo(State.NEAR);
      assertThat(site.store(Made.ct(1, 1, 1, 2))).isInstanceOf(StoreOutcome.Stored.class);
      free(10 * GIB);
      assertThat(site.store(Made.ct(1, 1, 1, 3))).isInstanceOf(StoreOutcome.OutOfResources.class);
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000001")))
          .hasSize(1);
      assertThat(site.fetch(Made.instance(1, 1, 1, 2))).isNotEmpty();
      // A little more than the reserve isn't enough, or it would flap.
      free(10 * GIB + 1);
      assertThat(site.store(Made.ct(1, 1, 1, 3))).isInstanceOf(StoreOutcome.OutOfResources.class);
      free(12 * GIB);
      assertThat(site.store(Made.ct(1, 1, 1, 3))).isInstanceOf(StoreOutcome.Stored.class);
    }
    assertThat(told).containsExactly(State.FULL, State.NEAR);
  }

  @Test
  void theRealDiskCanBeAsked() {
    DiskReserve real =
        DiskReserve.of(folder, Reserve.parse("1 MB").orElseThrow(), Clock.systemUTC(), _ -> {});
    assertThat(real.state()).isNotNull();
    assertThat(real.space().total()).isPositive();
  }
}

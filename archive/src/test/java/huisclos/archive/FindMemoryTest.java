package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.Decision;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matches are bounded by what they take in memory, over all queries together. */
class FindMemoryTest {
  @TempDir Path folder;

  private static FindOutcome images(Site site, FindMemory.Lease memory) throws IOException {
    DataSet keys =
        Made.keys(
            Tag.STUDY_INSTANCE_UID, Made.study(1, 1),
            Tag.SERIES_INSTANCE_UID, Made.series(1, 1, 1),
            Tag.SOP_INSTANCE_UID, "");
    Pass pass = ((Decision.Granted) site.gate.decide(site.operator, new Request.Find(true))).pass();
    return site.archive.find(pass, new Query(Level.IMAGE, Root.STUDY, keys).within(memory));
  }

  @Test
  void aSlowReaderOfAnswersHoldsNoMoreThanThereIs() throws IOException {
    try (Site site = new Site(folder)) {
      for (int i = 1; i <= 60; i++) {
        site.store(Made.ct(1, 1, 1, i));
      }
      FindMemory one = new FindMemory(1 << 20);
      long needed;
      try (FindMemory.Lease lease = one.lease()) {
        assertThat(images(site, lease)).isInstanceOf(FindOutcome.Found.class);
        needed = one.taken();
        assertThat(needed).isGreaterThan(20_000);
      }
      assertThat(one.taken()).isZero();
      FindMemory two = new FindMemory(needed * 2 + needed / 2);
      try (FindMemory.Lease second = two.lease()) {
        try (FindMemory.Lease first = two.lease();
            FindMemory.Lease third = two.lease()) {
          assertThat(images(site, first)).isInstanceOf(FindOutcome.Found.class);
          assertThat(images(site, second)).isInstanceOf(FindOutcome.Found.class);
          assertThat(images(site, third)).isInstanceOf(FindOutcome.TooMany.class);
        }
        try (FindMemory.Lease fourth = two.lease()) {
          assertThat(images(site, fourth)).isInstanceOf(FindOutcome.Found.class);
        }
      }
      assertThat(two.taken()).isZero();
    }
  }

  @Test
  void oneQueryHasABoundOfBytes() {
    try (FindMemory.Lease lease = FindMemory.ofHeap().lease()) {
      assertThat(lease.take(ArchiveLimits.MAX_FIND_BYTES)).isTrue();
      assertThat(lease.take(1)).isFalse();
    }
  }
}

package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that takes no more: the answer says so, nothing half-done is seen, and later it goes on.
 */
class FullDiskTest {
  @TempDir Path folder;

  private static DataSet large(int instance) {
    DataSet set = Made.ct(1, 1, 1, instance);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[6 << 20]);
    return set;
  }

  @Test
  void containersThatCannotGrow() throws IOException {
    LimitedDisk disk = new LimitedDisk("blobs");
    Site first;
    try (Site site = Site.on(folder, disk)) {
      first = site;
      assertThat(site.store(Made.ct(1, 1, 1, 1))).isInstanceOf(StoreOutcome.Stored.class);
      disk.full = true;
      assertThat(site.store(Made.ct(1, 1, 1, 2))).isInstanceOf(StoreOutcome.OutOfResources.class);
      assertThat(site.store(Made.ct(2, 1, 1, 1))).isInstanceOf(StoreOutcome.OutOfResources.class);
      assertThat(site.archive.statistics()).isEqualTo(new ArchiveStatistics(1, 1, 1, 1, 0, 0));
      disk.full = false;
      assertThat(site.store(Made.ct(1, 1, 1, 2))).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(site.store(Made.ct(2, 1, 1, 1))).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(site.archive.statistics()).isEqualTo(new ArchiveStatistics(2, 2, 2, 3, 0, 0));
    }
    try (Site again = first.again()) {
      assertThat(again.archive.opening().damaged()).isZero();
      assertThat(again.archive.statistics()).isEqualTo(new ArchiveStatistics(2, 2, 2, 3, 0, 0));
    }
  }

  @Test
  void aSpillFileThatCannotGrow() throws IOException {
    LimitedDisk disk = new LimitedDisk("tmp");
    try (Site site = Site.on(folder, disk)) {
      disk.full = true;
      assertThat(site.store(large(1))).isInstanceOf(StoreOutcome.OutOfResources.class);
      // What fits into memory needs no spill file.
      assertThat(site.store(Made.ct(1, 1, 1, 2))).isInstanceOf(StoreOutcome.Stored.class);
      disk.full = false;
      assertThat(site.store(large(1))).isInstanceOf(StoreOutcome.Stored.class);
      assertThat(site.archive.statistics().instances()).isEqualTo(2);
    }
  }

  @Test
  void aLargeOneThatDoesNotFitHarmsNoOther() throws Exception {
    LimitedDisk disk = new LimitedDisk("tmp");
    try (Site site = Site.on(folder, disk);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      disk.full = true;
      List<Callable<StoreOutcome>> work = new ArrayList<>();
      for (int i = 1; i <= 12; i++) {
        DataSet set = i % 4 == 0 ? large(i) : Made.ct(1, 1, 1, i);
        work.add(() -> site.store(set));
      }
      int stored = 0;
      for (Future<StoreOutcome> outcome : executor.invokeAll(work)) {
        stored += outcome.get() instanceof StoreOutcome.Stored ? 1 : 0;
      }
      assertThat(stored).isEqualTo(9);
      assertThat(site.archive.statistics().instances()).isEqualTo(9);
    }
  }
}

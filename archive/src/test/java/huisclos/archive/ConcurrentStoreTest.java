package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentStoreTest {
  @TempDir Path folder;

  private static <T> List<T> atOnce(List<Callable<T>> work)
      throws InterruptedException, ExecutionException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    }
  }

  @Test
  void newPatientsStudiesAndSeriesAreMadeOnce() throws Exception {
    try (Site site = new Site(folder)) {
      List<Callable<StoreOutcome>> work = new ArrayList<>();
      for (int patient = 1; patient <= 3; patient++) {
        for (int study = 1; study <= 3; study++) {
          for (int series = 1; series <= 2; series++) {
            for (int instance = 1; instance <= 10; instance++) {
              DataSet set = Made.ct(patient, study, series, instance);
              work.add(() -> site.store(set));
            }
          }
        }
      }
      assertThat(atOnce(work)).allMatch(StoreOutcome.Stored.class::isInstance);
      assertThat(site.archive.statistics()).isEqualTo(new ArchiveStatistics(3, 9, 18, 180, 0, 0));
      // What is counted in the studies is what is there.
      for (DataSet row :
          site.rows(
              Level.STUDY,
              Root.STUDY,
              Made.keys(Tag.PATIENT_ID, "PID000002", Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, ""))) {
        assertThat(row.integer(Tag.NUMBER_OF_STUDY_RELATED_INSTANCES)).hasValue(20);
      }
    }
  }

  @Test
  void oneOfManyEqualOnesIsStoredAndTheOthersAreDuplicates() throws Exception {
    try (Site site = new Site(folder)) {
      List<Callable<StoreOutcome>> work = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        DataSet set = Made.ct(1, 1, 1, 1);
        TransferSyntax syntax =
            i % 2 == 0
                ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN
                : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
        work.add(() -> site.store(set, syntax));
      }
      List<StoreOutcome> outcomes = atOnce(work);
      assertThat(outcomes.stream().filter(StoreOutcome.Stored.class::isInstance)).hasSize(1);
      assertThat(outcomes.stream().filter(StoreOutcome.Duplicate.class::isInstance)).hasSize(23);
      assertThat(site.archive.statistics().quarantined()).isZero();
    }
  }

  @Test
  void ofDifferentOnesUnderOneUidOneIsStoredAndTheOthersSetAside() throws Exception {
    try (Site site = new Site(folder)) {
      List<Callable<StoreOutcome>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        DataSet set = Made.ct(1, 1, 1, 1);
        set.putString(Tag.STUDY_DESCRIPTION, "Content " + i);
        work.add(() -> site.store(set));
        work.add(() -> site.store(Made.ct(1, 1, 1, 100)));
      }
      List<StoreOutcome> outcomes = atOnce(work);
      assertThat(outcomes.stream().filter(StoreOutcome.Stored.class::isInstance)).hasSize(2);
      assertThat(outcomes.stream().filter(StoreOutcome.Conflict.class::isInstance)).hasSize(7);
      assertThat(outcomes.stream().filter(StoreOutcome.Duplicate.class::isInstance)).hasSize(7);
      assertThat(site.archive.statistics()).isEqualTo(new ArchiveStatistics(1, 1, 1, 2, 0, 7));
    }
  }

  @Test
  void queriesGoOnWhileStoresCome() throws IOException, InterruptedException, ExecutionException {
    try (Site site = new Site(folder)) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 1; i <= 60; i++) {
        DataSet set = Made.ct(i, 1, 1, 1);
        int patient = i;
        work.add(() -> {
          site.store(set);
          return site.rows(
                  Level.STUDY,
                  Root.STUDY,
                  Made.keys(Tag.STUDY_INSTANCE_UID, Made.study(patient, 1)))
              .size();
        });
      }
      // Each finds what it stored as soon as it was told.
      assertThat(atOnce(work)).containsOnly(1);
    }
  }
}

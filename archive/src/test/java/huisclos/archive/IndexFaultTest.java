package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import huisclos.dicom.Tag;
import huisclos.gate.Request;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An index that can't grow, or that can't be written at all: stores and acts are refused, queries
 * go on, nothing acknowledged is lost, and the next start makes good what was broken off.
 */
class IndexFaultTest {
  private static final int MOST_STORES = 300;

  @TempDir Path folder;

  /** Stores until the first refusal; how many were acknowledged. */
  private static int storeUntilRefused(Site site) throws IOException {
    for (int i = 1; i <= MOST_STORES; i++) {
      StoreOutcome outcome = site.store(Made.ct(1 + i, 1, 1, 1));
      if (!(outcome instanceof StoreOutcome.Stored)) {
        assertThat(outcome).isInstanceOf(StoreOutcome.OutOfResources.class);
        return i - 1;
      }
    }
    throw new AssertionError("never refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"query_only=ON", "max_page_count=1"})
  void refusesAndIsMadeGoodByTheNextStart(String pragma) throws IOException {
    Site first;
    int acknowledged;
    try (Site site = new Site(folder)) {
      first = site;
      site.store(Made.ct(1, 1, 1, 1));
      site.archive.exclusively(session -> session.execute("PRAGMA " + pragma));
      acknowledged = storeUntilRefused(site);
      assertThat(site.archive.statistics().instances()).isEqualTo(1 + acknowledged);
      assertThat(site.store(Made.ct(1, 2, 1, 1))).isInstanceOf(StoreOutcome.OutOfResources.class);
      AttributeChange change = new AttributeChange();
      change.set(Tag.STUDY_DESCRIPTION, "Corrected");
      assertThatThrownBy(() ->
              site.archive
                  .keeping()
                  .correct(
                      site.pass(new Request.Keep()), Level.STUDY, Made.study(1, 1), change, "why"))
          .isInstanceOf(IOException.class);
      assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_ID, "PID000001")))
          .hasSize(1);
    }
    try (Site again = first.again()) {
      assertThat(again.archive.opening().rebuilt()).isFalse();
      assertThat(again.archive.opening().damaged()).isZero();
      for (int i = 0; i <= acknowledged; i++) {
        assertThat(again.fetch(Made.instance(1 + i, 1, 1, 1)))
            .isEqualTo(Site.bytes(Made.ct(1 + i, 1, 1, 1), Specimen.SYNTAX));
      }
      assertThat(again.store(Made.ct(1, 2, 1, 1)))
          .isInstanceOfAny(StoreOutcome.Stored.class, StoreOutcome.Duplicate.class);
      assertThat(again.fetch(Made.instance(1, 2, 1, 1))).isNotEmpty();
    }
  }
}

package huisclos.desk.web;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.FetchOutcome;
import huisclos.archive.Level;
import huisclos.archive.StoreOutcome;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.gate.Request;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what other tests stand on stands. */
class WebSiteTest {
  @Test
  void whatIsStoredIsFoundThere(@TempDir Path home) throws IOException {
    try (WebSite site = new WebSite(home)) {
      assertThat(site.store(WebSite.ct(1, 1, 1, 1))).isInstanceOf(StoreOutcome.Stored.class);
      DataSet keys = new DataSet();
      keys.putString(Tag.STUDY_INSTANCE_UID, WebSite.study(1, 1));
      assertThat(site.archive.select(site.pass(new Request.Get()), Level.STUDY, keys))
          .isInstanceOfSatisfying(
              FetchOutcome.Selected.class, selected -> assertThat(selected.instances()).hasSize(1));
    }
  }
}

package huisclos.desk.web.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.archive.Level;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.WebSite;
import huisclos.desk.web.dicomweb.DeleteEndpoint.Doing;
import huisclos.gate.Request;
import huisclos.gate.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted through the web door, what comes back, and what the feed tells of it. */
class DeleteEndpointTest {
  @TempDir Path home;

  @Test
  void whatIsDeletedCanBeRestored() throws IOException {
    try (WebSite site = new WebSite(home)) {
      site.store(WebSite.ct(1, 1, 1, 1));
      site.store(WebSite.ct(1, 1, 1, 2));
      assertThat(one(site, Doing.DELETE, 1).status()).isEqualTo(400);
      assertThat(
              call(site, Doing.DELETE, 1)
                  .parameter("reason", "quality")
                  .at(endpoint(site, Doing.DELETE))
                  .status())
          .isEqualTo(204);
      assertThat(
              call(site, Doing.DELETE, 1)
                  .parameter("reason", "113001")
                  .at(endpoint(site, Doing.DELETE))
                  .status())
          .isEqualTo(409);
      assertThat(one(site, Doing.RESTORE, 1).status()).isEqualTo(204);
      assertThat(
              call(site, Doing.REJECT, 2)
                  .variable("code", "113037^DCM")
                  .at(endpoint(site, Doing.REJECT))
                  .status())
          .isEqualTo(204);
      FakeCall feed =
          FakeCall.get(site.operator, "/dicom-web/changes")
              .at(new ChangesEndpoint(site.gate, site.archive, false));
      assertThat(feed.status()).isEqualTo(200);
      assertThat(feed.text())
          .containsSubsequence(
              "stored", "stored", "deleted", "quality", "restored", "deleted", "safety");
      FakeCall other =
          FakeCall.get(site.operator, "/dicom-web/changes")
              .parameter("feed", "another")
              .at(new ChangesEndpoint(site.gate, site.archive, false));
      assertThat(other.status()).isEqualTo(410);
    }
  }

  @Test
  void whatIsElsewhereOrNotGrantedStays() throws IOException {
    try (WebSite site = new WebSite(home)) {
      site.store(WebSite.ct(1, 1, 1, 1));
      site.store(WebSite.ct(2, 1, 1, 1));
      FakeCall elsewhere =
          new FakeCall(site.operator, "DELETE", "/")
              .variable("study", WebSite.study(2, 1))
              .variable("series", WebSite.series(1, 1, 1))
              .variable("instance", WebSite.instance(1, 1, 1, 1))
              .parameter("reason", "quality")
              .at(endpoint(site, Doing.DELETE));
      assertThat(elsewhere.status()).isEqualTo(404);
      FakeCall device =
          new FakeCall(site.admitted("READER", Verb.GET), "DELETE", "/")
              .variable("study", WebSite.study(1, 1))
              .variable("series", WebSite.series(1, 1, 1))
              .variable("instance", WebSite.instance(1, 1, 1, 1))
              .parameter("reason", "quality")
              .at(endpoint(site, Doing.DELETE));
      assertThat(device.status()).isEqualTo(403);
    }
  }

  /** As by a note that comes by C-STORE: hiding isn't destroying. */
  @Test
  void whatIsHeldCanBeRejectedButNotDeleted() throws IOException {
    try (WebSite site = new WebSite(home)) {
      site.store(WebSite.ct(1, 1, 1, 1));
      site.archive.hold(site.pass(new Request.Keep()), WebSite.study(1, 1), true, "a court asks");
      assertThat(
              call(site, Doing.DELETE, 1)
                  .parameter("reason", "quality")
                  .at(endpoint(site, Doing.DELETE))
                  .status())
          .isEqualTo(409);
      assertThat(
              call(site, Doing.REJECT, 1)
                  .variable("code", "113037^DCM")
                  .at(endpoint(site, Doing.REJECT))
                  .status())
          .isEqualTo(204);
      FakeCall feed =
          FakeCall.get(site.operator, "/dicom-web/changes")
              .at(new ChangesEndpoint(site.gate, site.archive, false));
      assertThat(feed.text()).contains("safety");
      assertThat(one(site, Doing.RESTORE, 1).status()).isEqualTo(204);
    }
  }

  private static DeleteEndpoint endpoint(WebSite site, Doing doing) {
    return new DeleteEndpoint(site.gate, site.archive, Level.IMAGE, doing, Duration.ofDays(1));
  }

  private static FakeCall call(WebSite site, Doing doing, int instance) {
    return new FakeCall(site.operator, doing == Doing.DELETE ? "DELETE" : "POST", "/")
        .variable("study", WebSite.study(1, 1))
        .variable("series", WebSite.series(1, 1, 1))
        .variable("instance", WebSite.instance(1, 1, 1, instance));
  }

  private static FakeCall one(WebSite site, Doing doing, int instance) throws IOException {
    return call(site, doing, instance).at(endpoint(site, doing));
  }
}

package huisclos.desk.web.attack;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.desk.web.WebSite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths that a proxy, a file system or another reader might take for others. */
class CrookedPathsTest {
  @TempDir static Path folder;
  private static AttackedDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = new AttackedDoor(folder);
    door.site.store(WebSite.ct(1, 1, 1, 1));
  }

  @AfterAll
  static void close() throws IOException {
    assertThat(door.failures).isEmpty();
    door.close();
  }

  private static int status(String method, String target, String headers) throws IOException {
    String answer =
        door.raw(
            method
                + " "
                + target
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + headers
                + "Connection: close\r\n\r\n");
    assertThat(answer).as("%s", target).doesNotContain("root:", "[archive]");
    return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
  }

  /** Ways out of a folder, put into every kind of path. */
  private static final List<String> TRICKS =
      List.of(
          "..",
          "%2e%2e",
          "%2E.",
          ".%00.",
          "..;",
          "..%3b",
          "..%2f",
          "..%5c",
          "..\\",
          "%252e%252e%252f",
          "%252f",
          "%c0%ae%c0%ae",
          "%c0%af",
          "%e0%80%af",
          "%f0%80%80%af",
          "%uff0e%uff0e",
          "%u002e",
          "x%00",
          "x%0d%0aX-Planted:1",
          "x;jsessionid=1",
          ".",
          "",
          "%",
          "%2",
          "%ff",
          "\u00ff",
          "a|b");

  @Test
  void noTrickLeadsAnywhere() throws Exception {
    String series =
        "/dicom-web/studies/" + WebSite.study(1, 1) + "/series/" + WebSite.series(1, 1, 1);
    List<String> bases =
        List.of(
            "/pages/",
            "/dicom-web/studies/",
            series + "/instances/",
            series + "/instances/" + WebSite.instance(1, 1, 1, 1) + "/bulkdata/",
            series + "/instances/" + WebSite.instance(1, 1, 1, 1) + "/frames/",
            "/fhir/ImagingStudy/");
    for (String base : bases) {
      for (String trick : TRICKS) {
        assertThat(status("GET", base + trick, door.authorization()))
            .as("%s%s", base, trick)
            .isIn(0, 400, 404, 405, 401);
      }
    }
  }

  /** What a proxy that folds case, slashes or parameters would let by, is no path of ours. */
  @Test
  void onlyTheOneSpellingOfAPathIsTheirs() throws Exception {
    String study = "/dicom-web/studies/" + WebSite.study(1, 1);
    List<String> others = new ArrayList<>();
    for (String path : List.of("/pages/style.css", "/account/password", study + "/metadata")) {
      others.add(path.substring(0, 3).toUpperCase(java.util.Locale.ROOT) + path.substring(3));
      others.add("/" + path);
      others.add(path + "/");
      others.add("/." + path);
      others.add("/x/.." + path);
      others.add(path + "%20");
      others.add(path + ".");
      others.add(path + ";x=y");
      others.add(path.replaceFirst("(.)/", "$1%2F"));
      others.add(path.replaceFirst("(.)/", "$1//"));
      others.add(path.replaceFirst("(.)/", "$1\\\\"));
    }
    for (String other : others) {
      assertThat(status("GET", other, door.authorization())).as(other).isIn(400, 404);
    }
    assertThat(status("GET", "/pages/style%2Ecss", "")).as("the same name, escaped").isEqualTo(200);
  }

  /** The target's own host and scheme decide nothing, and a proxy's request is none of ours. */
  @Test
  void anAbsoluteTargetIsNoWayElsewhere() throws Exception {
    String path = "/dicom-web/studies/" + WebSite.study(1, 1) + "/metadata";
    for (String target :
        List.of("http://evil.example" + path, "ftp://localhost" + path, "//evil.example" + path)) {
      assertThat(status("GET", target, "")).as(target).isIn(0, 400, 401, 421);
    }
    assertThat(status("OPTIONS", "*", "")).isIn(400, 401, 404);
    assertThat(status("CONNECT", "evil.example:443", door.authorization())).isIn(0, 400, 405);
    String planted =
        door.raw(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\n"
                + "X-Forwarded-For: 203.0.113.9\r\nForwarded: host=evil.example\r\n"
                + "X-Original-URL: /account\r\nX-Rewrite-URL: /account\r\n"
                + door.authorization()
                + "Connection: close\r\n\r\n");
    assertThat(planted).startsWith("HTTP/1.1 200").doesNotContain("evil.example");
  }
}

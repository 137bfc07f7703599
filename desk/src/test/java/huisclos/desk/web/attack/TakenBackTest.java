package huisclos.desk.web.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import huisclos.desk.web.WebSite;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import huisclos.gate.Role;
import huisclos.gate.Verb;
import huisclos.trail.Action;
import huisclos.trail.Outcome;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A credential that is taken back while a long answer leaves: the rest of it doesn't. */
class TakenBackTest {
  private static final int SLICES = 40;
  private static final int SLICE_BYTES = 512 * 1024;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"multipart/related; type=\"application/dicom\"", "application/zip"})
  void aTokensAnswerEndsWithTheToken(String accept) throws Exception {
    try (AttackedDoor door = new AttackedDoor(folder)) {
      fill(door);
      String token = door.token("viewer", Verb.GET);
      String authorization = "Authorization: Bearer " + token;
      assertThat(read(door, accept, authorization, () -> {})).isGreaterThan(SLICES * SLICE_BYTES);
      int cut =
          read(
              door,
              accept,
              authorization,
              () -> {
                assertThat(door.site.gate.web().tokens().revoke("viewer", "root")).isEmpty();
              });
      assertThat(cut).isLessThan(SLICES * SLICE_BYTES * 3 / 4);
      assertThat(door.site.records())
          .anyMatch(r -> r.action() == Action.RETRIEVE && r.outcome() == Outcome.REFUSED);
      assertThat(door.failures).isEmpty();
    }
  }

  @Test
  void aSessionsAnswerEndsWithTheSession() throws Exception {
    try (AttackedDoor door = new AttackedDoor(folder)) {
      fill(door);
      AttackedDoor.Person rita = door.settled("rita", Role.RADIOLOGIST);
      int cut =
          read(
              door,
              "multipart/related; type=\"application/dicom\"",
              "Cookie: " + rita.cookie(),
              () -> door.site.gate.users().suspend("rita", "root"));
      assertThat(cut).isLessThan(SLICES * SLICE_BYTES * 3 / 4);
    }
  }

  private static void fill(AttackedDoor door) throws Exception {
    for (int n = 1; n <= SLICES; n++) {
      DataSet set = WebSite.ct(1, 1, 1, n);
      set.putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[SLICE_BYTES]);
      door.site.store(set);
    }
  }

  @FunctionalInterface
  private interface Meanwhile {
    void happens() throws Exception;
  }

  /** How many bytes come of a study when something happens after the first of them. */
  private static int read(AttackedDoor door, String accept, String credential, Meanwhile meanwhile)
      throws Exception {
    String request =
        "GET /dicom-web/studies/%s HTTP/1.1\r\nHost: localhost:%d\r\nAccept: %s\r\n%s\r\nConnection: close\r\n\r\n"
            .formatted(WebSite.study(1, 1), door.port(), accept, credential);
    try (SSLSocket socket = door.socket("http/1.1")) {
      AttackedDoor.say(socket, request.getBytes(ISO_8859_1));
      byte[] first = socket.getInputStream().readNBytes(12);
      assertThat(new String(first, ISO_8859_1)).isEqualTo("HTTP/1.1 200");
      meanwhile.happens();
      return AttackedDoor.allOf(socket).length();
    }
  }
}

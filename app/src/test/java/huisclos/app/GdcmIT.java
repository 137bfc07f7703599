package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.Uids;
import huisclos.testkit.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * GDCM's client echoes, stores and finds. Version 3.0.21 ends itself with a signal after each
 * release, whoever answers (DCMTK's storescp as well), so its exit status says nothing: what it
 * prints of the messages that came, and what is here after, do.
 */
class GdcmIT {
  private static final String SUCCESS = "(?s).*\\(US\\) %d .*\\(0000,0900\\) \\?\\? \\(US\\) 0 .*";
  private static final int STORE_RSP = 0x8001;
  private static final int FIND_RSP = 0x8020;
  private static final int ECHO_RSP = 0x8030;

  @TempDir Path folder;

  @Test
  void echoesStoresAndFinds() throws Exception {
    Processes.peer("gdcmscu");
    Processes.peer("socat");
    SharedData.Entry entry =
        SharedData.entries().stream()
            .filter(e -> e.wellFormed() && e.file().endsWith("MR_small.dcm"))
            .filter(e -> e.sopClass().equals(Uids.MR_IMAGE_STORAGE))
            .findFirst()
            .orElseThrow();
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path device = archive.device(folder.resolve("ids"), "GDCM", "store,find,get,commit");
      try (LocalPeer tunnel = LocalPeer.tunnel(folder, device, archive.port)) {
        assertThat(gdcmscu(tunnel, "--echo")).matches(SUCCESS.formatted(ECHO_RSP));
        assertThat(gdcmscu(tunnel, "--store", "-i", entry.file().toString()))
            .matches(SUCCESS.formatted(STORE_RSP));
        String found =
            gdcmscu(
                tunnel,
                "--find",
                "--studyroot",
                "--study",
                "--key",
                "10,20=4MR1",
                "--key",
                "20,d=");
        assertThat(found).matches(SUCCESS.formatted(FIND_RSP));
        assertThat(found).as("a pending answer").contains("(0000,0900) ?? (US) 65280 ");
      }
      Processes.Result committed =
          Processes.run(
              "commit",
              archive.address(),
              "--identity",
              device.toString(),
              entry.file().toString());
      assertThat(committed.ok().out()).contains("committed 1, failed 0, not reported 0");
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
    }
  }

  private static String gdcmscu(LocalPeer tunnel, String... what) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("gdcmscu", "-D", "--aetitle", "GDCM", "--call", "HUISCLOS"));
    command.addAll(List.of(what));
    command.addAll(List.of("127.0.0.1", Integer.toString(tunnel.port)));
    Processes.Result result = Processes.run(command, Map.of());
    return result.out() + result.err();
  }
}

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.client.Called;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.net.Association;
import huisclos.net.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets, freezing and alerts against a running server that is killed in between. */
class BrakesIT {
  private static final String MODEL = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  private static final int IMAGES = 6;

  @TempDir Path folder;

  /** The statuses of questions on one association. */
  private static List<Integer> ask(Called called, String key, int times) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    DataSet identifier = new DataSet();
    identifier.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    identifier.putString(Tag.PATIENT_NAME, key);
    identifier.putEmpty(Tag.PATIENT_ID);
    try (Association association =
        called.open(called.request().propose(MODEL, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN)))) {
      for (int i = 0; i < times; i++) {
        List<DataSet> rows = new ArrayList<>();
        int status = association.find(MODEL, identifier, rows::add).status();
        statuses.add(status);
        assertThat(rows.isEmpty()).as("no row of what is held").isEqualTo(status != 0);
      }
    }
    return statuses;
  }

  private static void send(RunningArchive archive, Path identity, Path files) {
    Processes.here("send", archive.address(), "--identity", identity.toString(), files.toString())
        .ok();
  }

  /** A program that keeps what it is told. */
  private Path hook(Path home, Path told) throws IOException {
    Path program = folder.resolve("tell");
    Files.writeString(program, "#!/bin/sh\ncat >>'" + told + "'\necho >>'" + told + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(
        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(home.resolve("huisclos.toml"), "[alerts]\ncommand = \"" + program + "\"\n");
    return program;
  }

  @Test
  void fromABudgetCrossedToThawed() throws Exception {
    Path told = folder.resolve("told.txt");
    hook(folder.resolve("home"), told);
    Path files = Files.createDirectories(folder.resolve("files"));
    for (int i = 0; i < IMAGES; i++) {
      Synthetic.of(i).write(files);
    }
    Path ids = folder.resolve("ids");
    Path ct;
    Path ws;
    try (RunningArchive archive = RunningArchive.start(folder)) {
      ct = archive.device(ids, "CT", "store,find");
      ws = archive.device(ids, "WS", "store,find,get");
      send(archive, ct, files);
      archive.verb("device", "budget", "WS", "--hour", "3", "--day", "4").ok();
      archive.verb("device", "budget", "CT", "--hour", "3", "--day", "4").ok();
      Called called = Called.of(archive.address(), "HUISCLOS", ws);
      assertThat(ask(Called.of(archive.address(), "HUISCLOS", ct), "SYNTHETIC*", 2))
          .as("who began all of them")
          .containsOnly(0);
      assertThat(ask(called, "SYNTHETIC^N1", 2)).containsOnly(0);
      assertThat(ask(called, "SYNTHETIC*", 3)).containsOnly(Status.NOT_AUTHORIZED);
      assertThat(ask(called, "SYNTHETIC^N1", 1)).as("what it saw").containsOnly(0);
      assertThat(ask(called, "SYNTHETIC*", 60)).containsOnly(Status.NOT_AUTHORIZED);
      assertThat(ask(called, "SYNTHETIC^N1", 1)).as("frozen").containsOnly(Status.NOT_AUTHORIZED);
      send(archive, ws, files);
      assertThat(archive.verb("doors").ok().out())
          .contains("alert", "budget-crossed: device WS", "frozen: device WS")
          .doesNotContain("SYNTHETIC", "SYN-");
      archive.kill();
    }
    assertThat(Files.readString(told)).contains("\"frozen\"", "\"device WS\"", "HUISCLOS");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Called called = Called.of(archive.address(), "HUISCLOS", ws);
      assertThat(ask(called, "SYNTHETIC^N1", 1)).as("killed").containsOnly(Status.NOT_AUTHORIZED);
      assertThat(archive.verb("device", "list").ok().out()).contains("FROZEN");
      archive.verb("device", "budget", "WS", "--thaw").ok();
      assertThat(ask(called, "SYNTHETIC^N1", 1)).as("thawed").containsOnly(0);
      archive.verb("device", "budget", "WS", "--lift", "--until", tomorrow()).ok();
      assertThat(ask(called, "SYNTHETIC*", 2)).as("lifted").containsOnly(0);
      assertThat(archive.verb("alerts", "--ack", "1").ok().err()).contains("acknowledged 1");
    }
  }

  private static String tomorrow() {
    return java.time.LocalDate.now(java.time.ZoneId.systemDefault()).plusDays(1).toString();
  }
}

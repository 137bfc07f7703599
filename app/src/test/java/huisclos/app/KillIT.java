package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.client.Called;
import huisclos.app.client.Getter;
import huisclos.app.client.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process is killed again and again, under load and while it starts and recovers; what it
 * acknowledged is all there, whole, and the record verifies. The sender's journal, written after
 * each acknowledgement, is the oracle. {@code ./dev crash --kills M} does it any number of times.
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("kills", 10);

  /** Every so manieth kill meets a start. */
  private static final int STARTING = 4;

  private static final int LONGEST_START_MILLIS = 1_500;
  private static final int FILES_PER_ROUND = 60;
  private static final int MAX_PIXEL_BYTES = 400_000;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedSurvivesAKill() throws Exception {
    Random random = new Random(20261122);
    Path files = Files.createDirectories(folder.resolve("files"));
    Path journal = folder.resolve("acknowledged.txt");
    Path sender = folder.resolve("ids").resolve("SENDER");
    int number = 0;
    int interrupted = 0;
    int transfers = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      System.out.printf(
          "kill %d of %d, %d acknowledged%n", kill + 1, KILLS, acknowledged(journal).size());
      if (kill % STARTING == STARTING - 1) {
        killStarting(random.nextInt(LONGEST_START_MILLIS));
        continue;
      }
      transfers++;
      try (RunningArchive archive = RunningArchive.start(folder)) {
        if (kill == 0) {
          archive.device(folder.resolve("ids"), "SENDER", "store,find,get");
          // It fetches more patients than the brakes let one device see in an hour.
          archive
              .verb("device", "budget", "SENDER", "--lift", "--until", tomorrow().toString())
              .ok();
        }
        Path round = Files.createDirectories(files.resolve("round" + kill));
        for (int i = 0; i < FILES_PER_ROUND; i++) {
          Synthetic.of(++number)
              .pixels(random, 2 * random.nextInt(500, MAX_PIXEL_BYTES / 2))
              .write(round);
        }
        Process send =
            new ProcessBuilder(
                    Processes.huisclos(
                        "send",
                        archive.address(),
                        "--identity",
                        sender.toString(),
                        "--associations",
                        "3",
                        "--journal",
                        journal.toString(),
                        round.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int before = acknowledged(journal).size();
        int wait = random.nextInt(1, FILES_PER_ROUND - 5);
        while (send.isAlive() && acknowledged(journal).size() < before + wait) {
          Thread.sleep(1);
        }
        archive.kill();
        if (send.isAlive()) {
          interrupted++;
        }
        send.destroyForcibly().waitFor();
      }
    }
    assertThat(interrupted)
        .as("kills that hit the middle of a transfer")
        .isGreaterThan(transfers / 2);
    Set<String> acknowledged = acknowledged(journal);
    try (RunningArchive archive = RunningArchive.start(folder)) {
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
      Called called = Called.of(archive.address(), "HUISCLOS", sender);
      Path out = folder.resolve("out");
      List<String> missing = new ArrayList<>();
      for (int i = 1; i <= number; i++) {
        Synthetic image = Synthetic.of(i);
        String uid = image.sopInstance();
        if (acknowledged.contains(uid)) {
          new Getter(called, out, Progress.onTerminal("")).get(Synthetic.uid("study", i), "", "");
          Path fetched = out.resolve(uid + ".dcm");
          if (!Files.exists(fetched) || !Arrays.equals(tail(original(files, uid)), tail(fetched))) {
            missing.add(uid);
          }
        }
      }
      assertThat(acknowledged.size()).isGreaterThan(KILLS);
      assertThat(missing).as("acknowledged, then missing or altered").isEmpty();
    }
  }

  private static LocalDate tomorrow() {
    return LocalDate.now(ZoneId.systemDefault()).plusDays(1);
  }

  /** Starts it and kills it after so long, ready or not. */
  private void killStarting(int millis) throws Exception {
    Process process =
        new ProcessBuilder(
                Processes.huisclos(
                    "serve", "--home", folder.resolve("home").toString(), "--dicom-port", "0"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
  }

  private static Path original(Path files, String uid) throws Exception {
    try (var found = Files.find(files, 2, (p, a) -> p.endsWith(uid + ".dcm"))) {
      return found.findFirst().orElseThrow();
    }
  }

  /** The data set: all that follows file meta information, which has the same length in both. */
  private static byte[] tail(Path file) throws Exception {
    byte[] all = Files.readAllBytes(file);
    try (var in = new java.io.ByteArrayInputStream(all)) {
      int offset = (int) huisclos.dicom.Part10.open(in).dataSetOffset();
      return Arrays.copyOfRange(all, offset, all.length);
    }
  }

  private static Set<String> acknowledged(Path journal) throws Exception {
    return Files.exists(journal) ? new HashSet<>(Files.readAllLines(journal)) : Set.of();
  }
}

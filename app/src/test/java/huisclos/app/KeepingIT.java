package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.ValueElement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Correcting, moving, merging and deciding against a running server. */
class KeepingIT {
  private static final String ONE = Synthetic.uid("study", 1);
  private static final String TWO = Synthetic.uid("study", 2);

  @TempDir Path folder;
  private int taken;

  private List<String> to(RunningArchive archive, String verb) {
    return new ArrayList<>(
        List.of(verb, archive.address(), "--identity", folder.resolve("ids/CT").toString()));
  }

  private Processes.Result run(RunningArchive archive, String verb, String... args) {
    List<String> all = to(archive, verb);
    all.addAll(List.of(args));
    return Processes.here(all.toArray(String[]::new));
  }

  /** How many answers a query for studies with this key has. */
  private long found(RunningArchive archive, String key) {
    String out = run(archive, "find", "-k", key, "--json").ok().out();
    return Pattern.compile("\"0020000D\"").matcher(out).results().count();
  }

  /** The only file of a study as it is retrieved now. */
  private Path get(RunningArchive archive, String study) throws IOException {
    Path out = folder.resolve("got" + taken++);
    run(archive, "get", "--study", study, "--out", out.toString()).ok();
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(f -> f.toString().endsWith(".dcm")).findFirst().orElseThrow();
    }
  }

  private static DataSet read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Part10File part10 = Part10.open(in);
      return DataSetDecoder.read(
          part10.dataSetStream(), part10.transferSyntax(), ReadOptions.whole());
    }
  }

  private static byte[] pixels(Path file) throws IOException {
    return ((ValueElement) read(file).get(Tag.PIXEL_DATA).orElseThrow()).bytes();
  }

  /** The complaints of an independent validator; none where it is missing. */
  private static Set<String> complaints(Path file) {
    if (Processes.run(List.of("sh", "-c", "command -v dciodvfy"), Map.of()).status() != 0) {
      return Set.of();
    }
    Processes.Result check = Processes.run(List.of("dciodvfy", file.toString()), Map.of());
    Set<String> lines = new TreeSet<>();
    (check.out() + check.err())
        .lines()
        .filter(line -> line.startsWith("Error") || line.startsWith("Warning"))
        .forEach(lines::add);
    return lines;
  }

  private static String quarantined(RunningArchive archive) {
    String out = archive.verb("quarantine", "list", "--json").ok().out();
    Matcher id = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"").matcher(out);
    assertThat(id.find()).as("something is set aside").isTrue();
    return id.group(1);
  }

  private static String act(RunningArchive archive, String... args) {
    return archive.verb(args).ok().out().strip();
  }

  @Test
  void fromCorrectionToUndo() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Synthetic.of(1).write(files);
    Synthetic.of(2).write(files);
    try (RunningArchive archive = RunningArchive.start(folder)) {
      archive.device(folder.resolve("ids"), "CT", "store,find,get,commit");
      run(archive, "send", files.toString()).ok();
      Path original = get(archive, ONE);

      String corrected =
          act(
              archive,
              "correct",
              "--study",
              ONE,
              "PatientName=RIGHT^NAME",
              "AccessionNumber=A77",
              "--reason",
              "misread");
      assertThat(found(archive, "AccessionNumber=A77")).isEqualTo(1);
      assertThat(found(archive, "PatientName=RIGHT*")).isEqualTo(1);
      Path changed = get(archive, ONE);
      assertThat(read(changed).string(Tag.PATIENT_NAME, "")).isEqualTo("RIGHT^NAME");
      assertThat(complaints(original)).containsAll(complaints(changed));
      assertThat(archive.verb("correct", "list", ONE).ok().out()).contains("PatientName");

      String moved = act(archive, "patient", "move", ONE, "SYN-000002");
      assertThat(found(archive, "PatientID=SYN-000002")).isEqualTo(2);
      assertThat(read(get(archive, ONE)).string(Tag.PATIENT_ID, "")).isEqualTo("SYN-000002");
      archive.verb("correct", "undo", moved).ok();
      archive.verb("correct", "undo", corrected).ok();
      assertThat(get(archive, ONE)).hasSameBinaryContentAs(original);
      assertThat(found(archive, "AccessionNumber=A77")).isZero();

      act(archive, "patient", "merge", "SYN-000001", "SYN-000002");
      assertThat(found(archive, "PatientID=SYN-000002")).isEqualTo(2);
      assertThat(found(archive, "PatientID=SYN-000001")).isZero();
    }
  }

  @Test
  void rulesConflictsAndQuarantine() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Synthetic padded = Synthetic.of(1);
    padded.set.putString(Tag.PATIENT_ID, "SYN 1");
    padded.write(files);
    Synthetic kept = Synthetic.of(2);
    Path keptFile = kept.write(files);
    Synthetic stranger = Synthetic.of(2);
    stranger.set.putString(Tag.SOP_INSTANCE_UID, Synthetic.uid("stranger", 2));
    stranger.set.putString(Tag.PATIENT_ID, "OTHER");
    Path strangers = stranger.write(Files.createDirectories(folder.resolve("strangers")));
    Path unlike =
        Synthetic.of(2)
            .pixels(new Random(9), 1024)
            .write(Files.createDirectories(folder.resolve("unlike")));
    try (RunningArchive archive = RunningArchive.start(folder)) {
      archive.device(folder.resolve("ids"), "CT", "store,find,get,commit");
      archive.verb("coerce", "add", "squeeze", "--sender", "CT").ok();
      assertThat(archive.verb("coerce", "list").ok().out()).contains("squeeze", "CT");
      assertThat(archive.verb("coerce", "add", "charset", "ISO_IR 100").status()).isEqualTo(2);
      run(archive, "send", files.toString()).ok();
      assertThat(found(archive, "PatientID=SYN1")).isEqualTo(1);
      assertThat(read(get(archive, ONE)).string(Tag.PATIENT_ID, "")).isEqualTo("SYN1");
      assertThat(archive.verb("correct", "list", ONE).ok().out()).contains("PatientID");

      run(archive, "commit", keptFile.toString()).ok();
      assertThat(run(archive, "send", unlike.toString()).status()).isEqualTo(1);
      assertThat(run(archive, "commit", keptFile.toString()).status()).isEqualTo(1);
      archive.verb("quarantine", "drop", quarantined(archive), "--reason", "a copy").ok();
      run(archive, "commit", keptFile.toString()).ok();
      assertThat(run(archive, "send", unlike.toString()).status()).isEqualTo(1);
      archive.verb("quarantine", "release", quarantined(archive), "--reason", "the better").ok();
      run(archive, "commit", keptFile.toString()).ok();
      assertThat(pixels(get(archive, TWO))).isEqualTo(pixels(unlike));

      run(archive, "send", strangers.toString()).ok();
      archive
          .verb("conflicts", "resolve", stranger.sopInstance(), "keep", "--reason", "a slip")
          .ok();
      assertThat(archive.verb("conflicts").ok().err()).contains("no conflicts");
      archive.verb("coerce", "remove", "1").ok();
      assertThat(archive.verb("coerce", "list").ok().err()).contains("no rules");
    }
  }
}

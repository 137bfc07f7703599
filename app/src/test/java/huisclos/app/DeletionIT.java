package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleting, restoring, rejecting and destroying against a running server. */
class DeletionIT {
  @TempDir Path folder;

  private static void send(RunningArchive archive, Path identity, Path file) {
    Processes.here("send", archive.address(), "--identity", identity.toString(), file.toString())
        .ok();
  }

  /** How many instances of the study the archive counts; 0 when it finds none. */
  private static int count(RunningArchive archive, Path identity, String study) {
    String found =
        Processes.here(
                "find",
                archive.address(),
                "--identity",
                identity.toString(),
                "--study",
                study,
                "-k",
                "NumberOfStudyRelatedInstances=",
                "--json")
            .ok()
            .out()
            .replaceAll("\\s", "");
    var number =
        java.util.regex.Pattern.compile("\"00201208\":\\{\"vr\":\"IS\",\"Value\":\\[\"?([0-9]+)")
            .matcher(found);
    return number.find() ? Integer.parseInt(number.group(1)) : 0;
  }

  @Test
  void fromDeleteToDestroyed() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Synthetic first = Synthetic.of(1);
    Path firstFile = first.write(files);
    Synthetic second = Synthetic.of(1);
    second.set.putString(Tag.SOP_INSTANCE_UID, Synthetic.uid("second", 1));
    second.write(files);
    Synthetic other = Synthetic.of(2);
    other.write(files);
    String study = Synthetic.uid("study", 1);
    String otherStudy = Synthetic.uid("study", 2);
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path plain = archive.device(folder.resolve("ids"), "PLAIN", "store,find,get");
      Path quality = archive.device(folder.resolve("ids"), "QUALITY", "store,find,get,reject");
      send(archive, plain, files);
      assertThat(count(archive, plain, study)).isEqualTo(2);

      Path raw = folder.resolve("note.raw");
      archive
          .verb(
              "delete",
              "--instance",
              first.sopInstance(),
              "--reason",
              "safety",
              "--comment",
              "the wrong patient",
              "--note",
              raw.toString())
          .ok();
      assertThat(count(archive, plain, study)).as("the other and the note").isEqualTo(2);
      Processes.Result again =
          Processes.here(
              "send", archive.address(), "--identity", plain.toString(), firstFile.toString());
      assertThat(again.status()).as("refused, 0xA770").isEqualTo(1);
      assertThat(archive.verb("delete", "list").ok().out()).contains(study, "safety");
      archive.verb("delete", "restore", first.sopInstance()).ok();
      assertThat(count(archive, plain, study)).isEqualTo(3);

      Path note = part10(raw);
      if (Processes.run(List.of("sh", "-c", "command -v dciodvfy"), Map.of()).status() == 0) {
        Processes.Result check = Processes.run(List.of("dciodvfy", note.toString()), Map.of());
        assertThat(check.out() + check.err()).doesNotContain("Error");
      }
      storescu(archive, plain, note);
      assertThat(count(archive, plain, study)).as("no grant, no effect").isEqualTo(3);
      storescu(archive, quality, note);
      assertThat(count(archive, plain, study)).isEqualTo(2);

      archive.verb("hold", "add", otherStudy, "--reason", "a court asks").ok();
      assertThat(
              archive.verb("delete", "--study", otherStudy, "--reason", "patient-request").status())
          .isEqualTo(1);
      archive.verb("hold", "release", otherStudy).ok();
      archive.verb("delete", "--study", otherStudy, "--reason", "patient-request").ok();
      assertThat(count(archive, plain, otherStudy)).isZero();
      byte[] siteKey = Files.readAllBytes(archive.home.resolve("keys/site.key"));
      archive.verb("delete", "purge", "--now").ok();
      assertThat(Files.readAllBytes(archive.home.resolve("keys/site.key"))).isNotEqualTo(siteKey);
      assertThat(archive.verb("doors").ok().out()).contains("recovery phrase not taken");
      assertThat(count(archive, plain, study)).isEqualTo(2);
    }
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path plain = folder.resolve("ids").resolve("PLAIN");
      assertThat(count(archive, plain, study)).as("under the new site key").isEqualTo(2);
      assertThat(count(archive, plain, otherStudy)).isZero();
      assertThat(archive.verb("delete", "list").ok().err()).contains("nothing is deleted");
    }
  }

  private Path part10(Path raw) throws IOException {
    DataSet note =
        DataSetDecoder.read(
            new ByteArrayInputStream(Files.readAllBytes(raw)),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            ReadOptions.whole());
    Path file = folder.resolve("note.dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(out, note, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    return file;
  }

  private static void storescu(RunningArchive archive, Path identity, Path file) {
    Processes.run(
            List.of(
                Processes.peer("storescu"),
                "+tls",
                identity + ".key.pem",
                identity + ".cert.pem",
                "+cf",
                identity.resolveSibling("ca.pem").toString(),
                "-aet",
                identity.getFileName().toString(),
                "-aec",
                "HUISCLOS",
                "127.0.0.1",
                Integer.toString(archive.port),
                file.toString()),
            Map.of())
        .ok();
  }
}

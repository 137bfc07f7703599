package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.client.Called;
import huisclos.dicom.DataSet;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import huisclos.net.Association;
import huisclos.net.GetResult;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that the other tests don't walk. */
class VerbsIT {
  private static final String STUDY_GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET;

  @TempDir Path folder;

  @Test
  void aLostSiteKeyComesBackFromThePhrase() throws Exception {
    Path home = folder.resolve("home");
    Processes.here("device", "add", "CT1", "--out", folder.toString(), "--home", home.toString())
        .ok();
    String phrase = PhraseAtTerminal.take(home);
    byte[] key = Files.readAllBytes(home.resolve("keys/site.key"));
    Files.delete(home.resolve("keys/site.key"));
    String restore =
        "echo "
            + phrase
            + " | "
            + PhraseAtTerminal.command("key", "restore", "--home", home.toString());
    Processes.run(List.of("bash", "-c", restore), Map.of()).ok();
    assertThat(home.resolve("keys/site.key")).hasBinaryContent(key);
    assertThat(Processes.here("doors", "--home", home.toString()).ok().out())
        .doesNotContain("recovery phrase not taken");
  }

  @Test
  void aHomeThatIsNotThereIsNotMade() {
    Path nowhere = folder.resolve("typo");
    for (List<String> verb :
        List.of(
            List.of("doors"),
            List.of("device", "list"),
            List.of("conflicts"),
            List.of("trail", "who", "--patient", "X"),
            List.of("trail", "refusals"))) {
      List<String> all = new java.util.ArrayList<>(verb);
      all.addAll(List.of("--home", nowhere.toString()));
      Processes.Result result = Processes.here(all.toArray(String[]::new));
      assertThat(result.status()).as("%s", verb).isEqualTo(1);
      assertThat(result.err()).as("%s", verb).contains("there is no");
      assertThat(nowhere).doesNotExist();
    }
  }

  @Test
  void theRecordAnswersAndTheSenderResumes() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    for (int i = 0; i < 5; i++) {
      Synthetic.of(i).write(files);
    }
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path both = archive.device(folder.resolve("ids"), "BOTH", "store,find,get");
      String[] send = {
        "send",
        archive.address(),
        "--identity",
        both.toString(),
        "--journal",
        folder.resolve("journal").toString(),
        files.toString()
      };
      assertThat(Processes.run(send).ok().out()).contains("sent 5, failed 0");
      assertThat(Processes.here(send).ok().out()).contains("sent 0, failed 0, sent earlier 5");
      // A second Patient ID under a known study joins it and is listed.
      Synthetic other = Synthetic.of(3);
      other.set.putString(Tag.PATIENT_ID, "ANOTHER-ID");
      other.set.putString(Tag.SOP_INSTANCE_UID, Synthetic.uid("other", 3));
      Path odd = other.write(Files.createDirectories(folder.resolve("odd")));
      Processes.here("send", archive.address(), "--identity", both.toString(), odd.toString()).ok();
      assertThat(archive.verb("conflicts").ok().out()).contains("came as ANOTHER-ID");
      for (String level : List.of("PATIENT", "STUDY")) {
        assertThat(
                Processes.here(
                        "find",
                        archive.address(),
                        "--identity",
                        both.toString(),
                        "--level",
                        level,
                        "-k",
                        "PatientID=SYN-000003")
                    .ok()
                    .out())
            .contains("SYN-000003");
      }
      String study = Synthetic.uid("study", 3);
      assertThat(
              Processes.run(
                      "find",
                      archive.address(),
                      "--identity",
                      both.toString(),
                      "--level",
                      "SERIES",
                      "--study",
                      study,
                      "--json")
                  .ok()
                  .out())
          .contains(Synthetic.uid("series", 3));
      assertThat(archive.verb("trail", "who", "--device", "BOTH").ok().out())
          .contains("STORE")
          .contains("QUERY");
      Processes.here(
          "find", archive.address(), "--identity", both.toString(), "-k", "PatientName=*");
      assertThat(archive.verb("trail", "refusals").ok().out()).contains("broad-query");
      assertThat(archive.verb("trail", "who", "--study", "not a UID").status()).isEqualTo(2);
    }
    Path checkpoint = folder.resolve("checkpoint");
    String home = folder.resolve("home").toString();
    Processes.here("trail", "verify", "--home", home, "--save", checkpoint.toString()).ok();
    assertThat(
            Processes.run("trail", "verify", "--home", home, "--against", checkpoint.toString())
                .ok()
                .out())
        .contains("the record is whole");
    Processes.Result missing =
        Processes.here("trail", "verify", "--home", home, "--against", folder + "/none");
    assertThat(missing.status()).isNotZero();
    assertThat(missing.err()).doesNotContain("\tat ");
  }

  /** A stored syntax that the requestor doesn't take fails for that instance alone. */
  @Test
  void anInstanceInASyntaxThatIsNotTakenFailsByItself() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Synthetic plain = Synthetic.of(1);
    plain.write(files);
    Synthetic jpeg = Synthetic.of(1);
    String second = Synthetic.uid("jpeg", 1);
    jpeg.set.putString(Tag.SOP_INSTANCE_UID, second);
    byte[] frame = new byte[300];
    new Random(1).nextBytes(frame);
    jpeg.set.put(new FragmentsElement(Tag.PIXEL_DATA, Vr.OB, new byte[0], List.of(frame)));
    try (OutputStream out = Files.newOutputStream(files.resolve("jpeg.dcm"))) {
      Part10.write(out, jpeg.set, TransferSyntax.of(Uids.JPEG_BASELINE8_BIT).orElseThrow());
    }
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path both = archive.device(folder.resolve("ids"), "BOTH", "store,find,get");
      Processes.here("send", archive.address(), "--identity", both.toString(), files.toString())
          .ok();
      Called called = Called.of(archive.address(), "HUISCLOS", both);
      DataSet query = new DataSet();
      query.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
      query.putString(Tag.STUDY_INSTANCE_UID, Synthetic.uid("study", 1));
      var request =
          called
              .request()
              .propose(STUDY_GET, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN))
              .alsoScpOf(Uids.SECONDARY_CAPTURE_IMAGE_STORAGE)
              .propose(
                  Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN));
      try (Association association = called.open(request)) {
        GetResult result =
            association.get(STUDY_GET, query, (store, in) -> Reply.of(Status.SUCCESS));
        assertThat(result.reply().status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
        assertThat(result.counts().completed()).isEqualTo(1);
        assertThat(result.counts().failed()).isEqualTo(1);
        assertThat(result.failedSopInstances()).containsExactly(second);
      }
    }
  }
}

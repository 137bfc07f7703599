package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.app.Processes.Result;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import huisclos.gate.ClientIdentity;
import huisclos.net.AssociateRequestSpec;
import huisclos.net.Association;
import huisclos.net.NetLimits;
import huisclos.net.Requestor;
import huisclos.testkit.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders from every side: HL7 over TLS, files, DCMTK's findscu and wlmscpfs, MPPS. */
class WorklistIT {
  private static final Pattern ID = Pattern.compile("\\(0020,000d\\)[^\\[]*\\[([^\\]]*)\\]");
  private static final List<String> PLAIN =
      List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN);

  @TempDir private Path folder;

  private static String order(String control, String id, String accession) {
    return String.join(
        "\r",
        "MSH|^~\\&|RIS|HOSP|PACS|HOSP|20260701101010||ORM^O01|" + control + "|P|2.3.1||||||8859/1",
        "PID|1||" + id + "||M\u00fcller^Anna||19700102|F",
        "PV1||O",
        "ORC|NW|PL" + accession + "^RIS|||SC||1^^^20990701103000^^R",
        "OBR|1|PL"
            + accession
            + "||CT1^CT Thorax^L|||||||||||||"
            + "|"
            + accession
            + "|RP"
            + accession
            + "|SP"
            + accession
            + "|CT1|||CT|||1^^^20990701103000^^R",
        "ZDS|2.25.7" + accession.replaceAll("[^0-9]", "") + "^^Application^DICOM",
        "");
  }

  @Test
  void orderToWorklistToPerformedStepToStatus() throws Exception {
    int hl7Port = Ports.free();
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.setPosixFilePermissions(
        home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        home.resolve("huisclos.toml"), "[listen]\nhl7 = \"127.0.0.1:" + hl7Port + "\"\n");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path ris = archive.device(folder, "RIS", "hl7");
      Path ct = archive.device(folder, "CT1", "worklist,mpps,store");
      assertThat(exchange(hl7Port, ris, order("1", "P1", "A1"))).contains("MSA|AA|1");
      assertThat(exchange(hl7Port, ris, order("1", "P1", "A1"))).contains("MSA|AA|1");
      assertThat(exchange(hl7Port, ris, order("2", "P2", "A2").replace("|CT|||1^^^2", "||||1^^^2")))
          .contains("MSA|AE|2")
          .contains("101^Required field missing");
      assertThat(exchange(hl7Port, ris, "MSH|^~\\&|R|R|R|R|1||ORU^R01|3|P|2.5\rPID|1\r"))
          .contains("MSA|AR|3");
      strangersGetNothing(archive, hl7Port, ct);
      assertThat(listed(archive)).contains("\"SCHEDULED\"").contains("\"A1\"");
      perform(archive, ct);
      assertThat(listed(archive)).contains("\"COMPLETED\"");
      assertThat(archive.verb("doors").ok().out())
          .contains("HL7  127.0.0.1:" + hl7Port + "  listening")
          .contains("1 performed steps name instances that never came");
      Result steps = archive.verb("worklist", "steps", "--json").ok();
      assertThat(steps.out()).contains("\"COMPLETED\"").contains("2.25.4444").contains("\"CT1\"");
      assertThat(Files.readString(archive.err)).doesNotContain("M\u00fcller", "PLA1");
    }
  }

  private static String listed(RunningArchive archive) {
    return archive.verb("worklist", "list", "--all", "--json").ok().out();
  }

  private static void strangersGetNothing(RunningArchive archive, int port, Path ct)
      throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.setSoTimeout(10_000);
      plain.getOutputStream().write(framed(order("9", "P9", "A9")));
      byte[] answer = plain.getInputStream().readNBytes(64);
      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("MSH");
    }
    // A device that may do other things: the connection closes without a word.
    assertThat(exchange(port, ct, order("9", "P9", "A9"))).isEmpty();
    assertThat(listed(archive)).doesNotContain("A9");
  }

  private void perform(RunningArchive archive, Path identity) throws Exception {
    ClientIdentity ct = ClientIdentity.load(identity);
    AssociateRequestSpec spec =
        AssociateRequestSpec.of("CT1", "HUISCLOS")
            .propose(Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND, PLAIN)
            .propose(Uids.MODALITY_PERFORMED_PROCEDURE_STEP, PLAIN)
            .propose(Uids.MODALITY_PERFORMED_PROCEDURE_STEP_RETRIEVE, PLAIN);
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), archive.port);
    try (Association association =
        Requestor.connect(to, Optional.of(ct.contextFor("127.0.0.1")), spec, NetLimits.DEFAULT)) {
      List<DataSet> rows = new java.util.ArrayList<>();
      DataSet identifier = new DataSet();
      identifier.putString(Tag.PATIENT_NAME, "muller*");
      identifier.putEmpty(Tag.STUDY_INSTANCE_UID);
      identifier.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(new DataSet()));
      assertThat(
              association
                  .find(Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND, identifier, rows::add)
                  .success())
          .isTrue();
      assertThat(rows).hasSize(1);
      assertThat(rows.getFirst().string(Tag.PATIENT_NAME)).contains("M\u00fcller^Anna");
      String uid = "2.25.3333";
      String mpps = Uids.MODALITY_PERFORMED_PROCEDURE_STEP;
      assertThat(association.nCreate(mpps, Optional.of(uid), beginning(rows.getFirst())).reply())
          .matches(huisclos.net.Reply::success);
      DataSet end = new DataSet();
      end.putString(Tag.PERFORMED_PROCEDURE_STEP_STATUS, "COMPLETED");
      end.putString(Tag.PERFORMED_PROCEDURE_STEP_END_DATE, "20990701");
      end.putString(Tag.PERFORMED_PROCEDURE_STEP_END_TIME, "110000");
      DataSet image = new DataSet();
      image.putString(Tag.REFERENCED_SOP_INSTANCE_UID, "2.25.4444");
      DataSet series = new DataSet();
      series.putString(Tag.SERIES_INSTANCE_UID, "2.25.5555");
      series.putItems(Tag.REFERENCED_IMAGE_SEQUENCE, List.of(image));
      end.putItems(Tag.PERFORMED_SERIES_SEQUENCE, List.of(series));
      assertThat(association.nSet(mpps, uid, end).reply()).matches(huisclos.net.Reply::success);
      var again = association.nSet(mpps, uid, end).reply();
      assertThat(again.status()).isEqualTo(0x0110);
      assertThat(again.errorId()).hasValue(0xA710);
      assertThat(
              association
                  .nGet(
                      Uids.MODALITY_PERFORMED_PROCEDURE_STEP_RETRIEVE,
                      uid,
                      List.of(Tag.PERFORMED_PROCEDURE_STEP_STATUS))
                  .dataSet()
                  .orElseThrow()
                  .string(Tag.PERFORMED_PROCEDURE_STEP_STATUS))
          .contains("COMPLETED");
    }
  }

  private static DataSet beginning(DataSet entry) {
    DataSet step = entry.items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE).getFirst();
    DataSet scheduled = new DataSet();
    scheduled.putString(Tag.STUDY_INSTANCE_UID, entry.string(Tag.STUDY_INSTANCE_UID).orElseThrow());
    scheduled.putString(
        Tag.SCHEDULED_PROCEDURE_STEP_ID,
        step.string(Tag.SCHEDULED_PROCEDURE_STEP_ID).orElseThrow());
    DataSet set = new DataSet();
    set.putString(Tag.MODALITY, "CT");
    set.putString(Tag.PATIENT_ID, "P1");
    set.putString(Tag.PERFORMED_STATION_AE_TITLE, "CT1");
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_ID, "PPS1");
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, "20990701");
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_START_TIME, "103000");
    set.putString(Tag.PERFORMED_PROCEDURE_STEP_STATUS, "IN PROGRESS");
    set.putItems(Tag.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, List.of(scheduled));
    return set;
  }

  private static byte[] framed(String message) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x0B);
    frame.writeBytes(message.getBytes(StandardCharsets.ISO_8859_1));
    frame.write(0x1C);
    frame.write('\r');
    return frame.toByteArray();
  }

  /** One message and its answer; empty if the connection closes instead. */
  private static String exchange(int port, Path identity, String message) throws Exception {
    ClientIdentity client = ClientIdentity.load(identity);
    try (Socket socket =
        client.contextFor("127.0.0.1").getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(framed(message));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0 && b != 0x1C; b = in.read()) {
        answer.write(b);
      }
      return answer.toString(StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketException | javax.net.ssl.SSLException e) {
      return "";
    }
  }

  /** What wlmscpfs matches of the same files is what we match. */
  @Test
  void answersDcmtkAsWlmscpfsDoes() throws Exception {
    Processes.peer("wlmscpfs");
    Processes.peer("findscu");
    Path wl = Files.createDirectories(folder.resolve("wl/CT1"));
    Files.createFile(wl.resolve("lockfile"));
    entry(wl, 1, "DOE^JOHN", "P1", "CT", "20990705", "100000");
    entry(wl, 2, "DOE^JANE", "P2", "CT", "20990706", "090000");
    entry(wl, 3, "ROE^RICHARD", "P3", "MR", "20990707", "190000");
    int port = Ports.free();
    Process peer =
        new ProcessBuilder(
                "wlmscpfs", "-dfp", folder.resolve("wl").toString(), Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("wlmscpfs.txt").toFile())
            .start();
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path ct = archive.device(folder, "CT1", "worklist");
      List<String> importing = new java.util.ArrayList<>(List.of("worklist", "import"));
      for (int i = 1; i <= 3; i++) {
        importing.add(wl.resolve(i + ".wl").toString());
      }
      archive.verb(importing.toArray(String[]::new)).ok();
      String step = "(0040,0100)[0].";
      // Date and time together are one range (PS3.4 §C.2.2.2.5.3): entry 2 is early, but in it.
      Map<List<String>, Integer> queries =
          Map.of(
              List.of("PatientName=DOE*"), 2,
              List.of("PatientName=*"), 3,
              List.of("PatientID=P3"), 1,
              List.of("AccessionNumber=ACC2"), 1,
              List.of(step + "Modality=CT"), 2,
              List.of(step + "ScheduledProcedureStepStartDate=20990706"), 1,
              List.of(step + "ScheduledProcedureStepStartDate=20990706-"), 2,
              List.of(
                      step + "ScheduledProcedureStepStartDate=20990705-20990707",
                      step + "ScheduledProcedureStepStartTime=093000-180000"),
                  2,
              List.of("PatientName=NOBODY"), 0);
      for (var query : queries.entrySet()) {
        List<String> keys = query.getKey();
        List<String> theirs = find("CT1", "127.0.0.1", port, keys, List.of());
        List<String> ours =
            find(
                "HUISCLOS",
                "127.0.0.1",
                archive.port,
                keys,
                List.of("+tls", ct + ".key.pem", ct + ".cert.pem", "+cf", folder + "/ca.pem"));
        assertThat(theirs).as("wlmscpfs's matches of %s", keys).hasSize(query.getValue());
        assertThat(ours).as("matches of %s", keys).isEqualTo(theirs);
      }
    } finally {
      peer.destroy();
    }
  }

  private List<String> find(
      String called, String host, int port, List<String> keys, List<String> tls) {
    List<String> command =
        new java.util.ArrayList<>(List.of("findscu", "-W", "-aet", "CT1", "-aec", called));
    command.addAll(tls);
    command.addAll(List.of("-k", "StudyInstanceUID", "-k", "PatientName", "-k", "PatientID"));
    keys.forEach(k -> command.addAll(List.of("-k", k)));
    command.addAll(List.of(host, Integer.toString(port)));
    Result result = Processes.run(command, Map.of());
    assertThat(result.status()).as(result.err()).isZero();
    TreeSet<String> found = new TreeSet<>();
    Matcher matcher = ID.matcher(result.out() + result.err());
    while (matcher.find()) {
      found.add(matcher.group(1).replace("\0", "").strip());
    }
    return List.copyOf(found);
  }

  private static void entry(
      Path wl, int number, String name, String id, String modality, String date, String time)
      throws IOException {
    DataSet step = new DataSet();
    step.putString(Tag.MODALITY, modality);
    step.putString(Tag.SCHEDULED_STATION_AE_TITLE, "CT1");
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, date);
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, time);
    step.putString(Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME, "DOC^A");
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_ID, "SPS" + number);
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, "SCAN");
    DataSet set = new DataSet();
    set.putString(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 100");
    set.putString(Tag.PATIENT_NAME, name);
    set.putString(Tag.PATIENT_ID, id);
    set.putString(Tag.PATIENT_BIRTH_DATE, "19700101");
    set.putString(Tag.PATIENT_SEX, "O");
    set.putString(Tag.ACCESSION_NUMBER, "ACC" + number);
    set.putString(Tag.STUDY_INSTANCE_UID, "2.25.90" + number);
    set.putString(Tag.REQUESTED_PROCEDURE_ID, "RP" + number);
    set.putString(Tag.REQUESTED_PROCEDURE_DESCRIPTION, "SCAN");
    set.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step));
    // wlmscpfs reads what dump2dcm writes: explicit little endian with its file meta information.
    set.putString(Tag.SOP_CLASS_UID, Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND);
    set.putString(Tag.SOP_INSTANCE_UID, "2.25.80" + number);
    try (var out = Files.newOutputStream(wl.resolve(number + ".wl"))) {
      huisclos.dicom.Part10.write(
          out, set, huisclos.dicom.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
  }
}

package huisclos.app.probelab;

import huisclos.dicom.DataSet;
import huisclos.dicom.Part10;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.testkit.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Servers of DCMTK, filled. */
record DcmtkServer(int number, int port, LabProcess process) implements AutoCloseable {
  /** An archive with one title, which anybody may call. */
  static DcmtkServer dcmqrscp(Path folder, int number, String title, Canaries.Load load)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve("dcmqrscp" + number));
    Path store = Files.createDirectories(own.resolve("store"));
    int port = Ports.free();
    Path config =
        Files.writeString(
            own.resolve("dcmqrscp.cfg"),
            """
            NetworkTCPPort = %d
            MaxPDUSize = 16384
            MaxAssociations = 16
            HostTable BEGIN
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            %s %s RW (500, 1024mb) ANY
            AETable END
            """
                .formatted(port, title, store));
    DcmtkServer server =
        started(own, number, port, List.of("dcmqrscp", "--config", config.toString()));
    Path files = Canaries.write(own.resolve("files"), number, load);
    LabProcess.run(
        own,
        List.of(
            "storescu",
            "-aec",
            title,
            "+sd",
            "127.0.0.1",
            Integer.toString(port),
            files.toString()));
    return server;
  }

  /** A sink that takes everything. */
  static DcmtkServer storescp(Path folder, int number) throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve("storescp" + number));
    Files.createDirectories(own.resolve("store"));
    int port = Ports.free();
    return started(
        own,
        number,
        port,
        List.of(
            "storescp", "--fork", "-od", own.resolve("store").toString(), Integer.toString(port)));
  }

  /** What the sink holds. */
  long stored(Path folder) throws IOException {
    try (var files = Files.list(folder.resolve("storescp" + number).resolve("store"))) {
      return files.count();
    }
  }

  /** A worklist under a title. */
  static DcmtkServer worklist(Path folder, int number, String title)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve("wlmscpfs" + number));
    Path list = Files.createDirectories(own.resolve("lists").resolve(title));
    Files.createFile(list.resolve("lockfile"));
    try (OutputStream out = Files.newOutputStream(list.resolve("entry.wl"))) {
      Part10.write(out, entry(number), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    int port = Ports.free();
    return started(
        own,
        number,
        port,
        List.of("wlmscpfs", "-dfp", own.resolve("lists").toString(), Integer.toString(port)));
  }

  private static DataSet entry(int number) {
    DataSet from = Canaries.object(number, 0, 0, 0);
    DataSet entry =
        from.copyOf(
            List.of(
                Tag.SPECIFIC_CHARACTER_SET,
                Tag.ACCESSION_NUMBER,
                Tag.REFERRING_PHYSICIAN_NAME,
                Tag.PATIENT_NAME,
                Tag.PATIENT_ID,
                Tag.PATIENT_BIRTH_DATE,
                Tag.STUDY_INSTANCE_UID));
    // A file needs an identity of its own; a worklist takes no notice of it.
    entry.putString(Tag.SOP_CLASS_UID, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE);
    entry.putString(Tag.SOP_INSTANCE_UID, from.string(Tag.SOP_INSTANCE_UID).orElseThrow());
    entry.putString(Tag.PATIENT_SEX, "O");
    entry.putString(Tag.REQUESTED_PROCEDURE_ID, "1");
    entry.putString(Tag.REQUESTED_PROCEDURE_DESCRIPTION, "HEAD");
    DataSet step = new DataSet();
    step.putString(Tag.MODALITY, "CT");
    step.putString(Tag.SCHEDULED_STATION_AE_TITLE, "CT1");
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, "20260105");
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, "0900");
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_ID, "1");
    step.putString(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, "HEAD");
    entry.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step));
    return entry;
  }

  private static DcmtkServer started(Path own, int number, int port, List<String> command)
      throws IOException, InterruptedException {
    LabProcess process = LabProcess.start(own, new ArrayList<>(command));
    try {
      process.await("127.0.0.1", port);
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
    return new DcmtkServer(number, port, process);
  }

  @Override
  public void close() {
    process.close();
  }
}

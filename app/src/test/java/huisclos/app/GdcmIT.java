package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.CanonicalDigest;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.testkit.Ports;
import huisclos.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * GDCM's client echoes, stores, finds and moves. Version 3.0.21 ends itself with a signal after
 * each release, whoever answers (DCMTK's storescp as well), so its exit status says nothing: what
 * it prints of the messages that came, and what is here after, do.
 */
class GdcmIT {
  private static final String SUCCESS = "(?s).*\\(US\\) %d .*\\(0000,0900\\) \\?\\? \\(US\\) 0 .*";
  private static final int STORE_RSP = 0x8001;
  private static final int FIND_RSP = 0x8020;
  private static final int MOVE_RSP = 0x8021;
  private static final int ECHO_RSP = 0x8030;

  @TempDir Path folder;

  @Test
  void echoesStoresAndFinds() throws Exception {
    Processes.peer("gdcmscu");
    Processes.peer("socat");
    SharedData.Entry entry = image();
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
          Processes.here(
              "commit",
              archive.address(),
              "--identity",
              device.toString(),
              entry.file().toString());
      assertThat(committed.ok().out()).contains("committed 1, failed 0, not reported 0");
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
    }
  }

  /** It holds one transfer syntax for a whole association, and here comes a study in four. */
  @Test
  void aMoveToItBringsEveryImageInWhicheverSyntaxItIsKept() throws Exception {
    Processes.peer("gdcmscu");
    Processes.peer("socat");
    Path sent = Files.createDirectories(folder.resolve("sent"));
    DataSet image = read(image().file());
    Map<String, String> expected = new TreeMap<>();
    for (TransferSyntax syntax :
        List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
      write(image, Uids.MR_IMAGE_STORAGE, syntax, sent, expected);
    }
    write(
        image,
        Uids.SECONDARY_CAPTURE_IMAGE_STORAGE,
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
        sent,
        expected);
    Path received = Files.createDirectories(folder.resolve("received"));
    int plain = Ports.free();
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path ids = folder.resolve("ids");
      Path device = archive.device(ids, "GDCM", "store,move", "--move-to", "GDCM");
      try (LocalPeer door = LocalPeer.tlsDoor(folder, device, plain);
          LocalPeer tunnel = LocalPeer.tunnel(folder, device, archive.port)) {
        archive.verb("peer", "add", "GDCM", "127.0.0.1:" + door.port).ok();
        Processes.here("send", archive.address(), "--identity", device.toString(), sent.toString())
            .ok();
        String moved =
            gdcmscu(
                tunnel,
                "--move",
                "--studyroot",
                "--study",
                "--key",
                "20,d=" + image.string(Tag.STUDY_INSTANCE_UID).orElseThrow(),
                "--port-scp",
                Integer.toString(plain),
                "--output",
                received.toString());
        assertThat(moved)
            .matches(SUCCESS.formatted(MOVE_RSP))
            .contains("(0000,1021) ?? (US) %d ".formatted(expected.size()));
      }
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
    }
    Map<String, String> came = new TreeMap<>();
    try (Stream<Path> files = Files.list(received)) {
      for (Path file : files.toList()) {
        came.put(read(file).string(Tag.SOP_INSTANCE_UID).orElseThrow(), digest(file));
      }
    }
    assertThat(came).as("values, by SOP instance").hasSize(5).isEqualTo(expected);
  }

  private static SharedData.Entry image() {
    return SharedData.entries().stream()
        .filter(e -> e.wellFormed() && e.file().endsWith("MR_small.dcm"))
        .filter(e -> e.sopClass().equals(Uids.MR_IMAGE_STORAGE))
        .findFirst()
        .orElseThrow();
  }

  /** Writes one more instance of an image, and notes what it holds. */
  private static void write(
      DataSet image, String sopClass, TransferSyntax syntax, Path to, Map<String, String> expected)
      throws IOException {
    String uid = Synthetic.uid("gdcm", expected.size());
    image.putString(Tag.SOP_CLASS_UID, sopClass);
    image.putString(Tag.SOP_INSTANCE_UID, uid);
    Path file = to.resolve(uid + ".dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(out, image, syntax);
    }
    expected.put(uid, digest(file));
  }

  private static DataSet read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Part10File part10 = Part10.open(in);
      return DataSetDecoder.read(
          part10.dataSetStream(), part10.transferSyntax(), ReadOptions.whole());
    }
  }

  /** What the values hash to, whatever the syntax. */
  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Part10File part10 = Part10.open(in);
      return HexFormat.of()
          .formatHex(CanonicalDigest.of(part10.dataSetStream(), part10.transferSyntax()));
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

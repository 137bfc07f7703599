package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.CanonicalDigest;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.ValueElement;
import huisclos.dicom.Vr;
import huisclos.testkit.Ports;
import huisclos.testkit.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs of others fetch and move real files, in their own syntax, converted and decompressed: as
 * their own tools decompress them, where nothing was lost. A damaged one fails by itself.
 */
class RetrievePeersIT {
  private static final int PER_SYNTAX = 4;
  private static final long LARGEST = 700_000;

  /** What every peer here proposes. */
  private static final Set<String> USUAL =
      Set.of(
          Uids.CT_IMAGE_STORAGE,
          Uids.MR_IMAGE_STORAGE,
          Uids.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE,
          Uids.ULTRASOUND_IMAGE_STORAGE,
          Uids.ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
          Uids.SECONDARY_CAPTURE_IMAGE_STORAGE,
          Uids.NUCLEAR_MEDICINE_IMAGE_STORAGE,
          Uids.X_RAY_ANGIOGRAPHIC_IMAGE_STORAGE,
          Uids.BASIC_TEXT_SR_STORAGE,
          Uids.COMPREHENSIVE_SR_STORAGE);

  /**
   * What makes getscu ask for a syntax. Its +xi asks for explicit VR: see the move for implicit.
   */
  private static final Map<String, String> GETSCU_OPTIONS =
      Map.of(
          "+xe", Uids.EXPLICIT_VR_LITTLE_ENDIAN,
          "+xb", Uids.EXPLICIT_VR_BIG_ENDIAN,
          "+xd", Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

  /** The instance with noise for pixels. */
  private static final String DAMAGED = "1.2.3.4.666";

  private static final Set<String> LOSSLESS =
      Set.of(
          Uids.RLE_LOSSLESS,
          Uids.JPEGLS_LOSSLESS,
          Uids.JPEG_LOSSLESS,
          Uids.JPEG_LOSSLESS_SV1,
          Uids.JPEG2000_LOSSLESS);

  @TempDir Path folder;

  /** Samples by SOP instance UID. */
  private final Map<String, Sample> samples = new LinkedHashMap<>();

  private record Sample(Path file, TransferSyntax syntax, String study, String digest) {}

  /** Of compressed samples, those that a tool of others decompresses, and what it made. */
  private final Map<String, Path> decompressed = new LinkedHashMap<>();

  @BeforeEach
  void choose() throws IOException {
    Map<String, Integer> taken = new HashMap<>();
    for (SharedData.Entry entry : SharedData.entries()) {
      if (!entry.wellFormed()
          || entry.name().endsWith(".gz")
          || !USUAL.contains(entry.sopClass())
          || Files.size(entry.file()) > LARGEST
          // DCMTK ends the association at a data set of odd length, which PS3.5 §7.1.1 forbids; a
          // deflate stream is evened on its way out.
          || isOdd(entry.file())) {
        continue;
      }
      Part10File file = open(entry.file());
      TransferSyntax syntax = file.transferSyntax();
      DataSet header = DataSetDecoder.read(file.reader(), ReadOptions.header());
      String uid = header.string(Tag.SOP_INSTANCE_UID, "");
      String study = header.string(Tag.STUDY_INSTANCE_UID, "");
      int most = syntax.uncompressed() ? PER_SYNTAX : 1;
      if (!uid.isEmpty()
          && !study.isEmpty()
          && !samples.containsKey(uid)
          && taken.merge(syntax.uid(), 1, Integer::sum) <= most) {
        String digest = syntax.uncompressed() ? digest(entry.file()) : "";
        samples.put(uid, new Sample(entry.file(), syntax, study, digest));
      }
    }
    assertThat(samples.values().stream().filter(s -> s.syntax().uncompressed()).count())
        .as("uncompressed samples")
        .isGreaterThan(2 * PER_SYNTAX);
    for (var one : samples.entrySet()) {
      Optional<Path> theirs = decompressed(one.getValue());
      theirs.ifPresent(file -> decompressed.put(one.getKey(), file));
    }
    assertThat(decompressed.size()).as("compressed samples").isGreaterThan(4);
    damage();
  }

  /** What DCMTK makes of a compressed file, or GDCM where that doesn't know the syntax. */
  private Optional<Path> decompressed(Sample sample) throws IOException {
    List<String> tool =
        switch (sample.syntax().uid()) {
          case Uids.RLE_LOSSLESS -> List.of("dcmdrle");
          case Uids.JPEGLS_LOSSLESS, Uids.JPEGLS_NEAR_LOSSLESS -> List.of("dcmdjpls");
          case Uids.JPEG_BASELINE8_BIT,
              Uids.JPEG_EXTENDED12_BIT,
              Uids.JPEG_LOSSLESS,
              Uids.JPEG_LOSSLESS_SV1 ->
              List.of("dcmdjpeg");
          case Uids.JPEG2000_LOSSLESS, Uids.JPEG2000 -> List.of("gdcmconv", "-w");
          default -> List.of();
        };
    if (tool.isEmpty()) {
      return Optional.empty();
    }
    Processes.peer(tool.getFirst());
    Path out = Files.createTempFile(folder, "plain", ".dcm");
    List<String> command = new ArrayList<>(tool);
    command.add(sample.file().toString());
    command.add(out.toString());
    return Processes.run(command, Map.of()).status() == 0 && Files.size(out) > 0
        ? Optional.of(out)
        : Optional.empty();
  }

  /** One more of a study that has a sound one: its header, and noise for a code stream. */
  private void damage() throws IOException {
    Sample sound =
        samples.values().stream()
            .filter(s -> s.syntax().uid().equals(Uids.JPEG2000_LOSSLESS))
            .findFirst()
            .orElseThrow();
    Part10File file = open(sound.file());
    DataSet set = DataSetDecoder.read(file.reader(), ReadOptions.whole());
    byte[] noise = new byte[1000];
    new Random(6).nextBytes(noise);
    set.put(new FragmentsElement(Tag.PIXEL_DATA, Vr.OB, new byte[0], List.of(noise)));
    set.putString(Tag.SOP_INSTANCE_UID, DAMAGED);
    Path out = folder.resolve("damaged.dcm");
    try (OutputStream target = Files.newOutputStream(out)) {
      Part10.writeHeader(target, set.string(Tag.SOP_CLASS_UID, ""), DAMAGED, file.transferSyntax());
      DataSetWriter.write(set, target, file.transferSyntax());
    }
    samples.put(DAMAGED, new Sample(out, file.transferSyntax(), sound.study(), ""));
  }

  /** Those that came are all that could, and hold what others make of them. */
  private void assertTranscoded(Map<String, Path> came, String how) throws IOException {
    assertThat(came.keySet())
        .as(how)
        .containsAll(uncompressed())
        .containsAll(decompressed.keySet())
        .doesNotContain(DAMAGED);
    int exact = 0;
    for (var one : decompressed.entrySet()) {
      DataSet ours = plain(java.util.Objects.requireNonNull(came.get(one.getKey())));
      DataSet theirs = plain(one.getValue());
      String name = sample(one.getKey()).file().getFileName() + ", " + how;
      assertThat(ours.integer(Tag.BITS_STORED)).as(name).isEqualTo(theirs.integer(Tag.BITS_STORED));
      boolean comparable =
          LOSSLESS.contains(sample(one.getKey()).syntax().uid())
              && ours.integer(Tag.PLANAR_CONFIGURATION)
                  .equals(theirs.integer(Tag.PLANAR_CONFIGURATION));
      if (comparable) {
        assertThat(pixels(ours)).as(name).isEqualTo(pixels(theirs));
        exact++;
      }
    }
    assertThat(exact).as("compared pixel by pixel").isGreaterThanOrEqualTo(3);
  }

  private static DataSet plain(Path file) throws IOException {
    return DataSetDecoder.read(open(file).reader(), ReadOptions.whole());
  }

  private static byte[] pixels(DataSet set) {
    return set.get(Tag.PIXEL_DATA).orElseThrow() instanceof ValueElement value
        ? value.bytes()
        : new byte[0];
  }

  @Test
  void dcmtkFetchesInAnyUncompressedSyntaxAndWhatIsDamagedFailsAlone() throws Exception {
    Processes.peer("getscu");
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path device = archive.device(folder.resolve("ids"), "GETTER", "store,find,get,commit");
      send(archive, device);
      try (LocalPeer tunnel = LocalPeer.tunnel(folder, device, archive.port)) {
        for (Map.Entry<String, String> option : GETSCU_OPTIONS.entrySet()) {
          String proposed = option.getKey();
          Path out = Files.createDirectory(folder.resolve("got" + proposed));
          Processes.Result got =
              Processes.run(
                  List.of(
                      "getscu",
                      "-v",
                      "-S",
                      proposed,
                      "+B",
                      "-aet",
                      "GETTER",
                      "-aec",
                      "HUISCLOS",
                      "-k",
                      "QueryRetrieveLevel=STUDY",
                      "-k",
                      "StudyInstanceUID=" + studies(),
                      "-od",
                      out.toString(),
                      "127.0.0.1",
                      "" + tunnel.port),
                  Map.of());
          Map<String, Path> came = byUid(out);
          // Into big endian and deflated only what is uncompressed is converted.
          if (proposed.equals("+xe")) {
            assertTranscoded(came, got.out());
          } else {
            assertThat(came.keySet()).as("%s: %s", proposed, got.out()).isEqualTo(uncompressed());
          }
          Set<String> syntaxes = new TreeSet<>();
          for (var one : came.entrySet()) {
            syntaxes.add(open(one.getValue()).transferSyntax().uid());
            if (!uncompressed().contains(one.getKey())) {
              continue;
            }
            assertThat(digest(one.getValue()))
                .as("values of %s, %s", sample(one.getKey()).file(), proposed)
                .isEqualTo(sample(one.getKey()).digest());
          }
          assertThat(syntaxes).as(proposed).containsExactly(option.getValue());
          assertNothingNew(came, proposed);
        }
      }
      // Each object that went in is answered for, whatever its syntax.
      List<String> commit =
          new ArrayList<>(List.of("commit", archive.address(), "--identity", device.toString()));
      samples.values().forEach(s -> commit.add(s.file().toString()));
      assertThat(Processes.here(commit.toArray(String[]::new)).ok().out())
          .contains("committed " + samples.size() + ", failed 0, not reported 0");
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
    }
  }

  @Test
  void dcmtkMovesToStorescpOverTls() throws Exception {
    Processes.peer("movescu");
    Processes.peer("storescp");
    Path out = Files.createDirectory(folder.resolve("moved"));
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Path ids = folder.resolve("ids");
      Path device = archive.device(ids, "MOVER", "store,find,move", "--move-to", "DEST,NOWHERE");
      Path dest = archive.device(ids, "DEST", "store");
      send(archive, device);
      int port = Ports.free();
      try (LocalPeer _ =
              LocalPeer.start(
                  folder,
                  port,
                  List.of(
                      "storescp",
                      "+tls",
                      dest + ".key.pem",
                      dest + ".cert.pem",
                      "+cf",
                      ids.resolve("ca.pem").toString(),
                      "-rc",
                      "+xi",
                      "+B",
                      "-aet",
                      "DEST",
                      "-od",
                      out.toString(),
                      "" + port));
          LocalPeer tunnel = LocalPeer.tunnel(folder, device, archive.port)) {
        archive.verb("peer", "add", "DEST", "127.0.0.1:" + port).ok();
        assertThat(movescu(tunnel, "NOWHERE").out()).contains("A801");
        assertThat(movescu(tunnel, "ELSEWHERE").out()).contains("A801");
        assertThat(byUid(out)).isEmpty();
        Processes.Result moved = movescu(tunnel, "DEST");
        Map<String, Path> came = byUid(out);
        assertTranscoded(came, moved.out() + moved.err());
        for (var one : came.entrySet()) {
          if (uncompressed().contains(one.getKey())) {
            assertThat(digest(one.getValue())).isEqualTo(sample(one.getKey()).digest());
          }
          assertThat(open(one.getValue()).transferSyntax().uid())
              .isEqualTo(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
        }
        assertNothingNew(came, "moved");
        // Our own client asks for the same; what is compressed fails there, and it says so.
        Processes.Result ours =
            Processes.here(
                "move",
                archive.address(),
                "--identity",
                device.toString(),
                "--to",
                "DEST",
                "--study",
                sample(uncompressed().iterator().next()).study());
        assertThat(ours.out()).contains("moved ");
      }
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
    }
  }

  private Processes.Result movescu(LocalPeer tunnel, String destination) {
    Processes.Result result =
        Processes.run(
            List.of(
                "movescu",
                "-d",
                "-S",
                "-aet",
                "MOVER",
                "-aec",
                "HUISCLOS",
                "-aem",
                destination,
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID=" + studies(),
                "127.0.0.1",
                "" + tunnel.port),
            Map.of());
    return new Processes.Result(
        result.status(), (result.out() + result.err()).toUpperCase(java.util.Locale.ROOT), "");
  }

  /** Neither of two checkers says of what we sent what it doesn't say of what we received. */
  private void assertNothingNew(Map<String, Path> came, String how) throws IOException {
    for (var one : came.entrySet()) {
      Path original = sample(one.getKey()).file();
      for (List<String> checker : List.of(List.of("dciodvfy"), List.of("dcmdump", "-q", "-M"))) {
        Set<String> fresh = complaints(checker, one.getValue());
        fresh.removeAll(complaints(checker, original));
        Path theirs = decompressed.get(one.getKey());
        if (theirs != null) {
          fresh.removeAll(complaints(checker, theirs));
        }
        assertThat(fresh).as("%s of %s, %s", checker, original, how).isEmpty();
      }
    }
  }

  private final Map<List<String>, Set<String>> known = new HashMap<>();

  private Set<String> complaints(List<String> checker, Path file) throws IOException {
    Processes.peer(checker.getFirst());
    List<String> command = new ArrayList<>(checker);
    command.add(inflated(file).toString());
    return new TreeSet<>(
        known.computeIfAbsent(
            command,
            c ->
                Processes.run(c, Map.of())
                    .err()
                    .lines()
                    .filter(line -> line.matches("(?i).*(error|warning|[EWF]:).*"))
                    .map(line -> line.replace(command.getLast(), "FILE"))
                    .collect(Collectors.toSet())));
  }

  /** dciodvfy doesn't inflate: it gets what DCMTK makes of a deflated file. */
  private Path inflated(Path file) throws IOException {
    if (!open(file).transferSyntax().deflated()) {
      return file;
    }
    Path plain = Files.createTempFile(folder, "inflated", ".dcm");
    Processes.run(
            List.of(Processes.peer("dcmconv"), "+te", file.toString(), plain.toString()), Map.of())
        .ok();
    return plain;
  }

  private void send(RunningArchive archive, Path device) {
    List<String> command =
        new ArrayList<>(List.of("send", archive.address(), "--identity", device.toString()));
    samples.values().forEach(s -> command.add(s.file().toString()));
    assertThat(Processes.here(command.toArray(String[]::new)).ok().out())
        .contains("sent " + samples.size() + ", failed 0");
  }

  private String studies() {
    return samples.values().stream()
        .map(Sample::study)
        .distinct()
        .collect(Collectors.joining("\\"));
  }

  private Set<String> uncompressed() {
    return samples.entrySet().stream()
        .filter(s -> s.getValue().syntax().uncompressed())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Sample sample(String uid) {
    return java.util.Objects.requireNonNull(samples.get(uid));
  }

  private static Map<String, Path> byUid(Path out) throws IOException {
    Map<String, Path> found = new HashMap<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        DataSet header = DataSetDecoder.read(open(file).reader(), ReadOptions.header());
        found.put(header.string(Tag.SOP_INSTANCE_UID, ""), file);
      }
    }
    return found;
  }

  private static Part10File open(Path file) throws IOException {
    return Part10.open(new java.io.ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static boolean isOdd(Path file) throws IOException {
    Part10File part10 = open(file);
    return !part10.transferSyntax().deflated()
        && (Files.size(file) - part10.dataSetOffset()) % 2 != 0;
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Part10File part10 = Part10.open(in);
      return HexFormat.of()
          .formatHex(CanonicalDigest.of(part10.dataSetStream(), part10.transferSyntax()));
    }
  }
}

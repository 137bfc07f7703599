package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uid;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.Uids;
import huisclos.testkit.SharedData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Practices that move in, from files. */
class MoveInIT {
  private static final JsonMapper JSON = new JsonMapper();

  /** More than come in before an import that is under way can be broken off. */
  private static final int FILES = 250;

  @TempDir Path folder;

  private Path home() {
    Path home = folder.resolve("home");
    Processes.here(
            "device",
            "add",
            "ANY",
            "--out",
            folder.resolve("ids").toString(),
            "--home",
            home.toString())
        .ok();
    return home;
  }

  private static JsonNode json(Processes.Result result) {
    assertThat(result.err()).isEmpty();
    return JSON.readTree(result.out());
  }

  private static void assertAddsUp(JsonNode report) {
    long sum = 0;
    for (String fate :
        List.of(
            "stored",
            "duplicate",
            "earlier",
            "conflict",
            "refused",
            "missing",
            "notDicom",
            "directories")) {
      sum += report.path(fate).asLong();
    }
    assertThat(sum).isEqualTo(report.path("seen").asLong());
  }

  /** By file, why it is not in. */
  private static Map<String, String> notIn(JsonNode report) {
    Map<String, String> reasons = new HashMap<>();
    for (JsonNode file : report.path("files")) {
      assertThat(file.path("reason").asString()).isNotBlank();
      reasons.put(
          file.path("file").asString(),
          file.path("fate").asString() + ": " + file.path("reason").asString());
    }
    return reasons;
  }

  @Test
  void everyWellFormedSharedFileIsInAndEachOtherSaysWhyNot() throws Exception {
    Path data = SharedData.require().resolve("dicom");
    Path home = home();
    Path report = folder.resolve("report.json");
    Processes.Result first =
        Processes.here(
            "import",
            data.toString(),
            "--home",
            home.toString(),
            "--json",
            "--report",
            report.toString());
    assertThat(first.status()).isEqualTo(1);
    JsonNode counts = json(first);
    assertAddsUp(counts);
    assertThat(Files.getPosixFilePermissions(report))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(JSON.readTree(Files.readString(report))).isEqualTo(counts);
    Map<String, String> notIn = notIn(counts);
    List<String> wrong = new ArrayList<>();
    int in = 0;
    for (SharedData.Entry entry : SharedData.entries()) {
      String why = notIn.getOrDefault(entry.file().toString(), "");
      if (entry.wellFormed() && isStorable(entry.file())) {
        in++;
        if (why.startsWith("refused") || why.startsWith("notDicom")) {
          wrong.add(entry.name() + " " + why);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(in).isGreaterThan(350);
    // The same UID with other content came twice: the second is in quarantine, and says so.
    assertThat(counts.path("stored").asLong() + counts.path("duplicate").asLong())
        .isGreaterThan(300);
    // What is there already is recognised; a part of it will do.
    JsonNode second =
        json(
            Processes.here(
                "import",
                data.resolve("made-here").toString(),
                data.resolve("dcmjs-org__dcmjs").toString(),
                "--home",
                home.toString(),
                "--json"));
    assertAddsUp(second);
    assertThat(second.path("stored").asLong()).isZero();
    assertThat(second.path("duplicate").asLong()).isPositive();
  }

  /** What an archive may take: an instance of a storage class with its UIDs. */
  private static boolean isStorable(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Part10File part10 = Part10.open(in);
      DataSet header = DataSetDecoder.read(part10.reader(), ReadOptions.header());
      return UidRegistry.storageSopClasses().contains(header.string(Tag.SOP_CLASS_UID, ""))
          && Uid.isValid(header.string(Tag.SOP_INSTANCE_UID, ""))
          && Uid.isValid(header.string(Tag.STUDY_INSTANCE_UID, ""))
          && Uid.isValid(header.string(Tag.SERIES_INSTANCE_UID, ""))
          && TransferSyntax.of(part10.transferSyntax().uid()).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aDicomdirNamesItsFilesAndNothingElsewhere() throws Exception {
    Path medium = Files.createDirectories(folder.resolve("medium/IMAGES"));
    Files.move(Synthetic.of(1).write(folder), medium.resolve("IM0001"));
    Files.move(Synthetic.of(2).write(folder), medium.resolve("im0002"));
    Files.move(Synthetic.of(3).write(folder), medium.resolve("UNNAMED"));
    Path outside = Synthetic.of(4).write(folder);
    Files.createSymbolicLink(medium.resolve("LINK"), outside);
    Path dicomdir = folder.resolve("medium/DICOMDIR");
    DataSet set = new DataSet();
    set.putItems(
        Tag.DIRECTORY_RECORD_SEQUENCE,
        List.of(
            record("IMAGES", "IM0001"),
            record("IMAGES", "IM0002"),
            record("IMAGES", "GONE"),
            record("IMAGES", "LINK"),
            record("..", outside.getFileName().toString())));
    set.putString(Tag.SOP_CLASS_UID, Uids.MEDIA_STORAGE_DIRECTORY_STORAGE);
    set.putString(Tag.SOP_INSTANCE_UID, "1.2.3.4");
    try (OutputStream out = Files.newOutputStream(dicomdir)) {
      Part10.write(out, set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    Path home = home();
    Processes.Result run =
        Processes.here("import", dicomdir.toString(), "--home", home.toString(), "--json");
    JsonNode counts = json(run);
    assertThat(run.status()).isEqualTo(1);
    assertAddsUp(counts);
    assertThat(counts.path("stored").asInt()).isEqualTo(2);
    assertThat(counts.path("directories").asInt()).isEqualTo(1);
    assertThat(notIn(counts).values())
        .hasSize(3)
        .allMatch(why -> why.equals("refused: named by the DICOMDIR, but no file of this medium"));
  }

  private static DataSet record(String... id) {
    DataSet record = new DataSet();
    record.putString(Tag.DIRECTORY_RECORD_TYPE, "IMAGE");
    record.putInt(Tag.RECORD_IN_USE_FLAG, 0xFFFF);
    record.putString(Tag.REFERENCED_FILE_ID, id);
    return record;
  }

  @Test
  void zipsAreReadWhereTheyLieThroughARunningServer() throws Exception {
    Path zip = folder.resolve("cd.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 1; i <= 20; i++) {
        put(out, "a/b/c" + i, Files.readAllBytes(Synthetic.of(i).write(folder)));
      }
      put(out, "../../escape.dcm", Files.readAllBytes(Synthetic.of(21).write(folder)));
      put(out, "README.TXT", "no image".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      put(out, "broken.dcm", new byte[] {1, 2, 3});
      // Inflates a thousandfold: taken as far as it may, and no further.
      out.putNextEntry(new ZipEntry("bomb.dcm"));
      out.write(Files.readAllBytes(Synthetic.of(22).write(folder)));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        out.write(zeros);
      }
      out.closeEntry();
    }
    Path other = folder.resolve("other.zip");
    Files.write(other, java.util.Arrays.copyOf(Files.readAllBytes(zip), 5000));
    try (RunningArchive archive = RunningArchive.start(folder)) {
      Processes.Result run = archive.verb("import", zip.toString(), other.toString(), "--json");
      JsonNode counts = json(run);
      assertAddsUp(counts);
      assertThat(run.status()).isEqualTo(1);
      assertThat(counts.path("stored").asInt()).isEqualTo(21);
      assertThat(counts.path("notDicom").asInt()).isEqualTo(1);
      assertThat(notIn(counts))
          .containsEntry(zip + "!README.TXT", "notDicom: no DICOM file")
          .containsEntry(zip + "!bomb.dcm", "refused: can't be read")
          .containsEntry(other.toString(), "refused: a damaged ZIP, or one of too many entries")
          .hasSize(4);
      assertThat(Files.exists(folder.resolve("escape.dcm"))).isFalse();
      Processes.Result again = archive.verb("import", zip.toString());
      assertThat(again.out()).contains("stored 0, there already 21");
      assertThat(Files.readString(archive.err)).doesNotContain("escape").doesNotContain("c11");
      assertThat(archive.verb("trail", "verify").ok().out()).contains("the record is whole");
    }
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }

  @Test
  void anInterruptedImportGoesOnWhereItWas() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    for (int i = 1; i <= FILES; i++) {
      Synthetic.of(i).pixels(new java.util.Random(i), 50_000).write(files);
    }
    int before;
    try (RunningArchive archive = RunningArchive.start(folder)) {
      List<String> command =
          Processes.huisclos("import", files.toString(), "--home", archive.home.toString());
      Process importing =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        before = awaitSome(archive.home);
      } finally {
        archive.kill();
        importing.destroyForcibly().waitFor();
      }
    }
    assertThat(before).isBetween(20, FILES - 1);
    Processes.Result run =
        Processes.here(
            "import", files.toString(), "--home", folder.resolve("home").toString(), "--json");
    JsonNode counts = json(run.ok());
    assertAddsUp(counts);
    assertThat(counts.path("seen").asInt()).isEqualTo(FILES);
    assertThat(counts.path("earlier").asInt()).isGreaterThanOrEqualTo(20);
    assertThat(counts.path("studies").size()).isEqualTo(FILES);
    try (var left = Files.list(folder.resolve("home/movein"))) {
      assertThat(left).isEmpty();
    }
  }

  private static int awaitSome(Path home) throws Exception {
    Path journals = home.resolve("movein");
    for (int i = 0; i < 1200; i++) {
      if (Files.isDirectory(journals)) {
        try (var list = Files.list(journals)) {
          for (Path journal : list.toList()) {
            try (var lines = Files.lines(journal)) {
              int count = (int) lines.filter(line -> line.endsWith(".")).count();
              if (count >= 20) {
                return count;
              }
            }
          }
        }
      }
      Thread.sleep(25);
    }
    throw new AssertionError("the import never began");
  }
}

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After storing, finding, fetching, refusing, quarantining and a kill, no file of the home, and
 * nothing the processes printed, holds a value that names a patient.
 */
class PatientDataIT {
  /** Character set → name of a seeded patient in it. */
  private static final Map<String, String> NAMES =
      Map.of(
          "", "QUETZALCOATLUS^PERPETUA",
          "ISO_IR 100", "BRÜNNHILDENSTRÖM^ÅSLAUGÐR",
          "ISO_IR 192", "ЩЕРБАТОВСКАЯ^ЕЛИЗАВЕТА",
          "\\ISO 2022 IR 87", "YAMANOTEGAWA^SHINTARO=山手川山手川^新太郎新太郎",
          "GB18030", "OUYANGZHENHUA^XIAODONG=欧阳振华欧阳^小冬");

  @TempDir Path folder;

  @Test
  void nothingThatNamesAPatientLies() throws Exception {
    List<byte[]> needles = new ArrayList<>();
    Path files = Files.createDirectories(folder.resolve("files"));
    int number = 0;
    Map<Path, Synthetic> written = new LinkedHashMap<>();
    for (var entry : NAMES.entrySet()) {
      for (int i = 0; i < 3; i++) {
        Synthetic image = seeded(++number, entry.getKey(), entry.getValue(), needles);
        written.put(image.write(files), image);
      }
    }
    StringBuilder printed = new StringBuilder();
    try (RunningArchive archive = RunningArchive.startFirst(folder)) {
      Path both = archive.device(folder.resolve("ids"), "BOTH", "store,find,get");
      String[] to = {archive.address(), "--identity", both.toString()};
      String[] send = {"send", to[0], to[1], to[2], files.toString()};
      printed.append(Processes.run(send).ok().err());
      // The same again; other content under a known UID; a truncated one; one that names no study.
      printed.append(Processes.here(send).ok().err());
      Path odd = Files.createDirectories(folder.resolve("odd"));
      Synthetic conflicting = written.values().iterator().next();
      conflicting.pixels(new Random(99), 2048).write(odd);
      Synthetic nowhere = seeded(++number, "", name(""), needles);
      nowhere.set.remove(Tag.STUDY_INSTANCE_UID);
      nowhere.write(odd);
      Path cut = seeded(++number, "", name(""), needles).write(odd);
      Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 700));
      Processes.Result refused = Processes.run("send", to[0], to[1], to[2], odd.toString());
      assertThat(refused.status()).isEqualTo(1);
      printed.append(refused.err());
      for (String name : NAMES.values()) {
        Processes.Result found =
            Processes.here(
                    "find",
                    to[0],
                    to[1],
                    to[2],
                    "-k",
                    "PatientName=" + name.replaceFirst("=.*", ""))
                .ok();
        assertThat(found.out()).contains("SEEDEDID");
        printed.append(found.err());
      }
      printed.append(
          Processes.here(
                  "get",
                  to[0],
                  to[1],
                  to[2],
                  "--study",
                  Synthetic.uid("study", 1),
                  "--out",
                  folder.resolve("out").toString())
              .ok()
              .err());
      printed.append(archive.verb("trail", "who", "--patient", "SEEDEDID-000001").ok().out());
      archive.kill();
    }
    try (RunningArchive again = RunningArchive.start(folder)) {
      assertThat(again.verb("conflicts").ok().out()).contains("quarantine");
      assertThat(again.verb("trail", "verify").ok().out()).contains("the record is whole");
      assertNoneOf(needles, again.home);
    }
    assertNoneOf(needles, folder.resolve("home"));
    assertThat(find(needles, printed.toString().getBytes(StandardCharsets.UTF_8))).isEqualTo(-1);
    try (Stream<Path> outputs = Files.list(folder)) {
      for (Path output :
          outputs
              .filter(p -> p.getFileName().toString().matches("std(out|err)\\d+\\.txt"))
              .toList()) {
        assertThat(find(needles, Files.readAllBytes(output))).as("%s", output).isEqualTo(-1);
      }
    }
  }

  @Test
  void theSearchFindsWhatItLooksFor() throws IOException {
    List<byte[]> needles = new ArrayList<>();
    Path file = seeded(1, "GB18030", name("GB18030"), needles).write(folder);
    assertThat(find(needles, Files.readAllBytes(file))).isNotEqualTo(-1);
    assertThat(needles).hasSizeGreaterThan(8);
  }

  private static String name(String terms) {
    return Objects.requireNonNull(NAMES.get(terms));
  }

  private static Synthetic seeded(int number, String terms, String name, List<byte[]> needles)
      throws IOException {
    Synthetic image = Synthetic.of(number);
    if (!terms.isEmpty()) {
      image.set.putString(Tag.SPECIFIC_CHARACTER_SET, terms.split("\\\\", -1));
    }
    String id = "SEEDEDID-%06d".formatted(number);
    String birth = "1931%02d%02d".formatted(1 + number % 12, 1 + number % 28);
    String accession = "ACCNUM-%06d".formatted(number);
    image.set.putString(Tag.PATIENT_NAME, name);
    image.set.putString(Tag.PATIENT_ID, id);
    image.set.putString(Tag.PATIENT_BIRTH_DATE, birth);
    image.set.putString(Tag.ACCESSION_NUMBER, accession);
    image.set.putString(Tag.REFERRING_PHYSICIAN_NAME, "FEATHERSTONEHAUGH^MARMADUKE");
    image.set.putString(Tag.STUDY_DESCRIPTION, "FOLLOWUP OF SEEDEDDISEASE");
    for (String text :
        List.of(id, birth, accession, "FEATHERSTONEHAUGH", "MARMADUKE", "SEEDEDDISEASE")) {
      needle(needles, text.getBytes(StandardCharsets.US_ASCII));
    }
    for (String group : name.split("=", -1)) {
      for (String part : group.split("\\^", -1)) {
        needle(needles, part.getBytes(StandardCharsets.UTF_8));
        needle(needles, part.getBytes(StandardCharsets.UTF_16BE));
        needle(needles, part.getBytes(StandardCharsets.UTF_16LE));
        needle(
            needles, SpecificCharacterSet.of(List.of(terms.split("\\\\", -1))).encode(part, Vr.PN));
      }
    }
    return image;
  }

  private static void needle(List<byte[]> needles, byte[] bytes) {
    if (bytes.length >= 8) {
      needles.add(bytes);
    }
  }

  private static void assertNoneOf(List<byte[]> needles, Path root) throws IOException {
    int files = 0;
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        try {
          assertThat(find(needles, Files.readAllBytes(file))).as("%s", file).isEqualTo(-1);
          files++;
        } catch (NoSuchFileException e) {
          // The running archive replaced it meanwhile, as it does with partial tiles.
        }
      }
    }
    assertThat(files).isGreaterThan(10);
  }

  /** Where the first needle lies in the bytes, or -1. */
  private static int find(List<byte[]> needles, byte[] bytes) {
    String haystack = new String(bytes, StandardCharsets.ISO_8859_1);
    for (byte[] needle : needles) {
      int at = haystack.indexOf(new String(needle, StandardCharsets.ISO_8859_1));
      if (at >= 0) {
        return at;
      }
    }
    return -1;
  }
}

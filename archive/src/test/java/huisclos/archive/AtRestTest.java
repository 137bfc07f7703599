package huisclos.archive;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file of the home holds what identifies a patient, at no moment that can be looked at. */
class AtRestTest {
  /** Values of 8 characters and more, each in the character set beside it. */
  private static final String[][] SEEDS = {
    {"ISO_IR 100", "Österreicher^Zoë-Françoise", "SEEDPID-00017", "SEEDACC-00017"},
    {"ISO_IR 192", "Grzegorzewska^Łucja=山田太郎花子次郎^太郎=やまだたろうはなこ", "SEEDPID-00018", "SEEDACC-00018"},
    {"ISO_IR 144", "Достоевский^Фёдор", "SEEDPID-00019", "SEEDACC-00019"}
  };

  private static final String PHYSICIAN = "Referringphysician^Seed";
  private static final String BIRTH_DATE = "19371129";
  private static final String DESCRIPTION = "Seeddescription of a study";

  @TempDir Path folder;

  private static DataSet seeded(int seed, int instance) {
    DataSet set = Made.ct(900 + seed, 1, 1, instance);
    set.putString(Tag.SPECIFIC_CHARACTER_SET, SEEDS[seed][0]);
    set.putString(Tag.PATIENT_NAME, SEEDS[seed][1]);
    set.putString(Tag.PATIENT_ID, SEEDS[seed][2]);
    set.putString(Tag.ACCESSION_NUMBER, SEEDS[seed][3]);
    set.putString(Tag.REFERRING_PHYSICIAN_NAME, PHYSICIAN);
    set.putString(Tag.PATIENT_BIRTH_DATE, BIRTH_DATE);
    set.putString(Tag.STUDY_DESCRIPTION, DESCRIPTION);
    return set;
  }

  private static List<byte[]> needles() {
    List<byte[]> needles = new ArrayList<>();
    for (String[] seed : SEEDS) {
      for (int i = 1; i < seed.length; i++) {
        for (String part : seed[i].split("[\\^=]", -1)) {
          if (part.length() >= 8) {
            for (String charset :
                List.of("UTF-8", "ISO-8859-1", "ISO-8859-5", "UTF-16LE", "UTF-16BE")) {
              Charset set = Charset.forName(charset);
              if (set.newEncoder().canEncode(part)) {
                needles.add(part.getBytes(set));
              }
            }
          }
        }
      }
    }
    for (String value : List.of("Referringphysician", BIRTH_DATE, "Seeddescription")) {
      needles.add(value.getBytes(StandardCharsets.US_ASCII));
      needles.add(value.getBytes(StandardCharsets.UTF_16LE));
    }
    return needles;
  }

  private static boolean holds(byte[] hay, byte[] needle) {
    outer:
    for (int i = 0; i <= hay.length - needle.length; i++) {
      for (int j = 0; j < needle.length; j++) {
        if (lower(hay[i + j]) != lower(needle[j])) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }

  /** Normalised values are lower case: they must not be there either. */
  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  private void assertNothingAtRest() throws IOException {
    List<byte[]> needles = needles();
    int looked = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        looked++;
        for (byte[] needle : needles) {
          assertThat(holds(bytes, needle)).as(folder.relativize(file).toString()).isFalse();
        }
      }
    }
    assertThat(looked).isGreaterThan(5);
  }

  @Test
  void theSearchItselfFinds() throws IOException {
    // The test below would prove nothing if these bytes could not be found where they are.
    byte[] plain =
        Site.bytes(seeded(0, 1), huisclos.dicom.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(holds(plain, "ÖSTERREICHER".getBytes(StandardCharsets.ISO_8859_1))).isTrue();
    assertThat(holds(plain, "seedpid-00017".getBytes(StandardCharsets.US_ASCII))).isTrue();
  }

  @Test
  void nothingOfAPatientLiesInClear() throws IOException {
    try (Site site = new Site(folder)) {
      for (int seed = 0; seed < SEEDS.length; seed++) {
        for (int instance = 1; instance <= 3; instance++) {
          assertThat(site.store(seeded(seed, instance))).isInstanceOf(StoreOutcome.Stored.class);
        }
        DataSet conflicting = seeded(seed, 4);
        conflicting.putString(Tag.PATIENT_ID, "SEEDPID-OTHER" + seed);
        site.store(conflicting);
        DataSet quarantined = seeded(seed, 1);
        quarantined.putString(Tag.PATIENT_COMMENTS, DESCRIPTION);
        assertThat(site.store(quarantined)).isInstanceOf(StoreOutcome.Conflict.class);
        assertThat(site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.PATIENT_NAME, SEEDS[seed][1])))
            .hasSize(1);
        assertThat(
                site.rows(Level.STUDY, Root.STUDY, Made.keys(Tag.ACCESSION_NUMBER, SEEDS[seed][3])))
            .hasSize(1);
        site.rows(
            Level.PATIENT,
            Root.PATIENT,
            Made.keys(Tag.PATIENT_ID, SEEDS[seed][2], Tag.PATIENT_BIRTH_DATE, BIRTH_DATE));
      }
      // With the write-ahead log as it lies while the archive runs.
      assertNothingAtRest();
      site.archive.reindex();
      assertNothingAtRest();
    }
    assertNothingAtRest();
  }
}

package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patient names of real files in every character set, as their makers wrote them down. */
class CharacterSetFilesTest {
  private static DataSet header(String file) throws IOException {
    Path path = SharedData.require().resolve("dicom").resolve(file);
    try (InputStream in = Files.newInputStream(path)) {
      return DataSetDecoder.read(Part10.open(in).reader(), ReadOptions.header());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gbk, 龍^馬雲",
    "jisx0201, ﾔﾏﾀﾞ^ﾀﾛｳ",
    "jisx0212, Yamada^Tarou=山田^丂",
    "korean_three_groups, Kim^Yuna=金^美京=김^연아",
    "latin2, Wałęsa^Łukasz",
    "latin9, Œuvré^Zoë €",
    "missing_term_latin1, Jérôme^Zoé",
    "mixed_greek_cyrillic, Διον^Люк",
    "nested_other_charset, Outer^Zoé",
    "thai, สมชาย^ใจดี",
    "turkish, Yıldız^Çağrı",
    "unknown_term, Müller",
    "utf8, Ωμέγα^李^😀",
    "wrong_utf8_as_latin1, MÃ¼ller^JÃ¶rg",
  })
  void madeHere(String file, String name) throws IOException {
    DataSet set = header("made-here/charset/" + file + ".dcm");

    assertThat(set.string(Tag.PATIENT_NAME)).contains(name);
    assertThat(written(set)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "chrArab, قباني^لنزار",
    "chrFren, Buc^Jérôme",
    "chrFrenMulti, Buc^Jérôme",
    "chrGreek, Διονυσιος",
    "chrH31, Yamada^Tarou=山田^太郎=やまだ^たろう",
    "chrH32, ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
    "chrI2, Hong^Gildong=洪^吉洞=홍^길동",
    "chrJapMulti, やまだ^たろう",
    "chrRuss, Люкceмбypг",
    "chrX1, Wang^XiaoDong=王^小東",
    "chrX2, Wang^XiaoDong=王^小东",
  })
  void ofPydicom(String file, String name) throws IOException {
    DataSet set = header("pydicom__pydicom/charset_files/" + file + ".dcm");

    PersonName read = PersonName.parse(set.string(Tag.PATIENT_NAME, ""));
    assertThat(read.format()).isEqualTo(name);
    assertThat(written(set)).isEqualTo(name);
  }

  /** The name once more, encoded by us in the file's own sets (UTF-8 where it declares none). */
  private static String written(DataSet set) {
    String name = PersonName.parse(set.string(Tag.PATIENT_NAME, "")).format();
    SpecificCharacterSet own = set.characterSet();
    SpecificCharacterSet used = own.canEncode(name, Vr.PN) ? own : SpecificCharacterSet.UTF_8;
    return used.decode(used.encode(name, Vr.PN), Vr.PN);
  }

  @Test
  void anItemHasItsOwnOrItsParents() throws IOException {
    DataSet own = header("made-here/charset/nested_other_charset.dcm");
    assertThat(own.items(Tag.OTHER_PATIENT_IDS_SEQUENCE).getFirst().string(Tag.PATIENT_NAME))
        .contains("Люк^Анна");

    DataSet sequence = header("pydicom__pydicom/charset_files/chrSQEncoding.dcm");
    assertThat(
            sequence
                .items(Tag.REQUESTED_PROCEDURE_CODE_SEQUENCE)
                .getFirst()
                .string(Tag.PATIENT_NAME))
        .contains("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
  }
}

package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** File meta information, and files that lack it (PS3.10 §7.1). */
class Part10Test {
  private static final String MODALITY = "08 00 60 00 'CS' 02 00 'CT'";
  private static final String META_EXPLICIT_LE = "02 00 10 00 'UI' 14 00 '1.2.840.10008.1.2.1' 00";

  private static Part10File open(byte[] bytes) throws Exception {
    return Part10.open(new ByteArrayInputStream(bytes));
  }

  private static byte[] withPreamble(String... lines) {
    byte[] rest = Bytes.of(lines);
    byte[] bytes = Arrays.copyOf(new byte[128], 132 + rest.length);
    System.arraycopy(Bytes.of("'DICM'"), 0, bytes, 128, 4);
    System.arraycopy(rest, 0, bytes, 132, rest.length);
    return bytes;
  }

  private static String modality(Part10File file) throws Exception {
    return DataSetDecoder.read(file.reader(), ReadOptions.whole()).string(Tag.MODALITY, "");
  }

  @Test
  void writesGoldenFileMetaInformation() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.writeHeader(out, "1.2", "1.2.3", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(out.toByteArray())
        .isEqualTo(
            withPreamble(
                // length of what follows it in the group
                "02 00 00 00 'UL' 04 00 78 00 00 00",
                // version 1 as a bit mask
                "02 00 01 00 'OB' 00 00 02 00 00 00 00 01",
                "02 00 02 00 'UI' 04 00 '1.2' 00",
                "02 00 03 00 'UI' 06 00 '1.2.3' 00",
                META_EXPLICIT_LE,
                "02 00 12 00 'UI' 2C 00 '2.25.27650118705571128039851488536464329657' 00"));
    assertThat(modality(open(concat(out.toByteArray(), Bytes.of(MODALITY))))).isEqualTo("CT");
  }

  @Test
  void readsAFileAndSaysWhereItsDataSetStarts() throws Exception {
    Part10File file = open(withPreamble(META_EXPLICIT_LE, MODALITY));
    assertThat(file.hasPreamble()).isTrue();
    assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(file.dataSetOffset()).isEqualTo(132 + 28);
    assertThat(file.dataSetStream().readAllBytes()).isEqualTo(Bytes.of(MODALITY));
  }

  @Test
  void theGroupLengthIsNotBelieved() throws Exception {
    for (String length : new String[] {"00 00 00 00", "01 00 00 00", "FF FF FF 7F"}) {
      Part10File file =
          open(withPreamble("02 00 00 00 'UL' 04 00 " + length, META_EXPLICIT_LE, MODALITY));
      assertThat(modality(file)).isEqualTo("CT");
    }
  }

  @Test
  void readsImplicitFileMetaInformation() throws Exception {
    Part10File file =
        open(withPreamble("02 00 10 00 14 00 00 00 '1.2.840.10008.1.2.1' 00", MODALITY));
    assertThat(modality(file)).isEqualTo("CT");
  }

  @Test
  void guessesTheEncodingOfWhatHasNoFileMetaInformation() throws Exception {
    Part10File explicit = open(Bytes.of(MODALITY));
    assertThat(explicit.hasPreamble()).isFalse();
    assertThat(explicit.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(modality(explicit)).isEqualTo("CT");
    Part10File big = open(Bytes.of("00 08 00 60 'CS' 00 02 'CT'"));
    assertThat(big.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(modality(big)).isEqualTo("CT");
    Part10File implicit = open(Bytes.of("08 00 60 00 02 00 00 00 'CT'"));
    assertThat(implicit.transferSyntax()).isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(modality(implicit)).isEqualTo("CT");
    assertThat(modality(open(withPreamble(MODALITY)))).isEqualTo("CT");
  }

  @Test
  void keepsAnUnknownTransferSyntaxAndGuessesItsStructure() throws Exception {
    Part10File file =
        open(withPreamble("02 00 10 00 'UI' 06 00 '1.2.99'", "08 00 60 00 02 00 00 00 'CT'"));
    assertThat(file.transferSyntax())
        .isEqualTo(new TransferSyntax("1.2.99", false, false, false, false));
    assertThat(modality(file)).isEqualTo("CT");
  }

  @Test
  void aPrefixWithinAValueIsNone() throws Exception {
    byte[] bytes = Bytes.of("10 00 00 40 C0 00 00 00 '" + "x".repeat(192) + "'");
    System.arraycopy(Bytes.of("'DICM'"), 0, bytes, 128, 4);
    assertThat(open(bytes).hasPreamble()).isFalse();
  }

  @Test
  void refusesWhatIsNoDicom() {
    Broken.by(Rule.NOT_DICOM, () -> open(new byte[0]));
    Broken.by(Rule.NOT_DICOM, () -> open(Bytes.of("'%PDF-1.7 and some more text'")));
    Broken.by(Rule.NOT_DICOM, () -> open(new byte[4096]));
    Broken.by(Rule.NOT_DICOM, () -> open(Bytes.of("1F 8B 08 00 00 00 00 00 00 00")));
  }

  @Test
  void fileMetaInformationIsBounded() {
    Broken.at(
        Rule.META_BYTES,
        132,
        0x00020102,
        () -> open(withPreamble("02 00 02 01 'OB' 00 00 FF FF FF 7F 00")));
    Broken.by(Rule.TRUNCATED, () -> open(withPreamble("02 00 10 00 'UI' 14 00 '1.2'")));
    Broken.by(Rule.DUPLICATE_ELEMENT, () -> open(withPreamble(META_EXPLICIT_LE, META_EXPLICIT_LE)));
  }

  @Test
  void aFileWithoutDataSetHasAnEmptyOne() throws Exception {
    assertThat(
            DataSetDecoder.read(open(withPreamble(META_EXPLICIT_LE)).reader(), ReadOptions.whole()))
        .isEmpty();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}

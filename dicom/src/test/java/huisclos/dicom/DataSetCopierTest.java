package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a change from implicit to explicit VR has to decide, byte by byte. */
class DataSetCopierTest {
  /** PS3.5 §A.1: US or SS follows Pixel Representation, also within items. */
  @Test
  void signedPixelsMakeSignedValues() throws Exception {
    assertThat(
            copied(
                "28 00 03 01 02 00 00 00 01 00",
                "28 00 06 01 02 00 00 00 00 80",
                "28 00 10 00 02 00 00 00 00 02",
                "40 00 96 90 FF FF FF FF",
                "FE FF 00 E0 0A 00 00 00 40 00 11 92 02 00 00 00 FF FF",
                "FE FF DD E0 00 00 00 00"))
        .isEqualTo(
            Bytes.of(
                "28 00 03 01 'US' 02 00 01 00",
                "28 00 06 01 'SS' 02 00 00 80",
                "28 00 10 00 'US' 02 00 00 02",
                "40 00 96 90 'SQ' 00 00 FF FF FF FF",
                "FE FF 00 E0 FF FF FF FF",
                "40 00 11 92 'SS' 02 00 FF FF",
                "FE FF 0D E0 00 00 00 00",
                "FE FF DD E0 00 00 00 00"));
  }

  /** An item's own Pixel Representation holds in that item alone. */
  @Test
  void unsignedPixelsMakeUnsignedValues() throws Exception {
    assertThat(
            copied(
                "40 00 96 90 1C 00 00 00",
                "FE FF 00 E0 14 00 00 00",
                "28 00 03 01 02 00 00 00 01 00",
                "28 00 06 01 02 00 00 00 00 80",
                "40 00 16 92 02 00 00 00 00 80"))
        .isEqualTo(
            Bytes.of(
                "40 00 96 90 'SQ' 00 00 FF FF FF FF",
                "FE FF 00 E0 FF FF FF FF",
                "28 00 03 01 'US' 02 00 01 00",
                "28 00 06 01 'SS' 02 00 00 80",
                "FE FF 0D E0 00 00 00 00",
                "FE FF DD E0 00 00 00 00",
                "40 00 16 92 'US' 02 00 00 80"));
    assertThat(copied("28 00 03 01 02 00 00 00 00 00", "28 00 06 01 02 00 00 00 00 80"))
        .isEqualTo(Bytes.of("28 00 03 01 'US' 02 00 00 00", "28 00 06 01 'US' 02 00 00 80"));
  }

  /** US has 16 bits for its length: 65,536 entries of 16 bits need OW, not UN. */
  @Test
  void longLookupTableIsWords() throws Exception {
    byte[] head = Bytes.of("28 00 06 30 00 00 02 00");
    byte[] source = new byte[head.length + 0x20000];
    System.arraycopy(head, 0, source, 0, head.length);
    byte[] copy = copy(source, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(Arrays.copyOf(copy, 12)).isEqualTo(Bytes.of("28 00 06 30 'OW' 00 00 00 00 02 00"));
    assertThat(copied("28 00 06 30 02 00 00 00 01 02"))
        .isEqualTo(Bytes.of("28 00 06 30 'US' 02 00 01 02"));
  }

  @Test
  void numbersTurnRoundWhateverWasChosen() throws Exception {
    assertThat(
            copy(
                Bytes.of("28 00 03 01 02 00 00 00 01 00", "28 00 06 01 02 00 00 00 00 80"),
                TransferSyntax.EXPLICIT_VR_BIG_ENDIAN))
        .isEqualTo(Bytes.of("00 28 01 03 'US' 00 02 00 01", "00 28 01 06 'SS' 00 02 80 00"));
  }

  private static byte[] copied(String... lines) throws Exception {
    return copy(Bytes.of(lines), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static byte[] copy(byte[] implicit, TransferSyntax target) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetCopier.copy(
        new DataSetReader(
            new ByteArrayInputStream(implicit), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN),
        out,
        target);
    return out.toByteArray();
  }
}

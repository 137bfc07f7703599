package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalDigestTest {
  private static final List<TransferSyntax> UNCOMPRESSED =
      TransferSyntax.all().stream().filter(TransferSyntax::uncompressed).toList();

  private static byte[] digest(DataSet set, TransferSyntax syntax) throws Exception {
    return CanonicalDigest.of(new ByteArrayInputStream(Bytes.write(set, syntax)), syntax);
  }

  private static DataSet sample() {
    DataSet item = new DataSet();
    item.putString(Tag.CODE_VALUE, "A");
    DataSet set = new DataSet();
    set.putString(Tag.PATIENT_ID, "ID");
    set.putInt(Tag.ROWS, 0x1234);
    set.putItems(Tag.CONTENT_SEQUENCE, List.of(item));
    byte[] pixels = new byte[40_000];
    new java.util.Random(1).nextBytes(pixels);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, pixels);
    return set;
  }

  @Test
  void isTheSameInEveryUncompressedSyntax() throws Exception {
    byte[] expected = digest(sample(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    for (TransferSyntax syntax : UNCOMPRESSED) {
      assertThat(digest(sample(), syntax)).as(syntax.uid()).isEqualTo(expected);
    }
    DataSet set = sample();
    set.putInt(0x00100000, 10);
    set.putBytes(Tag.DATA_SET_TRAILING_PADDING, Vr.OB, new byte[8]);
    assertThat(digest(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo(expected);
  }

  @Test
  void seededSetsAgreeBetweenByteOrders() throws Exception {
    for (long seed = 0; seed < 100; seed++) {
      DataSet set = new SeededSets(seed).next();
      assertThat(digest(set, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN))
          .as("seed %s", seed)
          .isEqualTo(digest(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }
  }

  @Test
  void changesWithAnyValueTagOrStructure() throws Exception {
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    byte[] original = digest(sample(), syntax);
    DataSet value = sample();
    value.putString(Tag.PATIENT_ID, "IE");
    DataSet tag = sample();
    tag.remove(Tag.PATIENT_ID);
    tag.putString(Tag.PATIENT_NAME, "ID");
    DataSet structure = sample();
    structure.putItems(
        Tag.CONTENT_SEQUENCE,
        List.of(new DataSet(), sample().items(Tag.CONTENT_SEQUENCE).getFirst()));
    for (DataSet changed : List.of(value, tag, structure)) {
      assertThat(digest(changed, syntax)).isNotEqualTo(original);
    }
  }

  @Test
  void isRefusedForCompressedPixels() {
    Broken.by(
        Rule.TRANSFER_SYNTAX,
        () -> digest(sample(), TransferSyntax.encapsulated(Uids.JPEG2000_LOSSLESS)));
  }
}

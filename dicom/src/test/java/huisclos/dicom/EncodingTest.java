package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** Golden bytes of each kind of encoding, read and written again (PS3.5 §7, Annex A). */
class EncodingTest {
  private static final TransferSyntax JPEG = TransferSyntax.encapsulated(Uids.JPEG_BASELINE8_BIT);

  @Test
  void implicitLittleEndian() throws Exception {
    byte[] golden =
        Bytes.of(
            // Modality, 32-bit length, no VR
            "08 00 60 00  02 00 00 00 'CT'",
            // a private creator and its element
            "09 00 10 00  04 00 00 00 'ACME'",
            "09 00 01 10  02 00 00 00 01 02",
            // Patient ID of odd length
            "10 00 20 00  03 00 00 00 'ID7'",
            // Rows
            "28 00 10 00  02 00 00 00 00 02");
    DataSet set = roundTrip(golden, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(set.string(Tag.PATIENT_ID)).contains("ID7");
    assertThat(set.integer(Tag.ROWS)).hasValue(512);
    assertThat(set.get(0x00090010)).map(Element::vr).contains(Vr.LO);
    assertThat(set.get(0x00091001)).map(Element::vr).contains(Vr.UN);
  }

  @Test
  void explicitLittleEndianWithShortAndLongLengths() throws Exception {
    byte[] golden =
        Bytes.of(
            // group length
            "08 00 00 00 'UL' 04 00 0A 00 00 00",
            // Modality, 16-bit length
            "08 00 60 00 'CS' 02 00 'CT'",
            // Strain Code Sequence's neighbour: Unlimited Characters, reserved bytes, 32-bit length
            "08 00 19 01 'UC' 00 00 04 00 00 00 'long'",
            // 64-bit numbers
            "72 00 81 00 'OV' 00 00 08 00 00 00 01 02 03 04 05 06 07 08",
            "72 00 82 00 'SV' 00 00 08 00 00 00 FF FF FF FF FF FF FF FF",
            "72 00 83 00 'UV' 00 00 08 00 00 00 FF FF FF FF FF FF FF FF",
            // an unknown one
            "99 99 01 00 'UN' 00 00 02 00 00 00 AA BB");
    DataSet set = roundTrip(golden, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(set.string(Tag.LONG_CODE_VALUE)).contains("long");
    assertThat(set.longInteger(Tag.SELECTOR_SV_VALUE)).hasValue(-1);
    assertThat(set.strings(Tag.SELECTOR_UV_VALUE)).containsExactly("18446744073709551615");
    assertThat(set.strings(Tag.SELECTOR_OV_VALUE)).isEmpty();
  }

  @Test
  void explicitBigEndianTurnsNumbersOnly() throws Exception {
    byte[] golden =
        Bytes.of(
            "00 08 00 60 'CS' 00 02 'CT'",
            // a double
            "00 18 90 74 'FD' 00 08 3F F8 00 00 00 00 00 00",
            // Frame Increment Pointer: a tag is two 16-bit numbers
            "00 28 00 09 'AT' 00 04 00 18 10 63",
            "00 28 00 10 'US' 00 02 02 00",
            "00 28 01 06 'SS' 00 03 FF FE 01",
            // words, then bytes
            "7F E0 00 10 'OW' 00 00 00 00 00 04 01 02 03 04",
            "7F E1 00 10 'OB' 00 00 00 00 00 02 01 02");
    DataSet set = roundTrip(golden, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(set.integer(Tag.ROWS)).hasValue(512);
    assertThat(set.tagValues(Tag.FRAME_INCREMENT_POINTER)).containsExactly(Tag.FRAME_TIME);
    assertThat(bytes(set, Tag.PIXEL_DATA)).isEqualTo(Bytes.of("02 01 04 03"));
    assertThat(bytes(set, 0x7FE10010)).isEqualTo(Bytes.of("01 02"));
    // What is left of a number after the last whole one keeps its place.
    assertThat(bytes(set, Tag.SMALLEST_IMAGE_PIXEL_VALUE)).isEqualTo(Bytes.of("FE FF 01"));
  }

  @Test
  void deflatedIsRawAndEven() throws Exception {
    byte[] plain = Bytes.of("08 00 60 00 'CS' 02 00 'CT'", "10 00 20 00 'LO' 04 00 'ID77'");
    TransferSyntax syntax = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
    DataSet set = Bytes.read(plain, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    byte[] deflated = Bytes.write(set, syntax);
    assertThat(deflated.length % 2).isZero();
    Inflater raw = new Inflater(true);
    raw.setInput(deflated);
    byte[] inflated = new byte[plain.length + 1];
    assertThat(raw.inflate(inflated)).isEqualTo(plain.length);
    raw.end();
    assertThat(inflated).startsWith(plain);
    assertThat(Described.values(Bytes.read(deflated, syntax))).isEqualTo(Described.values(set));
    // stored, not compressed, by another writer; and an odd number of bytes
    assertThat(Described.values(Bytes.read(stored(plain), syntax)))
        .isEqualTo(Described.values(set));
  }

  private static byte[] stored(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.NO_COMPRESSION, true);
    deflater.setInput(plain);
    deflater.finish();
    byte[] out = new byte[plain.length + 64];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  @Test
  void encapsulatedWithBasicOffsetTable() throws Exception {
    byte[] golden =
        Bytes.of(
            "28 00 08 00 'IS' 02 00 '2 '",
            // Pixel Data of undefined length
            "E0 7F 10 00 'OB' 00 00 FF FF FF FF",
            // the offset table: two frames
            "FE FF 00 E0 08 00 00 00  00 00 00 00 0C 00 00 00",
            "FE FF 00 E0 04 00 00 00 01 02 03 04",
            "FE FF 00 E0 02 00 00 00 05 06",
            "FE FF 00 E0 02 00 00 00 07 08",
            "FE FF DD E0 00 00 00 00",
            // something after it
            "FC FF FC FF 'OB' 00 00 02 00 00 00 00 00");
    DataSet set = roundTrip(golden, JPEG);
    FragmentsElement pixels = (FragmentsElement) set.get(Tag.PIXEL_DATA).orElseThrow();
    assertThat(pixels.fragments()).hasSize(3);
    assertThat(FrameIndex.of(pixels, set).frames())
        .containsExactly(new FrameIndex.Frame(0, 1, 0, 4), new FrameIndex.Frame(1, 2, 12, 4));
  }

  @Test
  void nestedSequencesWithDefinedAndUndefinedLengths() throws Exception {
    byte[] golden =
        Bytes.of(
            // a sequence of undefined length ...
            "40 00 30 A7 'SQ' 00 00 FF FF FF FF",
            // ... with an item of defined length
            "FE FF 00 E0 0A 00 00 00",
            "08 00 60 00 'CS' 02 00 'CT'",
            // ... and one of undefined length that holds a sequence of defined length
            "FE FF 00 E0 FF FF FF FF",
            "40 00 30 A7 'SQ' 00 00 12 00 00 00",
            "FE FF 00 E0 0A 00 00 00",
            "08 00 60 00 'CS' 02 00 'MR'",
            "FE FF 0D E0 00 00 00 00",
            // ... and an empty one
            "FE FF 00 E0 00 00 00 00",
            "FE FF DD E0 00 00 00 00",
            // an empty sequence of each kind
            "40 00 31 A7 'SQ' 00 00 00 00 00 00",
            "40 00 32 A7 'SQ' 00 00 FF FF FF FF FE FF DD E0 00 00 00 00");
    DataSet set = roundTrip(golden, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    List<DataSet> items = set.items(Tag.CONTENT_SEQUENCE);
    assertThat(items).hasSize(3);
    assertThat(items.get(1).items(Tag.CONTENT_SEQUENCE).getFirst().string(Tag.MODALITY))
        .contains("MR");
  }

  @Test
  void unknownOfUndefinedLengthIsAnImplicitSequence() throws Exception {
    byte[] golden =
        Bytes.of(
            "09 00 10 00 'LO' 04 00 'ACME'",
            "09 00 01 10 'UN' 00 00 FF FF FF FF",
            "FE FF 00 E0 FF FF FF FF",
            // implicit from here on
            "08 00 60 00 02 00 00 00 'CT'",
            "40 00 30 A7 FF FF FF FF FE FF DD E0 00 00 00 00",
            "FE FF 0D E0 00 00 00 00",
            "FE FF DD E0 00 00 00 00",
            // explicit again
            "10 00 20 00 'LO' 02 00 'ID'");
    DataSet set = roundTrip(golden, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(set.items(0x00091001).getFirst().string(Tag.MODALITY)).contains("CT");
    assertThat(set.string(Tag.PATIENT_ID)).contains("ID");
  }

  @Test
  void unknownOfUndefinedLengthIsLittleEndianWithinBigEndian() throws Exception {
    byte[] golden =
        Bytes.of(
            "00 09 10 01 'UN' 00 00 FF FF FF FF",
            "FE FF 00 E0 0A 00 00 00",
            "28 00 10 00 02 00 00 00 00 02",
            "FE FF DD E0 00 00 00 00",
            "00 28 00 11 'US' 00 02 02 00");
    DataSet set = roundTrip(golden, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(set.items(0x00091001).getFirst().integer(Tag.ROWS)).hasValue(512);
    assertThat(set.integer(Tag.COLUMNS)).hasValue(512);
  }

  @Test
  void privateSequenceInImplicitEncoding() throws Exception {
    byte[] golden =
        Bytes.of(
            "09 00 01 10 FF FF FF FF",
            "FE FF 00 E0 0A 00 00 00 08 00 60 00 02 00 00 00 'CT'",
            "FE FF DD E0 00 00 00 00");
    DataSet set = roundTrip(golden, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(set.items(0x00091001)).hasSize(1);
  }

  @Test
  void valueTooLongForItsVrIsWrittenAsUnknown() throws Exception {
    DataSet set = new DataSet();
    set.putString(Tag.PATIENT_COMMENTS, "x".repeat(70_000));
    byte[] bytes = Bytes.write(set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(Arrays.copyOf(bytes, 12)).isEqualTo(Bytes.of("10 00 00 40 'UN' 00 00 70 11 01 00"));
    DataSet read = Bytes.read(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(read.string(Tag.PATIENT_COMMENTS).orElseThrow()).hasSize(70_000);
  }

  @Test
  void everySeededSetComesBackInEverySyntax() throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      DataSet set = new SeededSets(seed).next();
      String values = Described.valuesWithoutVrs(set);
      for (TransferSyntax syntax : TransferSyntax.all()) {
        byte[] bytes = Bytes.write(set, syntax);
        DataSet read = Bytes.read(bytes, syntax);
        if (syntax.explicit()) {
          assertThat(Described.values(read))
              .as("seed %s in %s", seed, syntax.uid())
              .isEqualTo(Described.values(set));
        }
        assertThat(Bytes.write(read, syntax))
            .as("seed %s in %s", seed, syntax.uid())
            .isEqualTo(bytes);
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        DataSetCopier.copy(
            new DataSetReader(new ByteArrayInputStream(bytes), syntax),
            copied,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        if (syntax.explicit()) {
          assertThat(
                  Described.valuesWithoutVrs(
                      Bytes.read(copied.toByteArray(), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)))
              .as("seed %s from %s", seed, syntax.uid())
              .isEqualTo(values);
        }
      }
    }
  }

  @Test
  void sequencesNestedBeyondTheLimitAreNotWritten() {
    DataSet set = new DataSet();
    for (int i = 0; i <= Limits.MAX_DEPTH; i++) {
      DataSet outer = new DataSet();
      outer.put(new SequenceElement(Tag.CONTENT_SEQUENCE, Vr.SQ, List.of(set), true, new BitSet()));
      set = outer;
    }
    DataSet tooDeep = set;
    Broken.by(Rule.DEPTH, () -> Bytes.write(tooDeep, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
  }

  private static DataSet roundTrip(byte[] golden, TransferSyntax syntax) throws Exception {
    DataSet set = Bytes.read(golden, syntax);
    assertThat(Bytes.write(set, syntax)).isEqualTo(golden);
    assertThat(DataSetWriter.length(set, syntax)).isEqualTo(golden.length);
    return set;
  }

  private static byte[] bytes(DataSet set, int tag) {
    return ((ValueElement) set.get(tag).orElseThrow()).bytes();
  }
}

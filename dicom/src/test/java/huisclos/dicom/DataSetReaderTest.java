package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.Token.ElementHeader;
import huisclos.dicom.Token.End;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Limits, breaches and tolerances of the reader: each ends as TOLERANCES.md says. */
class DataSetReaderTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  private static final String SEQUENCE = "40 00 30 A7 'SQ' 00 00 FF FF FF FF";
  private static final String ITEM = "FE FF 00 E0 FF FF FF FF";
  private static final String ITEM_END = "FE FF 0D E0 00 00 00 00";
  private static final String SEQUENCE_END = "FE FF DD E0 00 00 00 00";
  private static final String MODALITY = "08 00 60 00 'CS' 02 00 'CT'";

  private static void walk(TransferSyntax syntax, String... golden) throws Exception {
    walk(syntax, new ByteArrayInputStream(Bytes.of(golden)));
  }

  private static void walk(TransferSyntax syntax, InputStream in) throws Exception {
    new DataSetReader(in, syntax).skipToEnd();
  }

  @Test
  void endsAgainAndAgain() throws Exception {
    DataSetReader reader = new DataSetReader(new ByteArrayInputStream(new byte[0]), EXPLICIT);
    assertThat(reader.next()).isEqualTo(new End());
    assertThat(reader.next()).isEqualTo(new End());
  }

  @Test
  void stopsAtTheDepthLimit() throws Exception {
    int deepest = Limits.MAX_DEPTH;
    walk(EXPLICIT, nested(deepest) + "'' " + unnested(deepest));
    Broken.at(
        Rule.DEPTH,
        20L * deepest,
        Tag.CONTENT_SEQUENCE,
        () -> walk(EXPLICIT, nested(deepest + 1) + unnested(deepest + 1)));
  }

  @Test
  void aHundredThousandLevelsAreNoStackOverflow() {
    InputStream levels = new Repeating(Bytes.of(SEQUENCE, ITEM), 100_000 * 20L);
    Broken.at(
        Rule.DEPTH, 20L * Limits.MAX_DEPTH, Tag.CONTENT_SEQUENCE, () -> walk(EXPLICIT, levels));
    InputStream again = new Repeating(Bytes.of(SEQUENCE, ITEM), 100_000 * 20L);
    Broken.by(Rule.DEPTH, () -> DataSetDecoder.read(again, EXPLICIT, ReadOptions.whole()));
  }

  private static String nested(int depth) {
    return (SEQUENCE + ITEM).repeat(depth);
  }

  private static String unnested(int depth) {
    return (ITEM_END + SEQUENCE_END).repeat(depth);
  }

  @Test
  void saysWhereTheDataIsTruncated() {
    DicomException e = Broken.by(Rule.TRUNCATED, () -> walk(EXPLICIT, MODALITY, "10"));
    assertThat(e.offset()).hasValue(10);
    assertThat(e.tag()).isEmpty();
    Broken.at(Rule.TRUNCATED, 9, Tag.MODALITY, () -> walk(EXPLICIT, "08 00 60 00 'CS' 02 00 'C'"));
    Broken.by(Rule.TRUNCATED, () -> walk(EXPLICIT, "E0 7F 10 00 'OB' 00 00 10 00"));
    Broken.by(Rule.TRUNCATED, () -> walk(EXPLICIT, SEQUENCE));
    Broken.by(Rule.TRUNCATED, () -> walk(EXPLICIT, SEQUENCE, ITEM, MODALITY));
    Broken.by(
        Rule.TRUNCATED, () -> walk(EXPLICIT, "E0 7F 10 00 'OB' 00 00 FF FF FF FF FE FF 00 E0"));
  }

  @Test
  void aHugeLengthIsNotAllocated() {
    String claim = "E0 7F 10 00 'OB' 00 00 F0 FF FF FF 01 02";
    Broken.by(Rule.TRUNCATED, () -> Bytes.read(Bytes.of(claim), EXPLICIT));
    Broken.by(
        Rule.TRUNCATED,
        () -> Bytes.read(Bytes.of("E0 7F 10 00 'OB' 00 00 00 00 00 03 01 02"), EXPLICIT));
  }

  @Test
  void lengthsStayWithinWhatEnclosesThem() {
    Broken.at(
        Rule.EXCEEDS_PARENT,
        20,
        Tag.MODALITY,
        () ->
            walk(EXPLICIT, SEQUENCE, "FE FF 00 E0 09 00 00 00", MODALITY, ITEM_END, SEQUENCE_END));
    Broken.by(
        Rule.EXCEEDS_PARENT,
        () ->
            walk(
                EXPLICIT,
                "40 00 30 A7 'SQ' 00 00 10 00 00 00",
                "FE FF 00 E0 0A 00 00 00",
                MODALITY));
    // an undefined length within a defined one does not lift the bound
    Broken.by(
        Rule.EXCEEDS_PARENT,
        () -> walk(EXPLICIT, "40 00 30 A7 'SQ' 00 00 0A 00 00 00", ITEM, MODALITY, ITEM_END));
    // too short for a header
    Broken.by(
        Rule.EXCEEDS_PARENT, () -> walk(EXPLICIT, SEQUENCE, "FE FF 00 E0 04 00 00 00", MODALITY));
  }

  @Test
  void itemsAndDelimitersStayInTheirPlaces() {
    Broken.at(Rule.STRAY_ITEM, 10, Tag.ITEM, () -> walk(EXPLICIT, MODALITY, ITEM));
    Broken.by(Rule.STRAY_ITEM, () -> walk(EXPLICIT, MODALITY, SEQUENCE_END));
    Broken.by(Rule.STRAY_ITEM, () -> walk(EXPLICIT, SEQUENCE, ITEM, SEQUENCE_END));
    Broken.by(
        Rule.STRAY_ITEM, () -> walk(EXPLICIT, "40 00 30 A7 'SQ' 00 00 08 00 00 00", SEQUENCE_END));
    Broken.at(
        Rule.ITEM_EXPECTED, 12, Tag.CONTENT_SEQUENCE, () -> walk(EXPLICIT, SEQUENCE, MODALITY));
    Broken.by(
        Rule.ITEM_EXPECTED, () -> walk(EXPLICIT, "E0 7F 10 00 'OB' 00 00 FF FF FF FF", MODALITY));
  }

  @Test
  void onlySomeValuesMayHaveAnUndefinedLength() {
    Broken.by(
        Rule.UNDEFINED_LENGTH, () -> walk(EXPLICIT, "08 00 19 01 'UC' 00 00 FF FF FF FF", ITEM));
    Broken.by(
        Rule.UNDEFINED_LENGTH, () -> walk(EXPLICIT, "E0 7F 10 00 'OB' 00 00 FF FF FF FF", ITEM));
  }

  @Test
  void aValueRepresentationIsTwoCapitalLetters() throws Exception {
    Broken.at(
        Rule.INVALID_VR, 0, Tag.MODALITY, () -> walk(EXPLICIT, "08 00 60 00 'cs' 02 00 'CT'"));
    // one of a later edition, and the two spaces of an old writer, have short lengths
    for (String vr : new String[] {"'ZZ'", "'  '"}) {
      DataSet set = Bytes.read(Bytes.of("08 00 60 00 " + vr + " 02 00 'CT'"), EXPLICIT);
      assertThat(set.string(Tag.MODALITY)).contains("CT");
      assertThat(set.get(Tag.MODALITY)).map(Element::vr).contains(Vr.CS);
    }
    DataSet unknown = Bytes.read(Bytes.of("09 00 60 10 'ZZ' 02 00 'CT'"), EXPLICIT);
    assertThat(unknown.get(0x00091060)).map(Element::vr).contains(Vr.UN);
  }

  @Test
  void aTagOccursOnce() {
    Broken.at(
        Rule.DUPLICATE_ELEMENT,
        10,
        Tag.MODALITY,
        () -> Bytes.read(Bytes.of(MODALITY, MODALITY), EXPLICIT));
  }

  @Test
  void aDataSetOutOfOrderIsSorted() throws Exception {
    DataSet set = Bytes.read(Bytes.of("10 00 20 00 'LO' 02 00 'ID'", MODALITY), EXPLICIT);
    assertThat(set.tags()).containsExactly(Tag.MODALITY, Tag.PATIENT_ID);
  }

  @Test
  void nothingOfTheHeaderComesAfterIt() throws Exception {
    String pixels = "E0 7F 10 00 'OB' 00 00 02 00 00 00 01 02";
    byte[] bytes = Bytes.of(MODALITY, pixels, "10 00 20 00 'LO' 02 00 'ID'");
    DataSetReader reader = new DataSetReader(new ByteArrayInputStream(bytes), EXPLICIT);
    DataSet header = DataSetDecoder.read(reader, ReadOptions.header());
    assertThat(header.tags()).containsExactly(Tag.MODALITY);
    Broken.at(Rule.OUT_OF_ORDER, 24, Tag.PATIENT_ID, reader::skipToEnd);
  }

  @Test
  void whatFollowsTheDataSetIsAnError() {
    Broken.at(
        Rule.TRAILING_DATA,
        10,
        0x00000000 + 0x0001,
        () -> walk(EXPLICIT, MODALITY, "00 00 01 00 00 00 00 00 00 00"));
  }

  @Test
  void continuesWhereAHeaderStopped() throws Exception {
    byte[] bytes = Bytes.of(MODALITY, "E0 7F 10 00 'OB' 00 00 02 00 00 00 01 02");
    DataSetReader reader = new DataSetReader(new ByteArrayInputStream(bytes), EXPLICIT);
    DataSetDecoder.read(reader, ReadOptions.header());
    assertThat(reader.next()).isEqualTo(new ElementHeader(Tag.PIXEL_DATA, Vr.OB, 2));
    assertThat(reader.readValue(2)).isEqualTo(Bytes.of("01 02"));
    assertThat(reader.next()).isEqualTo(new End());
  }

  @Test
  void leavesLongValuesInTheSource() throws Exception {
    byte[] bytes =
        Bytes.of(
            "E0 7F 08 00 'OF' 00 00 04 00 00 00 00 00 00 00",
            "E0 7F 10 00 'OB' 00 00 FF FF FF FF",
            "FE FF 00 E0 00 00 00 00",
            "FE FF 00 E0 04 00 00 00 01 02 03 04",
            SEQUENCE_END);
    DataSet set =
        DataSetDecoder.read(new ByteArrayInputStream(bytes), EXPLICIT, ReadOptions.withoutBulk(3));
    assertThat(set.get(Tag.FLOAT_PIXEL_DATA))
        .contains(new BulkElement(Tag.FLOAT_PIXEL_DATA, Vr.OF, 12, 4, false));
    assertThat(set.get(Tag.PIXEL_DATA))
        .contains(new BulkElement(Tag.PIXEL_DATA, Vr.OB, 28, 20, true));
    Broken.by(Rule.NOT_HELD, () -> Bytes.write(set, EXPLICIT));
  }

  @Test
  void holdsNoMoreThanTheLimits() {
    byte[] empty = Bytes.of("08 00 01 00 'LO' 00 00");
    // an item for every 8 bytes, far more than a heap of 256 MB could hold as objects
    InputStream items =
        new Prefixed(
            Bytes.of(SEQUENCE), new Repeating(Bytes.of("FE FF 00 E0 00 00 00 00"), 1L << 30));
    Broken.by(Rule.ELEMENTS, () -> DataSetDecoder.read(items, EXPLICIT, ReadOptions.whole()));
    InputStream values =
        new Prefixed(Bytes.of(SEQUENCE), new Repeating(itemOf(new byte[1 << 20]), 1L << 30));
    Broken.by(Rule.HELD_BYTES, () -> DataSetDecoder.read(values, EXPLICIT, ReadOptions.whole()));
    InputStream fragments =
        new Prefixed(
            Bytes.of("E0 7F 10 00 'OB' 00 00 FF FF FF FF"),
            new Repeating(Bytes.of("FE FF 00 E0 00 00 00 00"), 1L << 30));
    Broken.by(Rule.FRAGMENTS, () -> DataSetDecoder.read(fragments, EXPLICIT, ReadOptions.whole()));
    assertThat(empty).hasSize(8);
  }

  private static byte[] itemOf(byte[] value) {
    DataSet item = new DataSet();
    item.putBytes(Tag.PIXEL_DATA, Vr.OB, value);
    try {
      byte[] bytes = Bytes.write(item, EXPLICIT);
      byte[] whole = Arrays.copyOf(Bytes.of(ITEM), 8 + bytes.length + 8);
      System.arraycopy(bytes, 0, whole, 8, bytes.length);
      System.arraycopy(Bytes.of(ITEM_END), 0, whole, 8 + bytes.length, 8);
      return whole;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeflateBombIsStoppedByItsRatio() {
    byte[] bomb = bomb();
    DicomException e =
        Broken.by(
            Rule.INFLATE_RATIO,
            () ->
                walk(
                    TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                    new ByteArrayInputStream(bomb)));
    assertThat(e.offset().orElseThrow()).isBetween(1L << 20, Limits.INFLATE_FREE_BYTES * 2);
  }

  /** 128 MiB of zeros behind a pixel data header, in some 130 kB. */
  private static byte[] bomb() {
    Deflater deflater = new Deflater(9, true);
    byte[] out = new byte[1 << 20];
    deflater.setInput(Bytes.of("E0 7F 10 00 'OB' 00 00 00 00 00 08"));
    int length = deflater.deflate(out);
    for (int i = 0; i < 128; i++) {
      deflater.setInput(new byte[1 << 20]);
      length += deflater.deflate(out, length, out.length - length);
    }
    deflater.finish();
    length += deflater.deflate(out, length, out.length - length);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  @Test
  void damagedDeflateIsAnError() {
    TransferSyntax deflated = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
    Broken.by(Rule.DEFLATE, () -> walk(deflated, "FF FF FF FF"));
    Broken.by(Rule.TRUNCATED, () -> walk(deflated, "05"));
  }

  @Test
  void readsNoFurtherAheadThanItsBuffer() throws Exception {
    long[] read = new long[1];
    InputStream counted =
        new Repeating(Bytes.of(MODALITY), 1L << 30) {
          @Override
          public int read(byte[] target, int start, int length) throws java.io.IOException {
            int count = super.read(target, start, length);
            read[0] += count;
            return count;
          }
        };
    DataSetReader reader = new DataSetReader(counted, EXPLICIT);
    for (int i = 0; i < 10_000; i++) {
      reader.next();
      assertThat(read[0]).isLessThanOrEqualTo(reader.offset() + Limits.READ_AHEAD_BYTES);
    }
  }

  @Test
  void doesNotWaitForBytesItDoesNotNeed() throws Exception {
    byte[] first = Bytes.of(MODALITY);
    InputStream slow =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            if (at == first.length) {
              throw new AssertionError("asked for more than the first element");
            }
            return first[at++];
          }

          @Override
          public int read(byte[] target, int start, int length) {
            target[start] = (byte) read();
            return 1;
          }
        };
    DataSetReader reader = new DataSetReader(slow, EXPLICIT);
    reader.next();
    assertThat(reader.readValue(2)).isEqualTo(Bytes.of("'CT'"));
  }

  @Test
  void tellsImplicitUndefinedLengthsApart() throws Exception {
    walk(IMPLICIT, "40 00 30 A7 FF FF FF FF", SEQUENCE_END);
    walk(IMPLICIT, "E0 7F 10 00 FF FF FF FF", SEQUENCE_END);
    Broken.by(Rule.ITEM_EXPECTED, () -> walk(IMPLICIT, "10 00 20 00 FF FF FF FF", MODALITY));
  }
}

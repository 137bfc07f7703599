package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.FrameIndex.Frame;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameIndexTest {
  private final DataSet set = new DataSet();

  private static FragmentsElement pixels(byte[] table, int... lengths) {
    List<byte[]> fragments = Arrays.stream(lengths).mapToObj(byte[]::new).toList();
    return new FragmentsElement(Tag.PIXEL_DATA, Vr.OB, table, fragments);
  }

  private static byte[] longs(long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(values);
    return buffer.array();
  }

  @Test
  void withoutATableAFragmentIsAFrame() throws Exception {
    set.putInt(Tag.NUMBER_OF_FRAMES, 2);
    assertThat(FrameIndex.of(pixels(new byte[0], 4, 6), set).frames())
        .containsExactly(new Frame(0, 1, 0, 4), new Frame(1, 1, 12, 6));
  }

  @Test
  void aSingleFrameHasAllFragments() throws Exception {
    assertThat(FrameIndex.of(pixels(new byte[0], 4, 6), set).frames())
        .containsExactly(new Frame(0, 2, 0, 10));
  }

  @Test
  void theExtendedTableGoesFirstAndSaysLengths() throws Exception {
    set.putInt(Tag.NUMBER_OF_FRAMES, 2);
    set.putBytes(Tag.EXTENDED_OFFSET_TABLE, Vr.OV, longs(0, 12));
    set.putBytes(Tag.EXTENDED_OFFSET_TABLE_LENGTHS, Vr.OV, longs(3, 6));
    assertThat(FrameIndex.of(pixels(new byte[0], 4, 6), set).frames())
        .containsExactly(new Frame(0, 1, 0, 3), new Frame(1, 1, 12, 6));
    FragmentsElement pixels = pixels(new byte[0], 4, 6);
    set.put(pixels);
    TransferSyntax syntax = TransferSyntax.encapsulated(Uids.JPEG_BASELINE8_BIT);
    DataSetReader reader =
        new DataSetReader(new ByteArrayInputStream(Bytes.write(set, syntax)), syntax);
    DataSet header =
        DataSetDecoder.read(reader, new ReadOptions(Tag.PIXEL_DATA, Limits.HEADER_VALUE_BYTES));
    assertThat(reader.next()).isInstanceOf(Token.FragmentsStart.class);
    assertThat(FrameIndex.read(reader, header)).isEqualTo(FrameIndex.of(pixels, set));
  }

  @Test
  void aTableThatDoesNotFitIsAnError() {
    set.putInt(Tag.NUMBER_OF_FRAMES, 2);
    String[] tables = {
      "01 00 00 00 0C 00 00 00", "00 00 00 00 0D 00 00 00", "00 00 00 00 00 00 00 00"
    };
    for (String table : tables) {
      Broken.by(Rule.OFFSET_TABLE, () -> FrameIndex.of(pixels(Bytes.of(table), 4, 6), set));
    }
    // three fragments for two frames, and nothing says which
    Broken.by(Rule.OFFSET_TABLE, () -> FrameIndex.of(pixels(new byte[0], 4, 6, 8), set));
    set.putBytes(Tag.EXTENDED_OFFSET_TABLE, Vr.OV, longs(0, 12));
    set.putBytes(Tag.EXTENDED_OFFSET_TABLE_LENGTHS, Vr.OV, longs(3, 7));
    Broken.by(Rule.OFFSET_TABLE, () -> FrameIndex.of(pixels(new byte[0], 4, 6), set));
  }
}

package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.FragmentsElement;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.dicom.Vr;
import huisclos.pixels.Decoding.Decoded;
import huisclos.pixels.Undecodable.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Frames are found where they lie, in memory and in a stream. */
class FrameSourceTest {
  private static final TransferSyntax JPEG =
      TransferSyntax.of(Uids.JPEG_BASELINE8_BIT).orElseThrow();
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax BIG = TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;

  private static DataSet image(int rows, int columns, int bits, int frames) {
    DataSet set = new DataSet();
    set.putInt(Tag.SAMPLES_PER_PIXEL, 1);
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    set.putInt(Tag.NUMBER_OF_FRAMES, frames);
    set.putInt(Tag.ROWS, rows);
    set.putInt(Tag.COLUMNS, columns);
    set.putInt(Tag.BITS_ALLOCATED, bits);
    set.putInt(Tag.BITS_STORED, bits);
    set.putInt(Tag.HIGH_BIT, bits - 1);
    set.putInt(Tag.PIXEL_REPRESENTATION, 0);
    return set;
  }

  private static FrameSource streamed(DataSet set, TransferSyntax syntax, Integer... wanted)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(set, bytes, syntax);
    DataSetReader reader = new DataSetReader(new ByteArrayInputStream(bytes.toByteArray()), syntax);
    return (FrameSource) FrameSource.read(reader, new TreeSet<>(List.of(wanted)));
  }

  private static FrameSource held(DataSet set, TransferSyntax syntax) {
    return (FrameSource) FrameSource.of(set, syntax);
  }

  private static List<Integer> samples(FrameSource source, int frame) {
    Decoded decoded = (Decoded) new FrameDecoder(ForeignCodecs.NONE).decode(source, frame);
    Samples samples = decoded.frame().samples();
    return java.util.stream.IntStream.range(0, samples.length()).mapToObj(samples::at).toList();
  }

  private static byte[] fragment(int... bytes) {
    byte[] fragment = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      fragment[i] = (byte) bytes[i];
    }
    return fragment;
  }

  @Test
  void framesOfOneBitFollowEachOtherWithoutPadding() throws IOException {
    DataSet set = image(1, 3, 1, 3);
    set.putBytes(Tag.PIXEL_DATA, Vr.OB, fragment(0b10_011_101, 0b1));
    for (FrameSource source : List.of(held(set, EXPLICIT), streamed(set, EXPLICIT, 0, 1, 2))) {
      assertThat(samples(source, 0)).containsExactly(1, 0, 1);
      assertThat(samples(source, 1)).containsExactly(1, 1, 0);
      assertThat(samples(source, 2)).containsExactly(0, 1, 1);
    }
  }

  @Test
  void samplesOfTwelveBitsArePacked() {
    DataSet set = image(1, 2, 12, 1);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, fragment(0x34, 0x12, 0xAB, 0));
    assertThat(samples(held(set, EXPLICIT), 0)).containsExactly(0x234, 0xAB1);
  }

  @Test
  void bigEndianNumbersAreTurnedRound() throws IOException {
    DataSet set = image(1, 1, 16, 3);
    set.putBytes(Tag.PIXEL_DATA, Vr.OW, fragment(1, 2, 3, 4, 5, 6));
    FrameSource source = streamed(set, BIG, 1, 2);
    assertThat(samples(source, 1)).containsExactly(0x0403);
    assertThat(samples(source, 2)).containsExactly(0x0605);
    assertThat(source.frame(0)).isEmpty();
  }

  @Test
  void withoutTableFragmentsBelongToTheCodeStreamThatBeganBefore() throws IOException {
    byte[] one = fragment(0xFF, 0xD8, 1, 2);
    byte[] more = fragment(3, 4);
    byte[] two = fragment(0xFF, 0xD8, 5, 6);
    DataSet set = image(1, 1, 8, 2);
    set.put(new FragmentsElement(Tag.PIXEL_DATA, Vr.OB, new byte[0], List.of(one, more, two)));
    for (FrameSource source : List.of(held(set, JPEG), streamed(set, JPEG, 0, 1))) {
      assertThat(source.frame(0)).contains(fragment(0xFF, 0xD8, 1, 2, 3, 4));
      assertThat(source.frame(1)).contains(two);
    }
  }

  @Test
  void theTableSaysWhereFramesBegin() throws IOException {
    byte[] table = fragment(0, 0, 0, 0, 20, 0, 0, 0);
    List<byte[]> fragments = List.of(fragment(1, 2), fragment(3, 4), fragment(5, 6));
    DataSet set = image(1, 1, 8, 2);
    set.put(new FragmentsElement(Tag.PIXEL_DATA, Vr.OB, table, fragments));
    for (FrameSource source : List.of(held(set, JPEG), streamed(set, JPEG, 0, 1))) {
      assertThat(source.frame(0)).contains(fragment(1, 2, 3, 4));
      assertThat(source.frame(1)).contains(fragment(5, 6));
    }
    assertThat(streamed(set, JPEG, 1).frame(0)).isEmpty();
  }

  @Test
  void aDataSetThatContradictsItselfOpensNoFrames() {
    DataSet set = image(1, 1, 8, 1);
    assertThat(FrameSource.of(set, EXPLICIT)).isEqualTo(new Undecodable(Reason.NO_PIXELS));
    set.putBytes(Tag.PIXEL_DATA, Vr.OB, new byte[2]);
    set.putInt(Tag.BITS_STORED, 12);
    assertThat(FrameSource.of(set, EXPLICIT)).isEqualTo(new Undecodable(Reason.INCONSISTENT));
  }
}

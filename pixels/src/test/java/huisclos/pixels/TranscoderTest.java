package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.pixels.Transcoding.Transcoded;
import huisclos.pixels.Undecodable.Reason;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A data set made uncompressed has the samples that it had, and says what they are. */
class TranscoderTest {
  private final FrameDecoder decoder = new FrameDecoder(ForeignCodecs.NONE);
  private final Transcoder transcoder = new Transcoder(decoder);

  private DataSet uncompressed(SharedFrames.Read read) {
    return ((Transcoded) transcoder.uncompressed(read.set(), read.syntax())).set();
  }

  private byte[] bytes(FrameSource source, int frame) {
    return ((NativeFrame) decoder.decodeNative(source, frame)).bytes();
  }

  @Test
  void coloursThatTheCoderTransformedAreRgb() throws IOException {
    SharedFrames.Read read = SharedFrames.smallest(Uids.JPEG_BASELINE8_BIT);
    DataSet plain = uncompressed(read);
    assertThat(plain.string(Tag.LOSSY_IMAGE_COMPRESSION)).contains("01");
    same(read, plain);
  }

  @Test
  void samplesOfOneBitStayBits() throws IOException {
    SharedFrames.Read read = SharedFrames.smallest(Uids.DEFLATED_IMAGE_FRAME_COMPRESSION);
    DataSet plain = uncompressed(read);
    assertThat(plain.integer(Tag.BITS_ALLOCATED)).hasValue(1);
    same(read, plain);
  }

  @Test
  void losslessOnesKeepEveryBit() throws IOException {
    for (String syntax : new String[] {Uids.RLE_LOSSLESS, Uids.JPEG_LOSSLESS_SV1}) {
      SharedFrames.Read read = SharedFrames.smallest(syntax);
      same(read, uncompressed(read));
    }
  }

  private void same(SharedFrames.Read read, DataSet plain) throws IOException {
    SharedFrames.Read after =
        new SharedFrames.Read(plain, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    FrameSource source = read.source();
    for (int n = 0; n < source.size(); n++) {
      assertThat(bytes(after.source(), n)).isEqualTo(bytes(source, n));
    }
    assertThat(plain.contains(Tag.EXTENDED_OFFSET_TABLE)).isFalse();
  }

  @Test
  void aSyntaxThatNobodyDecodesIsSaidSo() throws IOException {
    SharedFrames.Read read = SharedFrames.smallest(Uids.JPEG2000_LOSSLESS);
    assertThat(transcoder.uncompressed(read.set(), read.syntax()))
        .isEqualTo(new Undecodable(Reason.NOT_SUPPORTED));
  }
}

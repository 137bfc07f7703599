package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.pixels.Undecodable.Reason;
import huisclos.pixels.sandbox.Launch;
import huisclos.pixels.sandbox.Sandbox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transcoded data set has the samples that it had, and says what they are. */
class TranscoderTest {
  private final FrameDecoder decoder = new FrameDecoder(ForeignCodecs.NONE);
  private final Transcoder transcoder =
      new Transcoder(new FrameCodec(decoder, new FrameEncoder(ForeignCodecs.NONE)));

  private static TransferSyntax syntax(String uid) {
    return TransferSyntax.of(uid).orElseThrow();
  }

  private static SharedFrames.Read transcode(
      Transcoder transcoder, SharedFrames.Read read, String to) throws IOException {
    Transcoding transcoding =
        transcoder.transcode(
            () -> new ByteArrayInputStream(read.bytes()), read.syntax(), syntax(to));
    assertThat(transcoding)
        .as("%s to %s: %s", read.syntax().uid(), to, transcoding)
        .isInstanceOf(Transcoded.class);
    try (Transcoded transcoded = (Transcoded) transcoding) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      transcoded.writeTo(out);
      assertThat(transcoded.length()).isEqualTo(out.size());
      return SharedFrames.Read.of(out.toByteArray(), syntax(to));
    }
  }

  private static void same(FrameDecoder decoder, SharedFrames.Read read, SharedFrames.Read after)
      throws IOException {
    FrameSource source = read.source();
    FrameSource other = after.source();
    assertThat(other.size()).isEqualTo(source.size());
    for (int n = 0; n < source.size(); n++) {
      DecodedFrame was = ((Decoding.Decoded) decoder.decode(source, n)).frame();
      DecodedFrame is = ((Decoding.Decoded) decoder.decode(other, n)).frame();
      assertThat(is.photometric()).isEqualTo(was.photometric());
      assertThat(is.samples().length()).isEqualTo(was.samples().length());
      for (int i = 0; i < was.samples().length(); i++) {
        if (is.samples().at(i) != was.samples().at(i)) {
          throw new AssertionError("sample " + i + " of frame " + n + " is another");
        }
      }
    }
    assertThat(after.set().contains(Tag.EXTENDED_OFFSET_TABLE)).isFalse();
  }

  @Test
  void coloursThatTheCoderTransformedAreRgb() throws IOException {
    SharedFrames.Read read = SharedFrames.smallest(Uids.JPEG_BASELINE8_BIT);
    SharedFrames.Read plain = transcode(transcoder, read, Uids.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(plain.set().string(Tag.LOSSY_IMAGE_COMPRESSION)).contains("01");
    same(decoder, read, plain);
  }

  @Test
  void samplesOfOneBitStayBits() throws IOException {
    SharedFrames.Read read = SharedFrames.smallest(Uids.DEFLATED_IMAGE_FRAME_COMPRESSION);
    for (String to : List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.RLE_LOSSLESS)) {
      SharedFrames.Read after = transcode(transcoder, read, to);
      assertThat(after.set().integer(Tag.BITS_ALLOCATED)).hasValue(1);
      same(decoder, read, after);
    }
  }

  @Test
  void everyWayBetweenLosslessSyntaxesKeepsEveryBit() throws IOException {
    try (Sandbox sandbox = new Sandbox(Launch.ofThisJava(1))) {
      FrameDecoder all = new FrameDecoder(sandbox);
      Transcoder any = new Transcoder(new FrameCodec(all, new FrameEncoder(sandbox)));
      for (String from :
          List.of(
              Uids.RLE_LOSSLESS,
              Uids.JPEG_LOSSLESS_SV1,
              Uids.JPEGLS_LOSSLESS,
              Uids.JPEG2000_LOSSLESS,
              Uids.HTJ2K_LOSSLESS,
              Uids.EXPLICIT_VR_LITTLE_ENDIAN,
              Uids.EXPLICIT_VR_BIG_ENDIAN)) {
        SharedFrames.Read read = SharedFrames.smallestImage(from, all);
        for (String to : Transcoder.targets(from)) {
          same(all, read, transcode(any, read, to));
        }
      }
    }
  }

  @Test
  void aSyntaxThatNobodyDecodesIsSaidSo() throws IOException {
    SharedFrames.Read read = SharedFrames.smallest(Uids.JPEG2000_LOSSLESS);
    assertThat(
            transcoder.transcode(
                () -> new ByteArrayInputStream(read.bytes()),
                read.syntax(),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
        .isEqualTo(new Undecodable(Reason.NOT_SUPPORTED));
    assertThat(Transcoder.targets(Uids.MPEG4_HP41)).isEmpty();
    assertThat(Transcoder.targets(Uids.EXPLICIT_VR_LITTLE_ENDIAN))
        .doesNotContain(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
  }

  @Test
  void pixelDataCutShortAnywhereIsRefusedBeforeAnythingIsWritten() throws IOException {
    SharedFrames.Read read = SharedFrames.smallest(Uids.RLE_LOSSLESS);
    byte[] bytes = read.bytes();
    int frame = read.source().frame(0).orElseThrow().length;
    for (int cut = bytes.length - frame; cut < bytes.length; cut += 1 + frame / 20) {
      byte[] some = Arrays.copyOf(bytes, cut);
      assertThat(
              transcoder.transcode(
                  () -> new ByteArrayInputStream(some),
                  read.syntax(),
                  TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN))
          .as("cut at %d of %d", some.length, bytes.length)
          .isInstanceOf(Undecodable.class);
    }
  }

  /** One that is longer than the spool is written by a second pass, of the same bytes. */
  @Test
  void aLongObjectIsTranscodedFrameByFrameAgain() throws IOException {
    int frames = 300;
    DataSet set = new DataSet();
    set.putInt(Tag.ROWS, 512);
    set.putInt(Tag.COLUMNS, 512);
    set.putInt(Tag.BITS_ALLOCATED, 8);
    set.putInt(Tag.BITS_STORED, 8);
    set.putInt(Tag.HIGH_BIT, 7);
    set.putInt(Tag.PIXEL_REPRESENTATION, 0);
    set.putInt(Tag.SAMPLES_PER_PIXEL, 1);
    set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    set.putString(Tag.NUMBER_OF_FRAMES, "" + frames);
    SharedFrames.Read read = SharedFrames.withRleFrames(set, frames, 512 * 512);
    assertThat((long) frames * 512 * 512).isGreaterThan(PixelLimits.MAX_SPOOL_BYTES);
    try (Transcoded transcoded =
        (Transcoded)
            transcoder.transcode(
                () -> new ByteArrayInputStream(read.bytes()),
                read.syntax(),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream((int) transcoded.length());
      transcoded.writeTo(out);
      assertThat((long) out.size()).isEqualTo(transcoded.length());
      DataSet after =
          DataSetDecoder.read(
              new ByteArrayInputStream(out.toByteArray()),
              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
              ReadOptions.header());
      assertThat(after.integer(Tag.NUMBER_OF_FRAMES)).hasValue(frames);
      byte[] last = Arrays.copyOfRange(out.toByteArray(), out.size() - 512 * 512, out.size());
      assertThat(last).containsOnly((byte) (frames - 1));
    }
  }
}

package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.Uids;
import huisclos.pixels.Undecodable.Reason;
import huisclos.pixels.sandbox.Launch;
import huisclos.pixels.sandbox.Sandbox;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are cut short or changed at random give a frame of the right size, or a reason. */
class HostileFrameTest {
  private static final int IN_JAVA = 150;
  private static final int IN_SANDBOX = 25;
  private static final int CUTS = 12;
  private static final int MAX_BYTES = 8;

  private static FrameSource with(FrameSource source, byte[] frame) {
    TreeMap<Integer, byte[]> frames = new TreeMap<>();
    frames.put(0, frame);
    return FrameSource.of(source.description(), frames);
  }

  private static void check(FrameDecoder decoder, FrameSource source, byte[] frame) {
    switch (decoder.decode(with(source, frame), 0)) {
      case Decoding.Decoded(DecodedFrame decoded) ->
          assertThat((long) decoded.samples().length()).isEqualTo(source.description().samples());
      case Undecodable(Reason reason) ->
          assertThat(reason)
              .isIn(Set.of(Reason.DAMAGED, Reason.DECODER_DIED, Reason.DECODER_TIMEOUT));
    }
  }

  private static void attack(FrameDecoder decoder, String syntax, int seeds) throws IOException {
    FrameSource source = SharedFrames.smallest(syntax).source();
    byte[] sound = source.frame(0).orElseThrow();
    assertThat(decoder.decode(source, 0)).isInstanceOf(Decoding.Decoded.class);
    for (int cut = 0; cut < CUTS; cut++) {
      check(decoder, source, Arrays.copyOf(sound, sound.length * cut / CUTS));
    }
    for (int seed = 0; seed < seeds; seed++) {
      Random random = new Random(seed);
      byte[] changed = sound.clone();
      // Half of them in the headers, where the sizes and tables are.
      int reach = seed % 2 == 0 ? Math.min(changed.length, 700) : changed.length;
      for (int i = random.nextInt(MAX_BYTES); i >= 0; i--) {
        changed[random.nextInt(reach)] = (byte) random.nextInt();
      }
      check(decoder, source, changed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Uids.RLE_LOSSLESS,
        Uids.JPEG_BASELINE8_BIT,
        Uids.JPEG_EXTENDED12_BIT,
        Uids.JPEG_FULL_PROGRESSION_NON_HIERARCHICAL1012,
        Uids.JPEG_SPECTRAL_SELECTION_NON_HIERARCHICAL68,
        Uids.JPEG_LOSSLESS,
        Uids.JPEG_LOSSLESS_SV1,
        Uids.DEFLATED_IMAGE_FRAME_COMPRESSION
      })
  void decodersInJavaTakeAnything(String syntax) throws IOException {
    attack(new FrameDecoder(ForeignCodecs.NONE), syntax, IN_JAVA);
  }

  @Test
  void nativeDecodersTakeAnythingInTheirProcess() throws IOException {
    try (Sandbox sandbox = new Sandbox(Launch.ofThisJava(1))) {
      FrameDecoder decoder = new FrameDecoder(sandbox);
      for (String syntax : Set.of(Uids.JPEG2000, Uids.HTJ2K_LOSSLESS, Uids.JPEGLS_NEAR_LOSSLESS)) {
        attack(decoder, syntax, IN_SANDBOX);
      }
    }
  }
}

package huisclos.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.pixels.codec.DamagedFrameException;
import huisclos.pixels.codec.RleCodec;
import huisclos.pixels.codec.RleEncoder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any frame comes back from RLE as it was; its runs keep within rows (PS3.5 annex G). */
class RleRoundTripTest {
  private static final int FRAMES = 2000;

  @Test
  void anyFrameComesBack() throws DamagedFrameException {
    for (int seed = 0; seed < FRAMES; seed++) {
      Random random = new Random(seed);
      int[] kinds = {1, 8, 16, 32};
      int bits = kinds[random.nextInt(kinds.length)];
      int samples = bits == 1 || random.nextBoolean() ? 1 : 3;
      PixelDescription d =
          new PixelDescription(
              TransferSyntax.of(Uids.RLE_LOSSLESS).orElseThrow(),
              1 + random.nextInt(9),
              1 + random.nextInt(400),
              samples,
              bits,
              bits,
              bits - 1,
              false,
              samples == 1 ? "MONOCHROME2" : "RGB",
              false,
              1);
      byte[] bytes = new byte[(int) d.decodedBytes()];
      // From noise to long runs, by how often a value changes.
      int change = 1 + random.nextInt(200);
      byte value = 0;
      for (int i = 0; i < bytes.length; i++) {
        value = random.nextInt(change) == 0 ? (byte) random.nextInt() : value;
        bytes[i] = bits == 1 ? (byte) (value & 1) : value;
      }
      byte[] coded = RleEncoder.encode(new NativeFrame(d, d.photometric(), bytes));
      assertThat(coded.length % 2).as("seed %d", seed).isZero();
      assertThat(RleCodec.decode(coded, d).bytes()).as("seed %d", seed).isEqualTo(bytes);
    }
  }
}

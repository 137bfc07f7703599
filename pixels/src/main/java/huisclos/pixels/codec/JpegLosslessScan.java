package huisclos.pixels.codec;

import java.util.List;

/** Lossless scans (T.81 annex H): a prediction from the neighbours and a coded difference. */
final class JpegLosslessScan {
  private final JpegScan scan;
  private final JpegBits bits;
  private final int origin;

  JpegLosslessScan(JpegScan scan, JpegFrame frame, JpegBits bits) throws DamagedFrameException {
    this.scan = scan;
    this.bits = bits;
    if (scan.from() < 1 || scan.from() > 7 || scan.low() >= frame.precision()) {
      throw new DamagedFrameException("A lossless JPEG scan names no predictor.");
    }
    this.origin = 1 << (frame.precision() - scan.low() - 1);
  }

  void decode() throws DamagedFrameException {
    List<JpegScan.Part> parts = scan.parts();
    JpegComponent first = parts.getFirst().component();
    int left = scan.restart();
    int restarts = 0;
    int top = 0;
    for (int y = 0; y < first.height; y++) {
      for (int x = 0; x < first.width; x++) {
        if (scan.restart() > 0 && left-- == 0) {
          if (x != 0) {
            throw new DamagedFrameException("A lossless JPEG scan restarts within a line.");
          }
          bits.restart(restarts++ & 7);
          left = scan.restart() - 1;
          top = y;
        }
        for (JpegScan.Part part : parts) {
          sample(part, x, y, top);
        }
      }
    }
    if (scan.low() > 0) {
      parts.forEach(part -> shift(part.component().values));
    }
  }

  private void shift(short[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (values[i] << scan.low());
    }
  }

  private void sample(JpegScan.Part part, int x, int y, int top) throws DamagedFrameException {
    int category = part.dc().next(bits);
    if (category > 16) {
      throw new DamagedFrameException("A lossless JPEG scan codes too large a difference.");
    }
    int difference = category == 16 ? 1 << 15 : bits.extended(category);
    JpegComponent component = part.component();
    short[] values = component.values;
    int i = y * component.width + x;
    int prediction;
    if (y == top) {
      prediction = x == 0 ? origin : values[i - 1] & 0xFFFF;
    } else if (x == 0) {
      prediction = values[i - component.width] & 0xFFFF;
    } else {
      prediction = predict(values, i, component.width);
    }
    values[i] = (short) (prediction + difference);
  }

  /** Table H.1. */
  private int predict(short[] values, int i, int width) {
    int a = values[i - 1] & 0xFFFF;
    int b = values[i - width] & 0xFFFF;
    int c = values[i - width - 1] & 0xFFFF;
    return switch (scan.from()) {
      case 1 -> a;
      case 2 -> b;
      case 3 -> c;
      case 4 -> a + b - c;
      case 5 -> a + ((b - c) >> 1);
      case 6 -> b + ((a - c) >> 1);
      default -> (a + b) >> 1;
    };
  }
}

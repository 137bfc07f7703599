package huisclos.pixels.codec;

import java.util.List;

/** Scans of coefficients: sequential (T.81 annex F) and progressive (annex G). */
final class JpegDctScan {
  private final JpegScan scan;
  private final boolean progressive;
  private final JpegBits bits;
  private final int[] predictions;

  /** Blocks left of a run without coefficients (T.81 §G.1.2.2). */
  private int endOfBandRun;

  JpegDctScan(JpegScan scan, JpegFrame frame, JpegBits bits) throws DamagedFrameException {
    this.scan = scan;
    this.progressive = frame.progressive();
    this.bits = bits;
    this.predictions = new int[scan.parts().size()];
    boolean band = scan.from() > 0;
    if (scan.from() > scan.to()
        || scan.to() > 63
        || scan.low() > 13
        || (progressive && band && scan.parts().size() > 1)
        || (progressive && !band && scan.to() != 0)
        || (!progressive && (band || scan.to() != 63 || scan.low() != 0))) {
      throw new DamagedFrameException("A JPEG scan names coefficients that it cannot have.");
    }
  }

  void decode() throws DamagedFrameException {
    List<JpegScan.Part> parts = scan.parts();
    JpegComponent first = parts.getFirst().component();
    boolean single = parts.size() == 1;
    int wide = single ? JpegComponent.ceil(first.width, 8) : first.blocksWide / first.horizontal;
    int high = single ? JpegComponent.ceil(first.height, 8) : first.blocksHigh / first.vertical;
    int left = scan.restart();
    int restarts = 0;
    for (int y = 0; y < high; y++) {
      for (int x = 0; x < wide; x++) {
        if (scan.restart() > 0 && left-- == 0) {
          bits.restart(restarts++ & 7);
          left = scan.restart() - 1;
          java.util.Arrays.fill(predictions, 0);
          endOfBandRun = 0;
        }
        if (single) {
          block(0, parts.getFirst(), x, y);
        } else {
          unit(x, y);
        }
      }
    }
  }

  private void unit(int x, int y) throws DamagedFrameException {
    for (int p = 0; p < predictions.length; p++) {
      JpegScan.Part part = scan.parts().get(p);
      JpegComponent c = part.component();
      for (int v = 0; v < c.vertical; v++) {
        for (int h = 0; h < c.horizontal; h++) {
          block(p, part, x * c.horizontal + h, y * c.vertical + v);
        }
      }
    }
  }

  private void block(int p, JpegScan.Part part, int x, int y) throws DamagedFrameException {
    JpegComponent component = part.component();
    int at = (y * component.blocksWide + x) * 64;
    short[] values = component.values;
    if (!progressive) {
      dcFirst(p, part, values, at);
      sequential(part, values, at);
    } else if (scan.from() == 0) {
      if (scan.high() == 0) {
        dcFirst(p, part, values, at);
      } else if (bits.take(1) == 1) {
        values[at] |= (short) (1 << scan.low());
      }
    } else if (scan.high() == 0) {
      acFirst(part, values, at);
    } else {
      acRefine(part, values, at);
    }
  }

  private void dcFirst(int p, JpegScan.Part part, short[] values, int at)
      throws DamagedFrameException {
    int category = part.dc().next(bits);
    if (category > 16) {
      throw tooLarge();
    }
    predictions[p] += bits.extended(category);
    values[at] = (short) (predictions[p] << scan.low());
  }

  private void sequential(JpegScan.Part part, short[] values, int at) throws DamagedFrameException {
    for (int k = 1; k < 64; k++) {
      int symbol = part.ac().next(bits);
      int run = symbol >> 4;
      int category = symbol & 15;
      if (category == 0) {
        if (run < 15) {
          return;
        }
        k += 15;
        continue;
      }
      k += run;
      if (k > 63) {
        throw beyond();
      }
      values[at + k] = (short) bits.extended(category);
    }
  }

  private void acFirst(JpegScan.Part part, short[] values, int at) throws DamagedFrameException {
    if (endOfBandRun > 0) {
      endOfBandRun--;
      return;
    }
    for (int k = scan.from(); k <= scan.to(); k++) {
      int symbol = part.ac().next(bits);
      int run = symbol >> 4;
      int category = symbol & 15;
      if (category == 0) {
        if (run < 15) {
          endOfBandRun = (1 << run) + bits.take(run) - 1;
          return;
        }
        k += 15;
        continue;
      }
      k += run;
      if (k > scan.to()) {
        throw beyond();
      }
      values[at + k] = (short) (bits.extended(category) << scan.low());
    }
  }

  /** A further bit of coefficients that are known, and new ones of one bit (T.81 §G.1.2.3). */
  private void acRefine(JpegScan.Part part, short[] values, int at) throws DamagedFrameException {
    int k = scan.from();
    if (endOfBandRun == 0) {
      while (k <= scan.to()) {
        int symbol = part.ac().next(bits);
        int run = symbol >> 4;
        int category = symbol & 15;
        int value = 0;
        if (category == 0) {
          if (run < 15) {
            endOfBandRun = (1 << run) + bits.take(run);
            break;
          }
        } else if (category == 1) {
          value = bits.take(1) == 1 ? 1 << scan.low() : -1 << scan.low();
        } else {
          throw tooLarge();
        }
        k = refineRun(values, at, k, run);
        if (value != 0) {
          if (k > scan.to()) {
            throw beyond();
          }
          values[at + k] = (short) value;
        }
        k++;
      }
    }
    if (endOfBandRun > 0) {
      refineRun(values, at, k, Integer.MAX_VALUE);
      endOfBandRun--;
    }
  }

  /** Refines what is known up to the zero after {@code run} others; returns where that is. */
  private int refineRun(short[] values, int at, int start, int run) throws DamagedFrameException {
    int left = run;
    int k = start;
    for (; k <= scan.to(); k++) {
      short value = values[at + k];
      if (value == 0) {
        if (left-- == 0) {
          break;
        }
      } else if (bits.take(1) == 1) {
        int bit = 1 << scan.low();
        if ((value & bit) == 0 || value < 0) {
          values[at + k] += (short) (value > 0 ? bit : -bit);
        }
      }
    }
    return k;
  }

  private static DamagedFrameException tooLarge() {
    return new DamagedFrameException("A JPEG scan codes too large a coefficient.");
  }

  private static DamagedFrameException beyond() {
    return new DamagedFrameException("A JPEG scan codes coefficients beyond its band.");
  }
}

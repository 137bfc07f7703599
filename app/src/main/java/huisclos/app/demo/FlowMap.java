package huisclos.app.demo;

import java.util.function.Supplier;

/** A page of coloured maps of the brain's blood flow, nine slices of one head. Thread-safe. */
final class FlowMap {
  static final int SIZE = 792;

  private static final int TILE = 256;
  private static final int TOP = SIZE - 3 * TILE;
  private static final float SPACING = 0.82f;
  private static final float LOWEST = -8;
  private static final float STEP = 7;
  private static final float STRONGEST = 78;
  private static final String CAPTION = "DEMO  CEREBRAL BLOOD FLOW  NOT A REAL PATIENT";

  private final Supplier<HeadSlices> head;

  FlowMap(Supplier<HeadSlices> head) {
    this.head = head;
  }

  /** Red, green, blue by turns. */
  byte[] image() {
    byte[] out = new byte[3 * SIZE * SIZE];
    for (int tile = 0; tile < 9; tile++) {
      float[] flow = head.get().flow(TILE, SPACING, LOWEST + tile * STEP);
      for (int p = 0; p < flow.length; p++) {
        int column = tile % 3 * TILE + p % TILE;
        int row = TOP + tile / 3 * TILE + p / TILE;
        colour(out, row * SIZE + column, flow[p] / STRONGEST);
      }
    }
    for (int row = TOP + 20; row < SIZE - 20; row++) {
      for (int column = SIZE - 18; column < SIZE - 8; column++) {
        colour(out, row * SIZE + column, (SIZE - 20f - row) / (SIZE - 40 - TOP));
      }
    }
    for (int y = 0; y < 14; y++) {
      for (int x = 0; x < 12 * CAPTION.length(); x++) {
        if (Font5x7.dot(CAPTION, x / 2, y / 2)) {
          grey(out, (5 + y) * SIZE + 12 + x, 220);
        }
      }
    }
    return out;
  }

  /** Black by blue, green and yellow to red. */
  private static void colour(byte[] out, int pixel, float strength) {
    float t = Shapes.clamp(strength, 0, 1);
    out[3 * pixel] = (byte) (255 * Shapes.ramp(t, 0.48f, 0.72f));
    out[3 * pixel + 1] = (byte) (245 * Shapes.ramp(t, 0.22f, 0.5f) * Shapes.ramp(t, 1.02f, 0.72f));
    out[3 * pixel + 2] = (byte) (225 * Shapes.ramp(t, 0.03f, 0.2f) * Shapes.ramp(t, 0.62f, 0.38f));
  }

  private static void grey(byte[] out, int pixel, int value) {
    out[3 * pixel] = (byte) value;
    out[3 * pixel + 1] = (byte) value;
    out[3 * pixel + 2] = (byte) value;
  }
}

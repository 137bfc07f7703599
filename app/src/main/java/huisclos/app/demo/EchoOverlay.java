package huisclos.app.demo;

/**
 * What an ultrasound scanner draws about its sector: depth marks, grey bar, the heart's current.
 */
final class EchoOverlay {
  private static final int TRACE_LEFT = 40;
  private static final int TRACE_RIGHT = 600;
  private static final int TRACE_BASE = 462;
  private static final int BEATS_SHOWN = 2;

  private EchoOverlay() {}

  static void draw(byte[] frame, int number) {
    for (int cm = 0; cm <= 15; cm++) {
      int row = EchoCine.APEX_Y + Math.round(cm * 10 / EchoCine.PIXEL_MM);
      int wide = cm % 5 == 0 ? 9 : 4;
      for (int i = 0; i < wide; i++) {
        set(frame, EchoCine.WIDTH - 20 - i, row, 200);
      }
    }
    for (int row = 40; row < 200; row++) {
      for (int column = 14; column < 24; column++) {
        set(frame, column, row, 255 - (row - 40) * 255 / 159);
      }
    }
    trace(frame, number);
  }

  private static void trace(byte[] frame, int number) {
    int wide = TRACE_RIGHT - TRACE_LEFT;
    int before = TRACE_BASE;
    for (int i = 0; i < wide; i++) {
      float phase = i * BEATS_SHOWN / (float) wide % 1;
      int row = TRACE_BASE - Math.round(26 * current(phase));
      for (int y = Math.min(row, before); y <= Math.max(row, before); y++) {
        set(frame, TRACE_LEFT + i, y, 170);
      }
      before = row;
    }
    int now = TRACE_LEFT + wide / BEATS_SHOWN + number * wide / BEATS_SHOWN / EchoCine.FRAMES;
    for (int y = TRACE_BASE - 30; y <= TRACE_BASE + 8; y++) {
      set(frame, now, y, 235);
    }
  }

  /** An electrocardiogram, the R wave at phase 0.04. */
  private static float current(float phase) {
    return bump(phase, 0.88f, 0.03f, 0.14f)
        + bump(phase, 0.04f, 0.010f, 1f)
        - bump(phase, 0.015f, 0.008f, 0.12f)
        - bump(phase, 0.068f, 0.010f, 0.22f)
        + bump(phase, 0.36f, 0.05f, 0.26f);
  }

  private static float bump(float phase, float at, float width, float height) {
    float t = (phase - at) / width;
    return height * (float) Math.exp(-t * t / 2);
  }

  private static void set(byte[] frame, int column, int row, int value) {
    if (row >= 0 && row < EchoCine.HEIGHT && column >= 0 && column < EchoCine.WIDTH) {
      frame[row * EchoCine.WIDTH + column] = (byte) value;
    }
  }
}

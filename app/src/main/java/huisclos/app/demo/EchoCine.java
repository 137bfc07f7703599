package huisclos.app.demo;

import static huisclos.app.demo.Shapes.ramp;

/**
 * A beating heart in ultrasound, four chambers seen from the apex: echoes along the scan lines with
 * their speckle, then converted to a sector. Immutable and thread-safe.
 */
final class EchoCine {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;
  static final int FRAMES = 20;

  /** Milliseconds from one frame to the next: a heart at 75 a minute. */
  static final int FRAME_TIME = 40;

  /** The sector: its apex, its radius in pixels, half its angle; and a pixel's size. */
  static final int APEX_X = WIDTH / 2;

  static final int APEX_Y = 18;
  static final int DEPTH = 420;
  static final float PIXEL_MM = 0.375f;

  private static final float HALF_ANGLE = 0.70f;
  private static final int LINES = 176;
  private static final int SPECKLE = 512;

  private final Noise noise;
  private final float[] speckle;

  /** What stays through the beat, three values a sample: wobble, texture, haze. */
  private final float[] still = new float[3 * LINES * DEPTH];

  EchoCine(Noise noise, Grain grain) {
    this.noise = noise;
    speckle = speckle(grain);
    for (int i = 0; i < LINES * DEPTH; i++) {
      float angle = angle(i / DEPTH);
      float r = i % DEPTH * PIXEL_MM;
      float x = r * (float) Math.sin(angle);
      float y = r * (float) Math.cos(angle);
      still[3 * i] = 1.4f * noise.at(x / 13, y / 13, 2) + 0.6f * noise.at(x / 4, y / 4, 6);
      still[3 * i + 1] = 3 * noise.at(x / 16, y / 7, 4);
      still[3 * i + 2] = 4 * noise.at(x / 20, y / 20, 8);
    }
  }

  private static float angle(int line) {
    return HALF_ANGLE * (2f * line / (LINES - 1) - 1);
  }

  /** All frames, one byte a pixel, one after the other. */
  byte[] frames() {
    byte[] out = new byte[WIDTH * HEIGHT * FRAMES];
    byte[] frame = new byte[WIDTH * HEIGHT];
    int[] map = sector();
    for (int f = 0; f < FRAMES; f++) {
      byte[] lines = lines(f / (float) FRAMES);
      for (int p = 0; p < frame.length; p++) {
        frame[p] = map[p] < 0 ? 0 : lines[map[p]];
      }
      EchoOverlay.draw(frame, f);
      System.arraycopy(frame, 0, out, f * frame.length, frame.length);
    }
    return out;
  }

  /** For each pixel the sample it shows, or -1. */
  private static int[] sector() {
    int[] map = new int[WIDTH * HEIGHT];
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        int dx = column - APEX_X;
        int dy = row - APEX_Y;
        float r = Shapes.length(dx, dy, 0);
        float angle = (float) Math.atan2(dx, dy);
        boolean inside = r >= 8 && r < DEPTH && Math.abs(angle) < HALF_ANGLE;
        int line = (int) ((angle / HALF_ANGLE + 1) / 2 * (LINES * 2 - 1));
        map[row * WIDTH + column] = inside ? line * DEPTH + (int) r : -1;
      }
    }
    return map;
  }

  /** Echoes of one moment, logarithmically compressed; lines doubled by interpolation. */
  private byte[] lines(float phase) {
    var heart = new EchoHeart(phase);
    float[] db = new float[LINES * DEPTH];
    for (int line = 0; line < LINES; line++) {
      float angle = angle(line);
      float sin = (float) Math.sin(angle);
      float cos = (float) Math.cos(angle);
      float shadow = 13 * ramp(noise.at(angle * 5, 3, 1), 1.2f, 2.2f) + 8 * ramp(angle, 0.6f, 0.7f);
      for (int d = 0; d < DEPTH; d++) {
        float r = d * PIXEL_MM;
        float x = r * sin;
        float y = r * cos;
        float grain = speckle(line + heart.shiftAcross(x, y), d + heart.shiftAlong(x, y));
        float near = 9 * ramp(r, 9, 2);
        float gain = near - 0.045f * r - shadow;
        int p = line * DEPTH + d;
        float echo = heart.echo(x, y, still[3 * p], still[3 * p + 1], still[3 * p + 2]);
        db[p] = echo + grain + gain;
      }
    }
    byte[] out = new byte[LINES * 2 * DEPTH];
    for (int i = 0; i < LINES * 2; i++) {
      int line = Math.min(i / 2, LINES - 1);
      int next = (i & 1) == 0 ? line : Math.min(line + 1, LINES - 1);
      for (int d = 0; d < DEPTH; d++) {
        float v = (db[line * DEPTH + d] + db[next * DEPTH + d]) / 2;
        out[i * DEPTH + d] = (byte) Shapes.clamp(v * (255f / 56), 0, 245);
      }
    }
    return out;
  }

  private float speckle(float line, float depth) {
    int u = (int) (line + 4 * SPECKLE);
    int v = (int) (depth + 4 * SPECKLE);
    float t = line + 4 * SPECKLE - u;
    float a = speckle[(u & (SPECKLE - 1)) * SPECKLE + (v & (SPECKLE - 1))];
    float b = speckle[(u + 1 & (SPECKLE - 1)) * SPECKLE + (v & (SPECKLE - 1))];
    return a + (b - a) * t;
  }

  /** Decibels of the sum of many small echoes: the length of a complex Gaussian, smoothed. */
  private static float[] speckle(Grain grain) {
    float[] out = new float[SPECKLE * SPECKLE];
    for (int line = 0; line < SPECKLE; line++) {
      for (int d = 0; d < SPECKLE; d++) {
        float re = 0;
        float im = 0;
        for (int k = -3; k <= 3; k++) {
          float weight = 4 - Math.abs(k);
          re += weight * (grain.at(d + k, line, 0) + grain.at(d + k, line + 1, 0));
          im += weight * (grain.at(d + k, line, 5) + grain.at(d + k, line + 1, 5));
        }
        float power = (re * re + im * im) / (2 * 2 * 44);
        out[line * SPECKLE + d] = 5.2f * (float) Math.log10(power + 0.02f);
      }
    }
    return out;
  }
}

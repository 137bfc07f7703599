package huisclos.app.demo;

import static huisclos.app.demo.Shapes.ramp;

/** The shadows of bones on a chest radiograph from the front. Not shared. */
final class RadiographBones {
  private static final int RIBS = 10;

  private final Plane plane;
  private final Noise noise;

  /**
   * One bone in the making, kept apart so that its pieces don't add up where they overlap: how deep
   * inside it a pixel is, and the water it is worth there.
   */
  private final float[] depth;

  private final float[] worth;

  private int left;
  private int right;
  private int top;
  private int bottom;

  RadiographBones(Plane plane, Noise noise) {
    this.plane = plane;
    this.noise = noise;
    depth = new float[plane.size() * plane.size()];
    worth = new float[plane.size() * plane.size()];
    forget();
  }

  void draw() {
    for (int side = -1; side <= 1; side += 2) {
      for (int rib = 0; rib < RIBS; rib++) {
        rib(side, 238 - ChestBones.RIB_SPACING * rib + side, rib);
      }
      clavicle(side);
      scapula(side);
      humerus(side);
    }
    spine();
  }

  /** A rib from its vertebra round the side to the front. */
  private void rib(int side, float start, int number) {
    float up = Math.max(0, start - 34 - 80) / 180;
    float g = (float) Math.sqrt(Math.max(0.02f, 1 - up * up));
    float wide = 135 * g;
    float last = number < 6 ? 2.35f : 2.35f - 0.22f * (number - 5);
    float px = 0;
    float pz = 0;
    int steps = 70;
    for (int i = 0; i <= steps; i++) {
      float angle = 0.12f + (last - 0.12f) * i / steps;
      float x = side * (wide * (float) Math.sin(angle) + 6 * (float) Math.cos(angle));
      float rise = 8 * ramp(angle, 0.1f, 0.5f) - 7 * Math.max(0, 0.5f - angle);
      float z = start + rise - (0.55f + 0.45f * g) * ChestBones.drop(angle);
      if (i > 0) {
        float half = (angle > 1.7f ? 6.2f : 5.2f) + 0.5f * noise.at(x / 30, z / 30, number);
        float water = ramp(angle, last + 0.05f, last - 0.25f) * (angle > 1.7f ? 5.5f : 7.5f);
        piece(px, pz, x, z, half, water, 0.55f);
      }
      px = x;
      pz = z;
    }
    settle();
  }

  private void clavicle(int side) {
    float px = side * 16f;
    float pz = 222;
    for (int i = 1; i <= 50; i++) {
      float t = i / 50f;
      float x = side * (16 + 122 * t);
      float z = 222 + 22 * t + 6 * (float) Math.sin(t * 6.0);
      piece(px, pz, x, z, 5.4f + 3f * (1 - t) * (1 - t), 14, 0.8f);
      px = x;
      pz = z;
    }
    settle();
  }

  private void scapula(int side) {
    float px = side * 148f;
    float pz = 222;
    for (int i = 1; i <= 40; i++) {
      float t = i / 40f;
      float x = side * (148 - 22 * t + 7 * (float) Math.sin(t * 3.1));
      float z = 222 - 120 * t;
      piece(px, pz, x, z, 4.4f, 9 * ramp(t, 1.1f, 0.7f), 0.9f);
      px = x;
      pz = z;
    }
    piece(side * 152f, 238, side * 104f, 232, 5, 9, 0.7f);
    settle();
  }

  private void humerus(int side) {
    piece(side * 168f, 224, side * 169f, 222, 19, 17, 0.9f);
    piece(side * 174f, 214, side * 186f, 110, 11, 15, 0.6f);
    settle();
  }

  /**
   * A round-ended piece of bone: dense borders and a middle of {@code filling} of their density.
   */
  private void piece(
      float ax, float az, float bx, float bz, float half, float water, float filling) {
    var tube = new Tube(ax, 0, az, half, bx, 0, bz, half);
    float reach = half + 1;
    int x0 = plane.column(Math.min(ax, bx) - reach);
    int x1 = plane.column(Math.max(ax, bx) + reach);
    int y0 = plane.row(Math.max(az, bz) + reach);
    int y1 = plane.row(Math.min(az, bz) - reach);
    for (int row = y0; row <= y1; row++) {
      for (int column = x0; column <= x1; column++) {
        // Offset, so that an untouched pixel's zero means outside.
        float inside = tube.inside(plane.x(column), 0, plane.z(row)) + 1;
        int p = row * plane.size() + column;
        if (inside > depth[p]) {
          depth[p] = inside;
          float dense = filling + (1 - filling) * ramp(inside, 4f, 2.2f);
          worth[p] = water * dense * ramp(inside, 0.2f, 2f);
        }
      }
    }
    left = Math.min(left, x0);
    right = Math.max(right, x1);
    top = Math.min(top, y0);
    bottom = Math.max(bottom, y1);
  }

  /** Adds the finished bone to the image. */
  private void settle() {
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        int p = row * plane.size() + column;
        if (depth[p] > 0) {
          float grained = 1 + 0.07f * noise.at(plane.x(column) / 3, plane.z(row) / 3, 9);
          plane.add(column, row, worth[p] * grained);
          depth[p] = 0;
        }
      }
    }
    forget();
  }

  private void forget() {
    left = plane.size();
    right = -1;
    top = plane.size();
    bottom = -1;
  }

  private void spine() {
    int x0 = plane.column(-34);
    int x1 = plane.column(34);
    for (int row = 0; row < plane.size(); row++) {
      float z = plane.z(row);
      float level = z + 520;
      float dz = level - ChestBones.VERTEBRA * Math.round(level / ChestBones.VERTEBRA);
      float disc = ChestBones.disc(z);
      for (int column = x0; column <= x1; column++) {
        plane.add(column, row, vertebra(plane.x(column), z, dz, disc));
      }
    }
  }

  private float vertebra(float x, float z, float dz, float disc) {
    float ax = Math.abs(x);
    float half = 17.5f - 1.6f * ramp(Math.abs(dz), 10, 2);
    float body = ramp(ax, half + 1.2f, half - 1.2f) * (1 - 0.75f * disc);
    float rim = ramp(Math.abs(Math.abs(dz) - 9.6f), 1.5f, 0.3f) * ramp(ax, 18, 16);
    float oval = Shapes.length((ax - 12) / 3.2f, (dz - 3) / 4.8f, 0);
    float pedicle = ramp(Math.abs(oval - 1), 0.35f, 0.1f);
    float process = ramp(Shapes.length(x / 3f, (dz + 6) / 8f, 0), 1.2f, 0.8f);
    float wing = ramp(Math.abs(dz - 2 - 0.1f * ax), 5.5f, 4) * ramp(ax, 34, 28);
    float grained = 1 + 0.10f * noise.at(x / 4, z / 4, 5);
    return grained * (9 * body + 3 * rim + 5 * pedicle + 5 * process + 3 * wing);
  }
}

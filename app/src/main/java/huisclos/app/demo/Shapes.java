package huisclos.app.demo;

/**
 * Distances and blends of which the anatomy is made. Lengths are millimetres; a distance is
 * positive inside a shape, and is exact enough near its surface, where it is looked at.
 */
final class Shapes {
  private Shapes() {}

  /** 0 outside, 1 inside, a linear edge {@code width} wide about the surface. */
  static float cover(float inside, float width) {
    // Most places are far from an edge: they are spared the division.
    float half = 0.5f * width;
    if (inside <= -half) {
      return 0;
    }
    return inside >= half ? 1 : inside / width + 0.5f;
  }

  /** {@code under} painted over with {@code paint} by {@code alpha}. */
  static float over(float under, float paint, float alpha) {
    return under + (paint - under) * alpha;
  }

  /** 0 below {@code from}, 1 above {@code to}, smooth between (from may be the larger). */
  static float ramp(float v, float from, float to) {
    float d = to - from;
    float t = v - from;
    if (d < 0) {
      d = -d;
      t = -t;
    }
    if (t <= 0) {
      return 0;
    }
    if (t >= d) {
      return 1;
    }
    t /= d;
    return t * t * (3 - 2 * t);
  }

  static float clamp(float v, float low, float high) {
    return v < low ? low : v > high ? high : v;
  }

  static float length(float x, float y, float z) {
    return (float) Math.sqrt(x * x + y * y + z * z);
  }

  /** Distance inside an ellipsoid at the origin with semi-axes a, b, c. */
  static float ellipsoid(float x, float y, float z, float a, float b, float c) {
    float qx = x / a;
    float qy = y / b;
    float qz = z / c;
    float k0 = (float) Math.sqrt(qx * qx + qy * qy + qz * qz);
    if (k0 < 1e-3f) {
      return Math.min(a, Math.min(b, c));
    }
    float gx = qx / a;
    float gy = qy / b;
    float gz = qz / c;
    float k1 = (float) Math.sqrt(gx * gx + gy * gy + gz * gz);
    return k0 * (1 - k0) / k1;
  }

  /** The larger of two distances inside (a union), its crease rounded over {@code k}. */
  static float join(float a, float b, float k) {
    float h = Math.max(k - Math.abs(a - b), 0) / k;
    return Math.max(a, b) + h * h * k * 0.25f;
  }

  /** The smaller of two distances inside (an intersection), rounded over {@code k}. */
  static float meet(float a, float b, float k) {
    return -join(-a, -b, k);
  }
}

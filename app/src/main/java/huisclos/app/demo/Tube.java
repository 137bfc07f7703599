package huisclos.app.demo;

/** A segment with a radius at each end: vessels, ventricles, long bones. Millimetres. */
record Tube(float ax, float ay, float az, float ar, float bx, float by, float bz, float br) {

  /** Distance inside the tube (positive) at a place. */
  float inside(float x, float y, float z) {
    float ux = bx - ax;
    float uy = by - ay;
    float uz = bz - az;
    float px = x - ax;
    float py = y - ay;
    float pz = z - az;
    float t = (px * ux + py * uy + pz * uz) / (ux * ux + uy * uy + uz * uz);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    float dx = px - t * ux;
    float dy = py - t * uy;
    float dz = pz - t * uz;
    return ar + t * (br - ar) - (float) Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  /** The lowest height the tube touches. */
  float bottom() {
    return Math.min(az - ar, bz - br);
  }

  /** The greatest height the tube touches. */
  float top() {
    return Math.max(az + ar, bz + br);
  }

  /** A chain through points given as x, y, z, radius each. */
  static Tube[] chain(float... points) {
    Tube[] tubes = new Tube[points.length / 4 - 1];
    for (int i = 0; i < tubes.length; i++) {
      int p = 4 * i;
      tubes[i] =
          new Tube(
              points[p],
              points[p + 1],
              points[p + 2],
              points[p + 3],
              points[p + 4],
              points[p + 5],
              points[p + 6],
              points[p + 7]);
    }
    return tubes;
  }
}

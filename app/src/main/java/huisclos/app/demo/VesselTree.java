package huisclos.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The vessels of two lungs: from each hilum, tubes that fork and thin out until they would leave
 * the lung. Equal seeds grow equal trees.
 */
final class VesselTree {
  private static final int MAX_DEPTH = 11;
  private static final int MAX_TUBES = 4000;
  private static final float THINNEST = 0.6f;

  private final ChestFields chest;
  private final SplittableRandom random;
  private final List<Tube> tubes = new ArrayList<>();
  private final float[] fields = new float[ChestFields.COUNT];

  private VesselTree(ChestFields chest, long seed) {
    this.chest = chest;
    random = new SplittableRandom(seed);
  }

  static List<Tube> grow(ChestFields chest, long seed) {
    var tree = new VesselTree(chest, seed);
    for (int side = -1; side <= 1; side += 2) {
      for (int i = 0; i < 17; i++) {
        // From the hilum to all sides, more of them downwards where a lung is largest.
        double turn = i * 2.399963;
        float up = -1 + 1.75f * (i + 0.5f) / 17;
        float flat = (float) Math.sqrt(Math.max(0, 1 - up * up));
        float dx = side * (0.35f + flat * Math.abs((float) Math.cos(turn)));
        float dy = flat * (float) Math.sin(turn);
        tree.branch(side * (32 + 14 * flat), 8 + 12 * dy, 114 + 20 * up, dx, dy, up, 4.3f, 0);
      }
    }
    return List.copyOf(tree.tubes);
  }

  private void branch(
      float x, float y, float z, float dx, float dy, float dz, float radius, int depth) {
    if (depth > MAX_DEPTH || radius < THINNEST || tubes.size() >= MAX_TUBES) {
      return;
    }
    float norm = Shapes.length(dx, dy, dz);
    float reach = (11 + 8 * random.nextFloat()) / norm;
    float ex = x + dx * reach;
    float ey = y + dy * reach;
    float ez = z + dz * reach;
    chest.soft(ex, ey, ez, 0, fields);
    if (fields[ChestFields.LUNG] < 3 && depth > 0) {
      return;
    }
    float thinner = radius * 0.86f;
    tubes.add(new Tube(x, y, z, radius, ex, ey, ez, thinner));
    float spread = 0.28f + 0.22f * random.nextFloat();
    float tx = turn();
    float ty = turn();
    float tz = turn();
    branch(
        ex,
        ey,
        ez,
        dx / norm + spread * tx,
        dy / norm + spread * ty,
        dz / norm + spread * tz,
        thinner,
        depth + 1);
    if (depth > 0 && random.nextFloat() < 0.85f) {
      float wide = 1.5f * spread + 0.25f;
      branch(
          ex,
          ey,
          ez,
          dx / norm - wide * tx,
          dy / norm - wide * ty,
          dz / norm - wide * tz,
          thinner * 0.86f,
          depth + 1);
    }
  }

  private float turn() {
    return 2 * random.nextFloat() - 1;
  }
}

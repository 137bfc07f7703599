package huisclos.app.demo;

import static huisclos.app.demo.Shapes.cover;
import static huisclos.app.demo.Shapes.length;
import static huisclos.app.demo.Shapes.over;
import static huisclos.app.demo.Shapes.ramp;

/** What the lowest slices of a head show: orbits, sinuses, petrous and sphenoid bone. */
final class SkullBase {
  /** Nothing of it is seen above this height, mm. */
  static final float TOP = -12;

  private static final Tube PETROUS = new Tube(17, 12, -46, 6.5f, 58, 30, -41, 9);
  private static final Tube SPHENOID = new Tube(18, -40, -34, 3.2f, 56, -38, -27, 4.5f);
  private static final Tube OPTIC_NERVE = new Tube(29, -64, -40, 2, 12, -34, -37, 2.2f);
  private static final Tube RECTUS_MEDIAL = new Tube(20, -72, -39, 1.2f, 14, -40, -38, 2.4f);
  private static final Tube RECTUS_LATERAL = new Tube(43, -70, -39, 1.2f, 21, -40, -38, 2.2f);

  private final Noise noise;
  private final Contrast contrast;
  private final float edge;

  SkullBase(Noise noise, Contrast contrast, float edge) {
    this.noise = noise;
    this.contrast = contrast;
    this.edge = edge;
  }

  /** {@code under} with the base painted over it, at a place {@code depth} mm under the skin. */
  float paint(float under, float depth, float x, float y, float z) {
    if (depth < 2) {
      return under;
    }
    float ax = Math.abs(x);
    float v = bone(under, Math.min(SPHENOID.inside(ax, y, z), depth - 6), 2.2f);
    v = petrous(v, depth, x, y, z);
    return y < -28 ? face(v, depth, ax, y, z) : v;
  }

  private float bone(float under, float inside, float cortical) {
    float v = over(under, of(HeadTissue.COMPACT_BONE), cover(inside, edge));
    return over(v, of(HeadTissue.MARROW), cover(inside - cortical, edge));
  }

  private float petrous(float under, float depth, float x, float y, float z) {
    float inside = Math.min(PETROUS.inside(Math.abs(x), y, z), depth - 5);
    if (inside < -4) {
      return under;
    }
    inside += noise.at(x / 7, y / 7, z / 7);
    float v = over(under, of(HeadTissue.COMPACT_BONE), cover(inside, edge));
    v = over(v, of(HeadTissue.MARROW), 0.6f * cover(inside - 4, 3));
    float cells = cover(noise.at(x / 2.6f, y / 2.6f, z / 2.6f) - 0.1f, 0.8f);
    float mastoid = ramp(Math.abs(x), 34, 46) * cover(inside - 1.8f, edge);
    return over(v, of(HeadTissue.AIR), 0.9f * cells * mastoid);
  }

  private float face(float under, float depth, float ax, float y, float z) {
    // The cone of the orbit narrows backwards; thin bone parts it from the brain and the nose.
    float back = Math.max(0, y + 68);
    float cone = 19.5f - 0.42f * back - length(ax - 31 + 0.42f * back, 0, 1.1f * (z + 40));
    cone = Math.min(cone, -36 - y);
    float v = bone(under, Math.min(cone + 2.2f, depth - 7), 3);
    v = over(v, of(HeadTissue.FAT), cover(Math.min(cone, depth - 3), edge));
    if (cone > 0) {
      float muscle = Math.max(RECTUS_MEDIAL.inside(ax, y, z), RECTUS_LATERAL.inside(ax, y, z));
      muscle = Math.max(muscle, OPTIC_NERVE.inside(ax, y, z));
      v = over(v, of(HeadTissue.MUSCLE), cover(muscle, edge));
    }
    v = eye(v, ax, y, z);
    return sinuses(v, depth, ax, y, z);
  }

  private float eye(float under, float ax, float y, float z) {
    float globe = 12.2f - length(ax - 31, y + 71, z + 39);
    float v = over(under, of(HeadTissue.SKIN), cover(globe, edge));
    v = over(v, of(HeadTissue.VITREOUS), cover(globe - 1.3f, edge));
    float lens = Shapes.ellipsoid(ax - 31, y + 79.5f, z + 39, 4.6f, 2.2f, 4.6f);
    return over(v, of(HeadTissue.LENS), cover(lens, edge));
  }

  private float sinuses(float under, float depth, float ax, float y, float z) {
    float wide = 10 + 0.06f * (y + 60);
    float box = Math.min(Math.min(wide - ax, -34 - y), Math.min(depth - 16, -31 - z));
    float v = under;
    if (box > -3) {
      v = bone(v, box + 1.6f, 4);
      v = over(v, of(HeadTissue.AIR), cover(box, edge));
      float wall = Math.abs(noise.at(ax / 9 + 2, y / 9, z / 14));
      float septum = Math.max(1.2f - ax, 0.9f - 5 * wall);
      v = over(v, of(HeadTissue.MARROW), 0.8f * cover(Math.min(box, septum), edge));
    }
    float frontal = Shapes.ellipsoid(ax - 8, y + 81, z + 24, 8, 4.5f, 9);
    v = bone(v, Math.min(frontal + 1.5f, depth - 4), 4);
    return over(v, of(HeadTissue.AIR), cover(Math.min(frontal, depth - 6), edge));
  }

  private float of(HeadTissue tissue) {
    return tissue.in(contrast);
  }
}

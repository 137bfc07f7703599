package huisclos.app.demo;

/**
 * What a head is made of, and how it looks: Hounsfield units, MR signal out of about 1000, and
 * blood flow in millilitres a minute for 100 grams.
 */
enum HeadTissue {
  AIR(-1000, 12, 12, 0),
  SKIN(35, 430, 300, 6),
  FAT(-85, 900, 430, 2),
  MUSCLE(52, 400, 230, 7),
  COMPACT_BONE(1450, 55, 45, 1),
  MARROW(650, 420, 190, 3),
  DURA(58, 330, 260, 10),
  CSF(6, 130, 55, 3),
  GREY(38, 450, 560, 66),
  DEEP_GREY(36, 480, 520, 62),
  WHITE(27, 620, 430, 26),
  CEREBELLUM(35, 500, 500, 58),
  VITREOUS(10, 110, 70, 1),
  LENS(75, 420, 250, 1),
  BLOOD(68, 330, 380, 3),
  OEDEMA(15, 400, 860, 13),
  CALCIFICATION(260, 110, 90, 2);

  private final float hounsfield;
  private final float t1;
  private final float flair;
  private final float flow;

  HeadTissue(float hounsfield, float t1, float flair, float flow) {
    this.hounsfield = hounsfield;
    this.t1 = t1;
    this.flair = flair;
    this.flow = flow;
  }

  /** How it looks in one way of imaging. */
  float in(Contrast contrast) {
    // Read for every blend: comparisons, since a switch costs several times as much until the
    // compiler has seen enough of it.
    if (contrast == Contrast.CT) {
      return hounsfield;
    }
    if (contrast == Contrast.T1) {
      return t1;
    }
    return contrast == Contrast.FLAIR ? flair : flow;
  }
}

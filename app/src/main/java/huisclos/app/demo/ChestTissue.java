package huisclos.app.demo;

/** What a chest is made of, in Hounsfield units, the blood bright with contrast medium. */
enum ChestTissue {
  AIR(-1000),
  SKIN(25),
  FAT(-102),
  MUSCLE(56),
  LUNG(-865),
  COMPACT_BONE(820),
  MARROW(230),
  DISC(82),
  CORD(38),
  MYOCARDIUM(108),
  BLOOD(265),
  LIVER(98),
  SPLEEN(118),
  STOMACH(22),
  AIRWAY_WALL(-120),
  NODULE(40);

  private final float hounsfield;

  ChestTissue(float hounsfield) {
    this.hounsfield = hounsfield;
  }

  float hounsfield() {
    return hounsfield;
  }
}

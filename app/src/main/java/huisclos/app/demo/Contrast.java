package huisclos.app.demo;

/** Ways of imaging a head. */
enum Contrast {
  CT,
  T1,
  FLAIR,
  FLOW
}

/** Room {@code pixels}: frames decoded and rendered, under limits. */
module huisclos.pixels {
  requires transitive huisclos.dicom;
  requires java.desktop;
  requires static transitive org.jspecify;

  exports huisclos.pixels;
  exports huisclos.pixels.sandbox;
}

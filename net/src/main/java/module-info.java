/** Room {@code net}: see {@code package-info.java} of its package. */
module huisclos.net {
  requires transitive huisclos.dicom;
  requires static transitive org.jspecify;

  exports huisclos.net;
}

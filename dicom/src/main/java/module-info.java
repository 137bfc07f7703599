/** Room {@code dicom}: see {@code package-info.java} of its package. */
module huisclos.dicom {
  requires tools.jackson.core;
  requires static transitive org.jspecify;

  exports huisclos.dicom;
}

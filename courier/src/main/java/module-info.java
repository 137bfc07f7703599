/** Room {@code courier}: see {@code package-info.java} of its package. */
module huisclos.courier {
  requires transitive huisclos.archive;
  requires transitive huisclos.net;
  requires transitive huisclos.gate;
  requires transitive huisclos.dicom;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports huisclos.courier;
}

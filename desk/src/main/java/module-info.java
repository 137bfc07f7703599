/** Room {@code desk}: the archive's faces. */
module huisclos.desk {
  requires transitive huisclos.archive;
  requires transitive huisclos.courier;
  requires transitive huisclos.net;
  requires transitive huisclos.gate;
  requires transitive huisclos.dicom;
  requires org.slf4j;
  requires static transitive org.jspecify;
  requires hapi.base;

  exports huisclos.desk.dimse;
  exports huisclos.desk.hl7;
}

/**
 * Room {@code web}: media types, multipart, queries and models of DICOMweb; it knows no server and
 * no archive.
 */
module huisclos.web {
  requires transitive huisclos.dicom;
  requires tools.jackson.core;
  requires java.xml;
  requires static transitive org.jspecify;

  exports huisclos.web;
}

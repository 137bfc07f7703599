/** Room {@code desk}: the archive's faces. */
module huisclos.desk {
  requires transitive huisclos.archive;
  requires transitive huisclos.courier;
  requires transitive huisclos.net;
  requires transitive huisclos.gate;
  requires transitive huisclos.dicom;
  requires transitive huisclos.web;
  requires transitive huisclos.pixels;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.http2.server;
  requires org.eclipse.jetty.alpn.server;
  requires com.google.zxing;
  requires tools.jackson.core;
  requires org.slf4j;
  requires static transitive org.jspecify;
  requires hapi.base;
  requires org.hl7.fhir.r4;
  requires org.hl7.fhir.utilities;
  requires hapi.fhir.base;

  exports huisclos.desk.dimse;
  exports huisclos.desk.hl7;
  exports huisclos.desk.transcoding;
  exports huisclos.desk.web;
  exports huisclos.desk.web.dicomweb;
  exports huisclos.desk.web.door;
  exports huisclos.desk.web.fhir;
  exports huisclos.desk.web.pages;
  exports huisclos.desk.web.wado;
}

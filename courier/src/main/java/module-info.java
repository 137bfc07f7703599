/** Room {@code courier}: see {@code package-info.java} of its package. */
module huisclos.courier {
  requires transitive huisclos.archive;
  requires transitive huisclos.net;
  requires transitive huisclos.gate;
  requires transitive huisclos.dicom;
  requires java.net.http;
  requires com.nimbusds.jose.jwt;
  requires org.shredzone.acme4j;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports huisclos.courier;
  exports huisclos.courier.acme;
  exports huisclos.courier.oidc;
}

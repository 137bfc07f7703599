/** Room {@code gate}: see {@code package-info.java} of its package. */
module huisclos.gate {
  requires transitive huisclos.trail;
  requires com.nimbusds.jose.jwt;
  requires com.webauthn4j.core;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports huisclos.gate;
}

/** Room {@code trail}: see {@code package-info.java} of its package. */
module huisclos.trail {
  requires tools.jackson.core;
  requires static transitive org.jspecify;

  exports huisclos.trail;
}

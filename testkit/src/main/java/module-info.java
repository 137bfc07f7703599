/** Room {@code testkit}: see {@code package-info.java} of its package. */
module huisclos.testkit {
  requires transitive java.net.http;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports huisclos.testkit;
}

/** Room {@code testkit}: see {@code package-info.java} of its package. */
module huisclos.testkit {
  requires transitive java.net.http;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.platform.launcher;
  requires static transitive org.jspecify;

  exports huisclos.testkit;

  provides org.junit.platform.launcher.LauncherSessionListener with
      huisclos.testkit.SpareRsaKeys;
}

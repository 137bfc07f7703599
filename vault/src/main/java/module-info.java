/** Room {@code vault}: see {@code package-info.java} of its package. */
module huisclos.vault {
  requires com.google.crypto.tink;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports huisclos.vault;
}

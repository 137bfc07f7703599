/** Room {@code archive}: see {@code package-info.java} of its package. */
module huisclos.archive {
  requires transitive huisclos.dicom;
  requires transitive huisclos.vault;
  requires transitive huisclos.gate;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires flyway.core;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports huisclos.archive;
}

/** Room {@code probe}: see {@code package-info.java} of its packages. */
module huisclos.probe {
  requires transitive huisclos.net;
  requires transitive huisclos.dicom;
  requires transitive huisclos.trail;
  requires huisclos.vault;
  requires java.desktop;
  requires tools.jackson.databind;
  requires org.tomlj;
  requires org.apache.fontbox;
  requires org.apache.pdfbox;
  requires datasketches.java;
  requires static transitive org.jspecify;

  exports huisclos.probe.dimse;
  exports huisclos.probe.finding;
  exports huisclos.probe.inquiry;
  exports huisclos.probe.look;
  exports huisclos.probe.notice;
  exports huisclos.probe.report;
  exports huisclos.probe.results;
  exports huisclos.probe.run;
  exports huisclos.probe.scope;
  exports huisclos.probe.share;
  exports huisclos.probe.web;
  exports huisclos.probe.wire;

  opens huisclos.probe.finding to
      tools.jackson.databind;
  opens huisclos.probe.results to
      tools.jackson.databind;
}

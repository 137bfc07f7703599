/** Room {@code app}: main, command line, configuration, wiring. Nobody imports it. */
module huisclos.app {
  requires huisclos.desk;
  requires huisclos.courier;
  requires huisclos.probe;
  requires huisclos.archive;
  requires huisclos.net;
  requires huisclos.pixels;
  requires huisclos.dicom;
  requires huisclos.vault;
  requires huisclos.trail;
  requires huisclos.gate;
  requires info.picocli;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires org.tomlj;
  requires tools.jackson.databind;
  requires org.slf4j;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires static transitive org.jspecify;

  provides ch.qos.logback.classic.spi.Configurator with
      huisclos.app.LogConfiguration;

  opens huisclos.app to
      info.picocli;
}

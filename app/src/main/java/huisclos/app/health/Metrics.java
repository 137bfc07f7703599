package huisclos.app.health;

import huisclos.app.home.ServiceTimes;
import huisclos.app.home.Site;
import huisclos.archive.ForwardCount;
import huisclos.archive.ReportQueue;
import huisclos.archive.ScrubStatus;
import huisclos.gate.DoorReport;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** The archive in numbers, in Prometheus' text format; made anew at each reading. */
final class Metrics {
  private final Site site;

  Metrics(Site site) {
    this.site = site;
  }

  byte[] text() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, snapshots());
    return out.toByteArray();
  }

  private MetricSnapshots snapshots() throws IOException {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    CounterSnapshot.Builder acts =
        CounterSnapshot.builder().name("huisclos_acts").help("Acts on record since the start.");
    CounterSnapshot.Builder objects =
        CounterSnapshot.builder()
            .name("huisclos_act_objects")
            .help("Objects or matches of these acts.");
    site.gate()
        .counts()
        .now()
        .forEach((kind, count) -> {
          Labels labels =
              Labels.of(
                  "action",
                  kind.action().name().toLowerCase(Locale.ROOT),
                  "outcome",
                  kind.outcome().name().toLowerCase(Locale.ROOT));
          acts.dataPoint(point(labels, count.acts()));
          objects.dataPoint(point(labels, count.objects()));
        });
    all.metricSnapshot(acts.build());
    all.metricSnapshot(objects.build());
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name("huisclos_refusals")
            .help("What the gate refused since the start.")
            .dataPoint(point(Labels.EMPTY, site.gate().refused()))
            .build());
    CounterSnapshot.Builder alerts =
        CounterSnapshot.builder().name("huisclos_alerts").help("Alerts raised since the start.");
    site.gate()
        .alerts()
        .counts()
        .forEach((kind, count) -> alerts.dataPoint(point(Labels.of("kind", kind), count)));
    all.metricSnapshot(alerts.build());
    gauge(
        all,
        "huisclos_open_alerts",
        "Alerts that nobody has acknowledged.",
        site.gate().alerts().open().size());
    gauge(all, "huisclos_healthy", "1 when it can do its work.", Health.of(site).good() ? 1 : 0);
    gauge(
        all,
        "huisclos_open_associations",
        "Connections served now.",
        site.doors().openAssociations());
    gauge(
        all,
        "huisclos_open_web_connections",
        "Connections of the web door open now.",
        site.doors().webConnections());
    gauge(
        all, "huisclos_disk_free_bytes", "Free on the home's disk.", site.reserve().space().free());
    gauge(all, "huisclos_disk_bytes", "Size of the home's disk.", site.reserve().space().total());
    gauge(
        all,
        "huisclos_recovery_phrase_taken",
        "1 when the phrase in use was taken.",
        site.recoveryPhraseTaken() ? 1 : 0);
    scrub(all, site.archive().scrubber().status());
    all.metricSnapshot(durations());
    all.metricSnapshot(queues());
    site.signedTrail()
        .ifPresent(signed -> {
          gauge(
              all,
              "huisclos_trail_signed_records",
              "Records under the newest checkpoint.",
              signed.records());
          gauge(
              all,
              "huisclos_trail_checkpoint_age_seconds",
              "Age of the newest checkpoint; one is made when there is something to sign.",
              Duration.between(signed.at(), Instant.now()).toSeconds());
        });
    site.backups()
        .last()
        .filter(backup -> backup.number() > 0)
        .ifPresent(backup ->
            gauge(
                all,
                "huisclos_backup_age_seconds",
                "Age of the last backup.",
                Duration.between(backup.at(), Instant.now()).toSeconds()));
    all.metricSnapshot(expiries());
    return all.build();
  }

  private static void scrub(MetricSnapshots.Builder all, ScrubStatus scrub) {
    gauge(all, "huisclos_scrub_damage", "Damage found and not found mended since.", scrub.damage());
    gauge(
        all,
        "huisclos_scrub_missing_instances",
        "Instances acknowledged before that are not in the vault.",
        scrub.missing());
    scrub
        .lastRound()
        .ifPresent(at ->
            gauge(
                all,
                "huisclos_scrub_last_round_seconds",
                "When the last whole round of checking ended, in seconds since 1970.",
                at.getEpochSecond()));
  }

  private HistogramSnapshot durations() {
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder()
            .name("huisclos_service_seconds")
            .help("From the whole command to the final reply.");
    for (ServiceTimes.Service service : ServiceTimes.Service.values()) {
      histogram.dataPoint(
          HistogramSnapshot.HistogramDataPointSnapshot.builder()
              .labels(Labels.of("service", service.name().toLowerCase(Locale.ROOT)))
              .classicHistogramBuckets(
                  ClassicHistogramBuckets.of(
                      ServiceTimes.bounds(), boxed(site.serviceTimes().counts(service))))
              .sum(site.serviceTimes().seconds(service))
              .build());
    }
    return histogram.build();
  }

  private static Number[] boxed(long[] counts) {
    return Arrays.stream(counts).boxed().toArray(Number[]::new);
  }

  private GaugeSnapshot queues() throws IOException {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("huisclos_queue")
            .help("What waits to be sent to a peer, and what was given up.");
    for (ForwardCount count : site.archive().forwardQueue().counts()) {
      gauge.dataPoint(queued("forward", count.destination(), "waiting", count.waiting()));
      gauge.dataPoint(queued("forward", count.destination(), "failed", count.failed()));
    }
    for (ReportQueue.Count count : site.archive().reportQueue().counts()) {
      gauge.dataPoint(queued("commitment", count.device(), "waiting", count.waiting()));
      gauge.dataPoint(queued("commitment", count.device(), "failed", count.failed()));
    }
    return gauge.build();
  }

  private static GaugeDataPointSnapshot queued(
      String queue, String peer, String state, long value) {
    return GaugeDataPointSnapshot.builder()
        .labels(Labels.of("queue", queue, "peer", peer, "state", state))
        .value((double) value)
        .build();
  }

  private GaugeSnapshot expiries() {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("huisclos_expiry_seconds")
            .help("Seconds until something ends; of a device, its last good certificate.");
    DoorReport report = site.gate().doors();
    gauge.dataPoint(until("authority", "", report.authority().until(), report.at()));
    report.server().stream()
        .map(DoorReport.CertificateDoor::until)
        .min(Instant::compareTo)
        .ifPresent(end -> gauge.dataPoint(until("server", "", end, report.at())));
    for (DoorReport.DeviceDoor device : report.devices()) {
      device.certificates().stream()
          .filter(c -> c.state() != DoorReport.State.REVOKED)
          .map(DoorReport.CertificateDoor::until)
          .max(Instant::compareTo)
          .ifPresent(
              end -> gauge.dataPoint(until("device", device.device().aet(), end, report.at())));
    }
    return gauge.build();
  }

  private static GaugeDataPointSnapshot until(String kind, String name, Instant end, Instant now) {
    return GaugeDataPointSnapshot.builder()
        .labels(Labels.of("kind", kind, "name", name))
        .value((double) Duration.between(now, end).toSeconds())
        .build();
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }

  private static void gauge(MetricSnapshots.Builder all, String name, String help, long value) {
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
            .build());
  }
}

package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.archive.DeleteReason;
import huisclos.archive.KeepingOutcome;
import huisclos.archive.Level;
import huisclos.archive.PurgeReport;
import huisclos.archive.RetentionVerdict;
import huisclos.gate.AlertKind;
import huisclos.gate.Decision;
import huisclos.gate.DoorReport;
import huisclos.gate.Pass;
import huisclos.gate.Request;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a site destroys and lets expire: by a verb at once, by itself once a day. Thread-safe. */
public final class Housekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

  /** How long after the start it looks for the first time. */
  static final Duration FIRST = Duration.ofMinutes(1);

  /** How often it looks then. */
  static final Duration EVERY = Duration.ofDays(1);

  private final Site site;

  Housekeeper(Site site) {
    this.site = site;
  }

  /**
   * Destroys what was deleted and is due. A whole study goes by its key, so the site key is rotated
   * where it lies, and its recovery phrase is to be taken anew.
   *
   * @param now also what could still be restored
   */
  public PurgeReport purge(boolean now) throws IOException {
    Decision decision =
        site.gate().decide(site.gate().operator(Site.account()), new Request.Keep());
    if (!(decision instanceof Decision.Granted(Pass pass))) {
      throw UserError.refused("the gate refused", "");
    }
    PurgeReport report;
    site.backups().still().lock();
    try {
      report =
          site.archive()
              .purge(
                  pass,
                  now,
                  destruction ->
                      site.changeSiteKey((files, inVault) -> files.destroy(inVault, destruction)));
    } finally {
      site.backups().still().unlock();
    }
    if (!report.isEmpty()) {
      site.backups().soon();
    }
    return report;
  }

  /** Deletes what the rules say has expired and nothing keeps; how many studies. */
  public int applyRetention() throws IOException {
    int deleted = 0;
    for (RetentionVerdict verdict : site.archive().retentionPreview(site.operatorsFind())) {
      Decision decision =
          site.gate().decide(site.gate().operator(Site.account()), new Request.Keep());
      if (verdict.kept() == RetentionVerdict.Kept.NOTHING
          && decision instanceof Decision.Granted(Pass pass)) {
        KeepingOutcome outcome =
            site.archive()
                .delete(
                    pass,
                    Level.STUDY,
                    verdict.studyUid(),
                    DeleteReason.RETENTION_EXPIRED,
                    "rule " + verdict.rule(),
                    Duration.ofDays(site.settings().keeping().keepDays()));
        deleted += outcome instanceof KeepingOutcome.Done ? 1 : 0;
      }
    }
    return deleted;
  }

  /** The daily destruction; a failure is for the next day, and for the log. */
  void daily() {
    try {
      alertExpiries();
      if (site.settings().keeping().applyRetention()) {
        LOG.info("{} studies have expired and were deleted", applyRetention());
      }
      PurgeReport report = purge(false);
      if (!report.isEmpty()) {
        LOG.info(
            "destroyed {} studies and {} single instances", report.studies(), report.instances());
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("what is due could not be destroyed: {}", e.getClass().getName());
    }
  }

  /** What ends within the 60 days that {@code doors} warns of. */
  private void alertExpiries() {
    for (DoorReport.Warning warning : site.gate().doors().warnings()) {
      site.gate()
          .alerts()
          .raise(
              AlertKind.EXPIRY,
              warning.subject(),
              warning.daysLeft() > 0
                  ? "its certificate ends in " + warning.daysLeft() + " days"
                  : "its certificate has ended");
    }
  }
}

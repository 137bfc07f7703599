package huisclos.probe.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The clocks that the law may have started, counted from when the door was found: the strictest
 * reading, for the law counts from when the owner knows or could have known.
 *
 * @param found when
 */
public record Clocks(Instant found) {
  private static final Duration GDPR = Duration.ofDays(3);
  private static final int HIPAA_DAYS = 60;

  /** GDPR Art. 33 (1): to the authority, 72 hours. */
  public Instant gdpr() {
    return found.plus(GDPR);
  }

  /** HIPAA, 45 CFR 164.404 (b): to those concerned, 60 calendar days. */
  public LocalDate hipaa() {
    return day(found).plusDays(HIPAA_DAYS);
  }

  /**
   * HIPAA, 45 CFR 164.408 (c): breaches of fewer than 500 people to the department, 60 days after
   * the end of the calendar year.
   */
  public LocalDate hipaaYearly() {
    return LocalDate.of(day(found).getYear() + 1, 1, 1).plusDays(HIPAA_DAYS - 1L);
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}

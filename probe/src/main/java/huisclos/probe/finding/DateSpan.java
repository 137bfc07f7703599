package huisclos.probe.finding;

import java.time.LocalDate;

/** The oldest and newest study date that a stranger could list. */
public record DateSpan(LocalDate from, LocalDate to) {
  public DateSpan {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("a span ends before it begins");
    }
  }
}

package huisclos.archive;

import java.time.Instant;

/**
 * Something that is not as it was left, with what it concerns. Names UIDs, files and positions,
 * never a patient's value.
 *
 * @param kind what sort
 * @param place file and position in the home; or which table and row
 * @param study the study concerned; empty where it can't be told or there is none
 * @param series the series
 * @param instance the SOP instance
 * @param objects how many objects are affected
 * @param detail in static words what was wrong, and what else is known of it
 * @param found when it was met first
 */
public record Damage(
    DamageKind kind,
    String place,
    String study,
    String series,
    String instance,
    long objects,
    String detail,
    Instant found) {

  /** About no study, or none that can be told. */
  static Damage at(DamageKind kind, String place, String detail, Instant found) {
    return new Damage(kind, place, "", "", "", 0, detail, found);
  }

  /** The same with more to say. */
  Damage with(String more) {
    String both = detail.isEmpty() ? more : detail + "; " + more;
    return new Damage(kind, place, study, series, instance, objects, both, found);
  }

  /** What tells it from others. */
  String key() {
    return kind.word() + '\n' + place + '\n' + study + '\n' + instance;
  }
}

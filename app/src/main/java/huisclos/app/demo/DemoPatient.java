package huisclos.app.demo;

import java.time.LocalDate;
import java.util.List;

/**
 * An invented patient.
 *
 * @param id the Patient ID, always {@code DEMO-} and a number
 * @param name the Patient's Name as a PN value (PS3.5 §6.2.1), a family name that says DEMO in its
 *     script
 * @param sex {@code F}, {@code M} or {@code O}
 * @param characterSet the Specific Character Set of this patient's objects; empty is the default
 *     repertoire
 */
public record DemoPatient(
    String id, String name, LocalDate birthDate, String sex, List<String> characterSet) {

  /** The ID alone: even an invented name stays out of logs. */
  @Override
  public String toString() {
    return "DemoPatient[" + id + "]";
  }
}

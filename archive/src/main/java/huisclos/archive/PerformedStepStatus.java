package huisclos.archive;

import java.util.Optional;

/** Performed Procedure Step Status (PS3.3 C.4.14). The last two are final (PS3.4 §F.7.1). */
public enum PerformedStepStatus {
  IN_PROGRESS("IN PROGRESS"),
  COMPLETED("COMPLETED"),
  DISCONTINUED("DISCONTINUED");

  private final String value;

  PerformedStepStatus(String value) {
    this.value = value;
  }

  /** As the attribute has it. */
  public String value() {
    return value;
  }

  /** Whether the step may no longer be updated. */
  public boolean ended() {
    return this != IN_PROGRESS;
  }

  /** The status of an attribute's value. */
  public static Optional<PerformedStepStatus> of(String value) {
    for (PerformedStepStatus status : values()) {
      if (status.value.equals(value)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}

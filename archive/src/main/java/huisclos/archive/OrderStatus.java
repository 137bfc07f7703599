package huisclos.archive;

import java.util.Optional;

/** Where a scheduled procedure step stands (PS3.3 C.4.10, Scheduled Procedure Step Status). */
public enum OrderStatus {
  SCHEDULED,
  ARRIVED,
  READY,
  /** A modality reported that it began. */
  STARTED,
  /** A modality or the ordering system reported that it is done. */
  COMPLETED,
  /** It was begun and broken off. */
  DISCONTINUED,
  /** Whoever ordered it withdrew it. */
  CANCELLED;

  /** Whether it is still to be done: what a worklist shows unless its status key says otherwise. */
  public boolean waiting() {
    return this == SCHEDULED || this == ARRIVED || this == READY;
  }

  /** Whether nothing more is expected of it. */
  public boolean ended() {
    return this == COMPLETED || this == DISCONTINUED || this == CANCELLED;
  }

  /** The status of this name, as the database and the wire write it. */
  public static Optional<OrderStatus> of(String name) {
    for (OrderStatus status : values()) {
      if (status.name().equals(name)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}

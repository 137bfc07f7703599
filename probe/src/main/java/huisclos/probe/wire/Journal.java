package huisclos.probe.wire;

import huisclos.probe.finding.Door;

/** Where each purpose is put on record before it leaves. Thread-safe. */
public interface Journal {
  /**
   * Returns once it is on record.
   *
   * @throws UnrecordedException if it can't be: nothing may be sent then
   */
  void intend(Door door, Purpose purpose);

  /** Likewise about opening a connection, of which a sweep opens very many. */
  default void connect(Door door, Purpose purpose) {
    intend(door, purpose);
  }
}

package huisclos.probe.run;

import huisclos.probe.wire.Journal;

/** A journal that is also told of the stretch of hosts that will be dialled next. */
public interface SweepJournal extends Journal {
  /**
   * Returns once it is on record that the hosts from {@code from} to before {@code until} in the
   * run's order are going to be connected to, at all their doors.
   */
  void sweep(long from, long until);
}

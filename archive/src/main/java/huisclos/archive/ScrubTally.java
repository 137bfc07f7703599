package huisclos.archive;

import java.util.concurrent.atomic.AtomicLong;

/** What one round has looked at so far. Thread-safe. */
final class ScrubTally {
  final AtomicLong objects = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();
  final AtomicLong rows = new AtomicLong();
  final AtomicLong records = new AtomicLong();
  final AtomicLong destroyed = new AtomicLong();
  final AtomicLong leftovers = new AtomicLong();
}

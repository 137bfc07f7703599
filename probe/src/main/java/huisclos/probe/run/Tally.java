package huisclos.probe.run;

import huisclos.probe.results.Sweep;
import java.util.concurrent.atomic.LongAdder;

/** Counts of a run while it goes on. Thread-safe. */
final class Tally {
  final LongAdder addresses = new LongAdder();
  final LongAdder ports = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder silent = new LongAdder();
  final LongAdder open = new LongAdder();
  final LongAdder readable = new LongAdder();
  final LongAdder skipped = new LongAdder();

  Tally(Sweep before) {
    addresses.add(before.addresses());
    ports.add(before.ports());
    refused.add(before.refused());
    silent.add(before.silent());
    open.add(before.open());
  }

  Sweep sweep() {
    return new Sweep(addresses.sum(), ports.sum(), refused.sum(), silent.sum(), open.sum());
  }
}

package huisclos.net.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that ends the waits of every transport: a blocked read or write has no limit of its
 * own that a peer couldn't stretch byte by byte.
 *
 * <p>It is a platform thread, so that it runs although every carrier of virtual threads is busy.
 */
final class Watchdog {
  private static final long TICK_NANOS = 100_000_000L;

  private static final Set<Transport> WATCHED = ConcurrentHashMap.newKeySet();
  private static final Thread THREAD =
      Thread.ofPlatform().name("huisclos-net-watchdog").daemon().start(Watchdog::run);

  private Watchdog() {}

  static void watch(Transport transport) {
    boolean idle = WATCHED.isEmpty();
    WATCHED.add(transport);
    if (idle) {
      LockSupport.unpark(THREAD);
    }
  }

  static void forget(Transport transport) {
    WATCHED.remove(transport);
  }

  private static void run() {
    while (true) {
      if (WATCHED.isEmpty()) {
        LockSupport.park();
      } else {
        LockSupport.parkNanos(TICK_NANOS);
      }
      long now = System.nanoTime();
      for (Transport transport : WATCHED) {
        transport.tick(now);
      }
    }
  }
}

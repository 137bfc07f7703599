package huisclos.probe.run;

/**
 * Which hosts a run visits, in its order. Nothing of it is held: a host is made when it is its
 * turn, so that ten million cost no memory. Thread-safe.
 */
public interface Hosts {
  /** How many there are. */
  long size();

  /** The host at a place of the order, 0 to {@link #size()} − 1. */
  Host at(long index);
}

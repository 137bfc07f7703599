package huisclos.probe.results;

/**
 * What was dialled, in numbers.
 *
 * @param addresses visited
 * @param ports dialled
 * @param refused of these refused the connection
 * @param silent of these gave no answer in time
 * @param open of these took the connection
 */
public record Sweep(long addresses, long ports, long refused, long silent, long open) {
  /** Nothing yet. */
  public static Sweep none() {
    return new Sweep(0, 0, 0, 0, 0);
  }

  /** Both together. */
  public Sweep plus(Sweep other) {
    return new Sweep(
        addresses + other.addresses,
        ports + other.ports,
        refused + other.refused,
        silent + other.silent,
        open + other.open);
  }
}

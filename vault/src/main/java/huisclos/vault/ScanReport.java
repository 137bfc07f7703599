package huisclos.vault;

import java.util.List;

/**
 * What a scan of a container found beside its entries.
 *
 * @param entries how many whole entries were passed on
 * @param end the first offset after the last whole entry, or where the scan began
 * @param gaps stretches that hold no whole entry: damage, or at the end of the container a write
 *     that was cut short
 */
public record ScanReport(long entries, long end, List<Gap> gaps) {
  /** A stretch without a whole entry, in bytes. */
  public record Gap(long offset, long length) {}

  public ScanReport {
    gaps = List.copyOf(gaps);
  }
}

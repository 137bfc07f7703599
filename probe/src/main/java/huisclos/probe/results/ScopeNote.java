package huisclos.probe.results;

import huisclos.probe.finding.Door;
import huisclos.probe.finding.Rung;
import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What reports and notices need of the scope, kept with the run: the scope's file may have changed
 * since.
 *
 * @param authorisers who signed it
 * @param optOut how to be left out of further runs
 * @param from the time window's begin
 * @param until its end
 * @param rungs allowed anywhere in the scope
 * @param ports {@code PORT KIND}, such as {@code 104 dicom}
 * @param ranges CIDRs that were in it, names resolved to theirs; empty where not recorded
 * @param excluded CIDRs that were left out
 * @param owners whose each range is, most specific first
 */
public record ScopeNote(
    List<String> authorisers,
    String optOut,
    Instant from,
    Instant until,
    Set<Rung> rungs,
    List<String> ports,
    List<String> ranges,
    List<String> excluded,
    List<Owned> owners) {
  /** Ranges of any kind that are kept at most. */
  public static final int MAX_RANGES = 200_000;

  /** A range and whose it is. */
  public record Owned(String range, String owner) {}

  public ScopeNote {
    authorisers = List.copyOf(authorisers);
    rungs = rungs.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(rungs));
    ports = List.copyOf(ports);
    ranges = List.copyOf(ranges);
    excluded = List.copyOf(excluded);
    owners = List.copyOf(owners);
    if (ranges.size() + excluded.size() + owners.size() > MAX_RANGES) {
      throw new IllegalArgumentException("too many ranges for a note");
    }
  }

  /** Nothing is known of the scope. */
  public static ScopeNote none() {
    return new ScopeNote(
        List.of(),
        "",
        Instant.EPOCH,
        Instant.EPOCH,
        Set.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Who the scope says owns an address. */
  public Optional<String> ownerOf(InetAddress address) {
    return owners.stream()
        .filter(owned -> Cidr.contains(owned.range(), address))
        .map(Owned::owner)
        .findFirst();
  }

  /** Whether a run over all of this scope dials the door. */
  public boolean covers(Door door) {
    InetAddress address = door.socketAddress().getAddress();
    return ranges.stream().anyMatch(range -> Cidr.contains(range, address))
        && excluded.stream().noneMatch(range -> Cidr.contains(range, address))
        && ports.stream().anyMatch(port -> port.startsWith(door.port() + " "));
  }
}

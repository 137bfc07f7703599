package huisclos.probe.scope;

import huisclos.probe.finding.Rung;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ranges of a scope cut where they overlap, without the exclusions: sorted, disjoint, each with
 * what holds there. Where ranges overlap, only what all of them allow is allowed, and the smallest
 * one says whose it is. Immutable; asked by binary search.
 */
final class Zones {
  /** Most ranges over one address. */
  static final int MAX_OVERLAP = 64;

  /** Most pieces. */
  static final int MAX_PIECES = 1_000_000;

  /**
   * A piece.
   *
   * @param span its addresses
   * @param range the smallest range over it
   * @param rungs what every range over it allows
   * @param ports the ports that every range over it names
   */
  record Zone(Span span, ScopeRange range, Set<Rung> rungs, Set<Integer> ports) {}

  private record Piece(Span span, ScopeRange range) {}

  private final Zone[] zones;
  private final IpSet addresses;

  private Zones(List<Zone> sorted) {
    zones = sorted.toArray(Zone[]::new);
    addresses = IpSet.of(sorted.stream().map(Zone::span).toList());
  }

  static Zones of(Collection<ScopeRange> ranges, IpSet excluded) throws ScopeException {
    List<Piece> pieces = new ArrayList<>();
    for (ScopeRange range : ranges) {
      for (Span span : range.meant()) {
        excluded.leftOf(span).forEach(left -> pieces.add(new Piece(left, range)));
      }
      if (pieces.size() > MAX_PIECES) {
        throw new ScopeException(
            "ranges and exclusions make more than " + MAX_PIECES + " pieces", "write fewer");
      }
    }
    pieces.sort(Comparator.comparing(piece -> piece.span().first()));
    Set<Ip> borders = new TreeSet<>();
    for (Piece piece : pieces) {
      borders.add(piece.span().first());
      borders.add(piece.span().last().plus(1));
    }
    return new Zones(cut(pieces, borders));
  }

  private static List<Zone> cut(List<Piece> pieces, Set<Ip> borders) throws ScopeException {
    List<Zone> zones = new ArrayList<>();
    List<Piece> over = new ArrayList<>();
    int next = 0;
    Optional<Ip> from = Optional.empty();
    for (Ip border : borders) {
      if (from.isPresent() && !over.isEmpty()) {
        zones.add(zone(new Span(from.orElseThrow(), border.before()), over));
      }
      over.removeIf(piece -> piece.span().last().compareTo(border) < 0);
      while (next < pieces.size() && pieces.get(next).span().first().equals(border)) {
        over.add(pieces.get(next++));
      }
      if (over.size() > MAX_OVERLAP) {
        throw new ScopeException(
            "more than " + MAX_OVERLAP + " ranges overlap at " + border, "write fewer");
      }
      from = Optional.of(border);
    }
    return zones;
  }

  private static Zone zone(Span span, List<Piece> over) {
    Piece smallest = over.getFirst();
    EnumSet<Rung> rungs = EnumSet.allOf(Rung.class);
    Set<Integer> ports = new TreeSet<>(smallest.range().ports());
    for (Piece piece : over) {
      rungs.retainAll(piece.range().rungs());
      ports.retainAll(piece.range().ports());
      if (piece.span().size() < smallest.span().size()) {
        smallest = piece;
      }
    }
    return new Zone(span, smallest.range(), Set.copyOf(rungs), Set.copyOf(ports));
  }

  /** The piece that an address lies in. */
  Optional<Zone> at(Ip ip) {
    int low = 0;
    int high = zones.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Zone zone = zones[middle];
      if (zone.span().first().compareTo(ip) > 0) {
        high = middle - 1;
      } else if (zone.span().last().compareTo(ip) < 0) {
        low = middle + 1;
      } else {
        return Optional.of(zone);
      }
    }
    return Optional.empty();
  }

  List<Zone> all() {
    return List.of(zones);
  }

  IpSet addresses() {
    return addresses;
  }
}

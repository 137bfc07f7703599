package huisclos.probe.report;

import huisclos.probe.results.ScopeNote;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Country and network of addresses, by a table that the operator supplies. Binary search in plain
 * arrays: 36 bytes a range. Immutable.
 */
public final class RangeTable {
  /** Ranges at most. */
  public static final int MAX_RANGES = 4_000_000;

  // How many ranges that begin later may lie within one that holds an address.
  private static final int MAX_NESTING = 64;
  private static final long MAPPED = 0xFFFFL << 32;

  private final long[] startHigh;
  private final long[] startLow;
  private final long[] endHigh;
  private final long[] endLow;
  private final int[] placeOf;
  private final List<Place> places;

  private RangeTable(Integer[] order, Builder from) {
    int size = order.length;
    startHigh = new long[size];
    startLow = new long[size];
    endHigh = new long[size];
    endLow = new long[size];
    placeOf = new int[size];
    for (int i = 0; i < size; i++) {
      int at = order[i];
      startHigh[i] = from.startHigh[at];
      startLow[i] = from.startLow[at];
      endHigh[i] = from.endHigh[at];
      endLow[i] = from.endLow[at];
      placeOf[i] = from.placeOf[at];
    }
    places = List.copyOf(from.places.keySet());
  }

  /** No range at all. */
  public static RangeTable empty() {
    return new Builder().build();
  }

  /** Whose ranges are, by a scope's note: a place's network is the owner. */
  static RangeTable ofOwners(List<ScopeNote.Owned> owners) {
    Builder builder = new Builder();
    for (ScopeNote.Owned owned : owners) {
      builder.addCidr(owned.range(), new Place(Place.NOWHERE, owned.owner()));
    }
    return builder.build();
  }

  /** How many ranges it has. */
  public int size() {
    return placeOf.length;
  }

  /** Where an address is: by the innermost range that holds it. */
  public Place of(InetAddress address) {
    long high = high(address);
    long low = low(address);
    int from = 0;
    int to = placeOf.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (compare(startHigh[middle], startLow[middle], high, low) <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    for (int i = from - 1; i >= 0 && i >= from - MAX_NESTING; i--) {
      if (compare(high, low, endHigh[i], endLow[i]) <= 0) {
        return places.get(placeOf[i]);
      }
    }
    return Place.nowhere();
  }

  static int compare(long high, long low, long otherHigh, long otherLow) {
    int first = Long.compareUnsigned(high, otherHigh);
    return first != 0 ? first : Long.compareUnsigned(low, otherLow);
  }

  static long high(InetAddress address) {
    return address instanceof Inet4Address ? 0 : ByteBuffer.wrap(address.getAddress()).getLong(0);
  }

  static long low(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address
        ? MAPPED | Integer.toUnsignedLong(bytes.getInt(0))
        : bytes.getLong(8);
  }

  static long mapped(long ipv4) {
    return MAPPED | ipv4;
  }

  /** Collects ranges. Not thread-safe. */
  static final class Builder {
    private static final int FIRST = 1024;

    private long[] startHigh = new long[FIRST];
    private long[] startLow = new long[FIRST];
    private long[] endHigh = new long[FIRST];
    private long[] endLow = new long[FIRST];
    private int[] placeOf = new int[FIRST];
    private final java.util.LinkedHashMap<Place, Integer> places = new java.util.LinkedHashMap<>();
    private int size;

    boolean full() {
      return size == MAX_RANGES;
    }

    /** Adds a range, both ends included; false if there is no room. */
    boolean add(long fromHigh, long fromLow, long toHigh, long toLow, Place place) {
      if (size == MAX_RANGES) {
        return false;
      }
      if (size == placeOf.length) {
        int more = Math.min(MAX_RANGES, size * 2);
        startHigh = Arrays.copyOf(startHigh, more);
        startLow = Arrays.copyOf(startLow, more);
        endHigh = Arrays.copyOf(endHigh, more);
        endLow = Arrays.copyOf(endLow, more);
        placeOf = Arrays.copyOf(placeOf, more);
      }
      startHigh[size] = fromHigh;
      startLow[size] = fromLow;
      endHigh[size] = toHigh;
      endLow[size] = toLow;
      placeOf[size] = places.computeIfAbsent(place, _ -> places.size());
      size++;
      return true;
    }

    /**
     * Adds a CIDR, or an address alone; false if it is neither or there is no room.
     *
     * @throws IllegalArgumentException for an address that isn't one
     */
    boolean addCidr(String text, Place place) {
      int slash = text.indexOf('/');
      byte[] first =
          InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int bits = slash < 0 ? first.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > first.length * 8) {
        return false;
      }
      byte[] last = first.clone();
      for (int bit = bits; bit < first.length * 8; bit++) {
        int mask = 0x80 >> (bit % 8);
        first[bit / 8] = (byte) (first[bit / 8] & ~mask);
        last[bit / 8] = (byte) (last[bit / 8] | mask);
      }
      InetAddress from = literal(first);
      InetAddress to = literal(last);
      return add(high(from), low(from), high(to), low(to), place);
    }

    private static InetAddress literal(byte[] bytes) {
      try {
        return InetAddress.getByAddress(bytes);
      } catch (UnknownHostException e) {
        throw new IllegalStateException("an address has 4 or 16 bytes", e);
      }
    }

    RangeTable build() {
      Integer[] order = new Integer[size];
      Arrays.setAll(order, i -> i);
      // By begin; of those with one begin the widest first, so that the innermost comes last.
      Arrays.sort(
          order,
          (a, b) -> {
            int begins = compare(startHigh[a], startLow[a], startHigh[b], startLow[b]);
            return begins != 0 ? begins : compare(endHigh[b], endLow[b], endHigh[a], endLow[a]);
          });
      return new RangeTable(order, this);
    }
  }
}

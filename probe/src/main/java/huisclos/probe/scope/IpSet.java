package huisclos.probe.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A set of addresses as sorted spans that don't touch. Immutable; asked by binary search. */
final class IpSet {
  static final IpSet EMPTY = new IpSet(List.of());

  private final Span[] spans;

  /** How many addresses lie before each span, and in all. */
  private final long[] before;

  private IpSet(List<Span> sorted) {
    spans = sorted.toArray(Span[]::new);
    before = new long[spans.length + 1];
    for (int i = 0; i < spans.length; i++) {
      long size = spans[i].size();
      before[i + 1] =
          before[i] > Long.MAX_VALUE - size ? Long.MAX_VALUE : before[i] + size; // No overflow.
    }
  }

  static IpSet of(Collection<Span> any) {
    List<Span> sorted = new ArrayList<>(any);
    sorted.sort(Comparator.comparing(Span::first));
    List<Span> merged = new ArrayList<>(sorted.size());
    for (Span span : sorted) {
      Span last = merged.isEmpty() ? span : merged.getLast();
      boolean joins =
          !merged.isEmpty()
              && (last.holds(span.first()) || last.last().plus(1).equals(span.first()));
      if (!joins) {
        merged.add(span);
      } else if (span.last().compareTo(last.last()) > 0) {
        merged.set(merged.size() - 1, new Span(last.first(), span.last()));
      }
    }
    return new IpSet(merged);
  }

  List<Span> spans() {
    return List.of(spans);
  }

  /** How many addresses; {@link Long#MAX_VALUE} where they are that many or more. */
  long size() {
    return before[spans.length];
  }

  boolean holds(Ip ip) {
    int place = place(ip);
    return place >= 0 && spans[place].holds(ip);
  }

  /** The last span that begins at or before this; -1 where there is none. */
  private int place(Ip ip) {
    int low = 0;
    int high = spans.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (spans[middle].first().compareTo(ip) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The address with this number. */
  Ip at(long index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException("no address " + index);
    }
    int low = 0;
    int high = spans.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (before[middle] <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return spans[low].first().plus(index - before[low]);
  }

  /** The parts of a span that aren't in this set. */
  List<Span> leftOf(Span span) {
    List<Span> left = new ArrayList<>();
    Ip from = span.first();
    for (int i = Math.max(0, place(from));
        i < spans.length && spans[i].first().compareTo(span.last()) <= 0;
        i++) {
      if (spans[i].last().compareTo(from) < 0) {
        continue;
      }
      if (spans[i].first().compareTo(from) > 0) {
        left.add(new Span(from, spans[i].first().before()));
      }
      if (spans[i].last().compareTo(span.last()) >= 0) {
        return left;
      }
      from = spans[i].last().plus(1);
    }
    left.add(new Span(from, span.last()));
    return left;
  }
}

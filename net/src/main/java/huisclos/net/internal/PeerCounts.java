package huisclos.net.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each address has. An IPv6 peer owns its whole /64, so that is what counts.
 * Thread-safe.
 */
public final class PeerCounts {
  private static final int PREFIX_BYTES = 8;

  private final Map<InetAddress, Integer> counts = new ConcurrentHashMap<>();
  private final int most;

  public PeerCounts(int most) {
    this.most = most;
  }

  /** Counts one more, unless there are as many as there may be. */
  public boolean enter(InetAddress address) {
    int[] after = {0};
    counts.compute(
        key(address),
        (_, before) -> {
          int now = before == null ? 0 : before;
          after[0] = now + 1;
          return Math.min(now + 1, most);
        });
    return after[0] <= most;
  }

  /** Counts one less. */
  public void leave(InetAddress address) {
    counts.computeIfPresent(key(address), (_, before) -> before == 1 ? null : before - 1);
  }

  /** How many addresses have a connection. */
  public int size() {
    return counts.size();
  }

  /** What an address is counted as. */
  static InetAddress key(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] prefix = Arrays.copyOf(Arrays.copyOf(address.getAddress(), PREFIX_BYTES), 16);
    try {
      return InetAddress.getByAddress(prefix);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }
}

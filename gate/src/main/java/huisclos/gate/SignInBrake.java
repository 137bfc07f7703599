package huisclos.gate;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing at the sign-in page slow: of one account from one network, of any account from one
 * network, and of one account from anywhere. The last would let strangers shut somebody out, so it
 * doesn't bind a network that this person signed in from before, and it ends by itself within a
 * quarter of an hour. Counts what isn't an account like what is. Thread-safe.
 */
final class SignInBrake {
  static final int FREE_PER_PAIR = 5;
  static final int FREE_PER_NETWORK = 40;
  static final int FREE_PER_ACCOUNT = 60;
  private static final int MAX_REMEMBERED = 16_384;

  /** Networks of an IPv6 address are its first 64 bits: four groups. */
  private static final int NETWORK_GROUPS = 4;

  /** No user name holds one. */
  private static final String SEPARATOR = "\\";

  private final BackOff pairs;
  private final BackOff networks;
  private final BackOff accounts;
  private final Map<String, Boolean> knownPairs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  SignInBrake(Clock clock) {
    this.pairs = new BackOff(clock, MAX_REMEMBERED);
    this.networks = new BackOff(clock, MAX_REMEMBERED);
    this.accounts = new BackOff(clock, MAX_REMEMBERED);
  }

  /** Whether anything of this name from this address is looked at now. */
  synchronized boolean open(String remote, String name) {
    String network = network(remote);
    String pair = network + SEPARATOR + name;
    return networks.open(network)
        && pairs.open(pair)
        && (knownPairs.containsKey(pair) || accounts.open(name));
  }

  /** What a failure closed for a while. */
  enum Closed {
    NOTHING,
    /** This name for this network: forgetting a password looks like it too. */
    PAIR,
    /** A whole network, or a name from anywhere: somebody guesses. */
    MORE
  }

  /** It was wrong. */
  synchronized Closed failed(String remote, String name) {
    String network = network(remote);
    boolean wide = networks.failed(network, FREE_PER_NETWORK);
    boolean pair = pairs.failed(network + SEPARATOR + name, FREE_PER_PAIR);
    wide |= accounts.failed(name, FREE_PER_ACCOUNT);
    return wide ? Closed.MORE : pair ? Closed.PAIR : Closed.NOTHING;
  }

  /** Somebody is signed in: the name's counts start anew, the network's goes on. */
  synchronized void passed(String remote, String name) {
    String pair = network(remote) + SEPARATOR + name;
    pairs.forget(pair);
    accounts.forget(name);
    knownPairs.put(pair, true);
  }

  /** An IPv4 address, or the network of an IPv6 address, whose owner has all of it. */
  static String network(String remote) {
    int scope = remote.indexOf('%');
    String address = scope < 0 ? remote : remote.substring(0, scope);
    if (address.indexOf(':') < 0) {
      return address;
    }
    String[] halves = address.split("::", 2);
    String[] first = halves[0].isEmpty() ? new String[0] : halves[0].split(":");
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < NETWORK_GROUPS; i++) {
      network.append(i < first.length ? first[i] : "0").append(':');
    }
    return network.toString();
  }
}

package huisclos.probe.scope;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The addresses of a scope, by number: every range minus the exclusions, each address once.
 * Thread-safe; holds ranges, never a list of addresses.
 */
public interface TargetSpace {
  /** How many addresses there are. */
  long size();

  /**
   * The address with this number, ascending.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
   */
  InetAddress at(long index);

  /** The host name that the scope pins to this address; the first where it pins several. */
  Optional<String> nameOf(InetAddress address);
}

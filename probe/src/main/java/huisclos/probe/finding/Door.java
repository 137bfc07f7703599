package huisclos.probe.finding;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A port of an address.
 *
 * @param address a literal IPv4 or IPv6 address
 * @param port 1 to 65535
 * @param kind what is expected there
 * @param name the host name by which the scope names the address, pinned to it
 */
public record Door(String address, int port, DoorKind kind, Optional<String> name) {
  public Door {
    if (port < 1 || port > 0xFFFF) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
    literal(address);
  }

  /** A door of an address without a name. */
  public static Door of(InetAddress address, int port, DoorKind kind) {
    return new Door(address.getHostAddress(), port, kind, Optional.empty());
  }

  /** Where to connect to; never resolved by a name. */
  public InetSocketAddress socketAddress() {
    return new InetSocketAddress(literal(address), port);
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a literal address", e);
    }
  }

  /** The same place, expected to be something else. */
  public Door as(DoorKind other) {
    return new Door(address, port, other, name);
  }

  /** {@code ADDRESS:PORT}, with brackets around an IPv6 address. */
  @Override
  public String toString() {
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
  }
}

package huisclos.desk.dimse;

import java.net.InetSocketAddress;

/** A peer's address as the trail keeps it: numeric, without the port, never looked up by name. */
final class Remote {
  private Remote() {}

  static String of(InetSocketAddress address) {
    return address.isUnresolved() ? "" : address.getAddress().getHostAddress();
  }
}

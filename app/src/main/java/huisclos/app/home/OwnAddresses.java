package huisclos.app.home;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;

/** Which addresses are this machine's. */
final class OwnAddresses {
  /** A machine with more than these is looked at in part. */
  private static final int MOST = 32;

  private OwnAddresses() {}

  /** Where a listener that is bound to this can be reached from here. */
  static List<InetAddress> behind(InetAddress bound) {
    if (!bound.isAnyLocalAddress()) {
      return List.of(bound);
    }
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress())
          .limit(MOST)
          .toList();
    } catch (SocketException e) {
      return List.of(InetAddress.getLoopbackAddress());
    }
  }

  /** Whether it is one of ours. */
  static boolean has(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}

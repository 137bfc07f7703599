package huisclos.probe.run;

import huisclos.probe.finding.Door;
import java.net.InetAddress;
import java.util.List;

/**
 * An address and its doors, which are looked at one after another.
 *
 * @param doors in the order in which they are tried; all of this address
 */
public record Host(InetAddress address, List<Door> doors) {
  public Host {
    doors = List.copyOf(doors);
  }
}

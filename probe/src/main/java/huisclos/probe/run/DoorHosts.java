package huisclos.probe.run;

import huisclos.probe.finding.Door;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Doors that are named one by one: those to check again, or a server's own. */
public final class DoorHosts implements Hosts {
  private final List<Host> hosts;

  public DoorHosts(Collection<Door> doors) {
    Map<String, List<Door>> byAddress = new LinkedHashMap<>();
    for (Door door : doors) {
      byAddress.computeIfAbsent(door.address(), _ -> new ArrayList<>()).add(door);
    }
    hosts =
        byAddress.values().stream()
            .map(of -> new Host(of.getFirst().socketAddress().getAddress(), of))
            .toList();
  }

  @Override
  public long size() {
    return hosts.size();
  }

  @Override
  public Host at(long index) {
    return hosts.get(Math.toIntExact(index));
  }
}

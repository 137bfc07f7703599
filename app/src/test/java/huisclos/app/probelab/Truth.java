package huisclos.app.probelab;

import huisclos.probe.finding.DoorKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A door of the laboratory with what is behind it.
 *
 * @param server in words, as the table shows it
 * @param station the last number of its address
 * @param rows one for each service that is to be found there, and no other
 */
record Truth(String server, int station, int port, DoorKind kind, List<Row> rows) {
  Truth {
    rows = List.copyOf(rows);
  }

  static Truth of(String server, int station, int port, DoorKind kind, Row... rows) {
    return new Truth(server, station, port, kind, List.of(rows));
  }

  String address() {
    return "127.66.0." + station;
  }

  /** The doors of these stations alone. */
  static List<Truth> at(List<Truth> all, List<Integer> stations) {
    List<Truth> some = new ArrayList<>(all);
    some.removeIf(truth -> !stations.contains(truth.station()));
    return some;
  }
}

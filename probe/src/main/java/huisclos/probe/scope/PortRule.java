package huisclos.probe.scope;

import huisclos.probe.finding.DoorKind;

/**
 * A port and what is expected behind it.
 *
 * @param port 1 to 65535
 * @param kind which look it gets
 */
public record PortRule(int port, DoorKind kind) {
  public PortRule {
    if (port < 1 || port > 0xFFFF) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }
}

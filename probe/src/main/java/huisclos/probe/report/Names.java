package huisclos.probe.report;

import huisclos.probe.finding.Door;
import huisclos.probe.results.ResultStore;

/**
 * What a report calls hosts and owners: by themselves, or by pseudonyms that are the same
 * throughout one report and differ between reports. Thread-safe.
 */
public final class Names {
  private final ResultStore store;
  private final String context;
  private final boolean plain;

  /**
   * @param context of the report: a pseudonym is the same within it only
   * @param plain whether addresses and names may be shown
   */
  public Names(ResultStore store, String context, boolean plain) {
    this.store = store;
    this.context = context;
    this.plain = plain;
  }

  /** Whether addresses and names are shown. */
  public boolean plain() {
    return plain;
  }

  /** A host. */
  public String host(String address) {
    return plain ? address : "host-" + store.pseudonym("host " + context, address);
  }

  /** A door: host and port. */
  public String door(Door door) {
    return plain ? door.toString() : host(door.address()) + ":" + door.port();
  }

  /** An owner, who may be an address. */
  public String owner(String owner) {
    return plain ? owner : "owner-" + store.pseudonym("owner " + context, owner);
  }

  /** Words of ours about a door, without its address and name where those are not shown. */
  public String text(String words, Door door) {
    if (plain) {
      return words;
    }
    String host = host(door.address());
    String shown = words.replace(door.address(), host);
    return door.name().map(name -> replace(shown, name, host)).orElse(shown);
  }

  private static String replace(String text, String name, String by) {
    return name.isEmpty() ? text : text.replace(name, by);
  }
}

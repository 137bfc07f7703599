package huisclos.probe.finding;

/** Text from the wire that may be kept: an implementation's name, a server's header. */
public final class Shown {
  private Shown() {}

  /** Printable ASCII of it, other characters as {@code ?}, at most {@code most} characters. */
  public static String text(String wire, int most) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < wire.length() && shown.length() < most; i++) {
      char c = wire.charAt(i);
      shown.append(c >= ' ' && c < 0x7F ? c : '?');
    }
    return shown.toString().strip();
  }
}

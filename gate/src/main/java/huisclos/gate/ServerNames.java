package huisclos.gate;

import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The DNS names and addresses that a server certificate is made out to. */
final class ServerNames {
  /** More names than anyone needs; a certificate has to fit in a handshake. */
  static final int MAX_NAMES = 64;

  private static final Pattern DNS =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
  private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private ServerNames() {}

  /**
   * The configured names, then the machine's name, localhost and both loopback addresses.
   *
   * @throws IllegalArgumentException naming an entry that is neither a DNS name nor an address
   */
  static List<String> of(List<String> configured) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : configured) {
      names.add(
          normal(name)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "[listen] names: \"" + name + "\" is neither a DNS name nor an address")));
    }
    hostName().flatMap(ServerNames::normal).ifPresent(names::add);
    names.add("localhost");
    names.add("127.0.0.1");
    names.add("0:0:0:0:0:0:0:1");
    if (names.size() > MAX_NAMES) {
      throw new IllegalArgumentException("[listen] names: at most " + MAX_NAMES + " names");
    }
    return new ArrayList<>(names);
  }

  /** One spelling for each name: lower case, international names in ASCII, addresses in full. */
  static Optional<String> normal(String name) {
    if (name.indexOf(':') >= 0 || NUMERIC.matcher(name).matches()) {
      // The JDK also takes "1.2.3" and zones such as "%eth0"; a certificate doesn't.
      if ((name.indexOf(':') < 0 && !DOTTED.matcher(name).matches()) || name.indexOf('%') >= 0) {
        return Optional.empty();
      }
      try {
        return Optional.of(InetAddress.ofLiteral(name).getHostAddress());
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    try {
      String lower = name.toLowerCase(Locale.ROOT);
      // Its tables cost a start a few milliseconds; most names need none of them.
      String ascii = lower.chars().allMatch(c -> c < 0x80) ? lower : IDN.toASCII(lower);
      return DNS.matcher(ascii).matches() ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** From the kernel where it tells: the resolver can take seconds on a misconfigured machine. */
  private static Optional<String> hostName() {
    try {
      return Optional.of(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    } catch (IOException e) {
      try {
        return Optional.of(InetAddress.getLocalHost().getHostName());
      } catch (UnknownHostException unknown) {
        return Optional.empty();
      }
    }
  }
}

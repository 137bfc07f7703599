package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.desk.web.WebLimits;
import huisclos.gate.WebSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the settings say of the web door.
 *
 * @param address where it listens
 * @param name the host name that browsers reach it by; empty where none is named
 * @param origins other sites whose pages may ask and read
 * @param pair the certificate and key that browsers are shown; empty for the site's own
 * @param session how long people stay signed in
 * @param connections how many there may be, and for how long without a request
 */
public record WebDoorSettings(
    InetSocketAddress address,
    Optional<String> name,
    List<String> origins,
    Optional<Pair> pair,
    Session session,
    Connections connections) {
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /**
   * What is held of connections.
   *
   * @param most at once
   * @param quiet how long one is kept without a complete request
   */
  public record Connections(int most, Duration quiet) {
    private static final int FEWEST = 16;
    private static final int HIGHEST = 65_536;

    /** Of all there may be, the share that may come from one address. */
    private static final int PER_ADDRESS = 8;

    static boolean holds(long most) {
      return most >= FEWEST && most <= HIGHEST;
    }

    /** The limits of the door with these. */
    WebLimits limits() {
      WebLimits usual = WebLimits.DEFAULT;
      return usual
          .withConnections(most, Math.max(FEWEST, most / PER_ADDRESS))
          .withTimes(usual.handshake(), quiet, usual.stall(), usual.grace());
    }
  }

  /** Two files in PEM. */
  public record Pair(Path certificate, Path key) {}

  /**
   * How long people stay signed in.
   *
   * @param idle without a request
   * @param absolute whatever they do
   */
  public record Session(Duration idle, Duration absolute) {
    private static final Pattern SPAN =
        Pattern.compile("([0-9]{1,5}) ?(seconds?|minutes?|hours?|s|min|h)");
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** A span as the settings write it; empty where it is none, too short or too long. */
    static Optional<Duration> span(String text) {
      Matcher span = SPAN.matcher(text.strip());
      if (!span.matches()) {
        return Optional.empty();
      }
      long number = Long.parseLong(span.group(1));
      Duration length =
          switch (span.group(2).charAt(0)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
          };
      return Optional.of(length)
          .filter(d -> d.compareTo(SHORTEST) >= 0 && d.compareTo(LONGEST) <= 0);
    }
  }

  public WebDoorSettings {
    origins = List.copyOf(origins);
  }

  /**
   * Checks what was read.
   *
   * @param file is only named in errors
   */
  static WebDoorSettings of(
      InetSocketAddress address,
      String name,
      List<String> origins,
      String certificate,
      String key,
      Session session,
      Connections connections,
      Path file) {
    String host = name.strip().toLowerCase(Locale.ROOT);
    if (!host.isEmpty() && !HOST.matcher(host).matches()) {
      throw UserError.usage(
          file + ": https.name is no host name", "for example \"pacs.example.org\"");
    }
    origins.forEach(origin -> checkOrigin(origin, file));
    if (certificate.isEmpty() != key.isEmpty()) {
      throw UserError.usage(
          file + ": [https] needs certificate and key together", "set both, or none of them");
    }
    if (session.absolute().compareTo(session.idle()) < 0) {
      throw UserError.usage(file + ": https.session is shorter than https.idle", "");
    }
    Optional<Pair> pair =
        certificate.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Pair(
                    absolute("https.certificate", certificate, file),
                    absolute("https.key", key, file)));
    return new WebDoorSettings(
        address, Optional.of(host).filter(h -> !h.isEmpty()), origins, pair, session, connections);
  }

  private static Path absolute(String key, String text, Path file) {
    if (!text.startsWith("/")) {
      throw UserError.usage(file + ": " + key + " must be an absolute path", "");
    }
    return Path.of(text).normalize();
  }

  /** A scheme, a host and perhaps a port, as browsers write it (RFC 6454 §7). */
  private static void checkOrigin(String origin, Path file) {
    try {
      URI uri = new URI(origin);
      boolean whole =
          "https".equals(uri.getScheme())
              && uri.getHost() != null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null
              && origin.equals(origin.toLowerCase(Locale.ROOT));
      if (whole) {
        return;
      }
    } catch (URISyntaxException e) {
      // Told of below.
    }
    throw UserError.usage(
        file + ": https.origins holds something that is no origin",
        "for example \"https://viewer.example.org\", without a path");
  }

  /** The host name that browsers reach it by, as this machine's own do where none is named. */
  public String hostName() {
    return name.orElse("localhost");
  }

  /** What people's identities hang on. */
  WebSettings ofPeople() {
    return new WebSettings(Optional.of(hostName()), session.idle(), session.absolute());
  }

  /** The same at another address. */
  WebDoorSettings at(InetSocketAddress other) {
    return new WebDoorSettings(other, name, origins, pair, session, connections);
  }
}

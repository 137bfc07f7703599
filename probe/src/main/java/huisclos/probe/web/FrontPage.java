package huisclos.probe.web;

import huisclos.probe.finding.Barrier;
import huisclos.probe.wire.DialException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a web server shows who comes to its door, and where that leads on the same host and port.
 *
 * @param answered whether HTTP came back
 * @param failure why it didn't
 * @param status of the page that it led to
 * @param barrier what stopped us
 * @param signs what tells its product
 * @param leadsElsewhere whether it sends callers to another host or port: not followed
 * @param names what it lists, where it is a listing
 */
record FrontPage(
    boolean answered,
    HttpAnswer.Failure failure,
    int status,
    Barrier barrier,
    WebSigns signs,
    boolean leadsElsewhere,
    Names names) {
  private static final int MAX_PAGE = 64 * 1024;
  private static final int MAX_REDIRECTS = 2;
  private static final byte[] ROOT = {'/'};

  /** The most that is read of a listing, bytes. */
  static final long MAX_LISTING = 64L * 1024 * 1024;

  static FrontPage look(WebDoor door) throws DialException {
    HttpAnswer answer = door.ask(Asks.FRONT, HttpAsk.get("/"));
    byte[] base = ROOT;
    FrontPage page = of(answer, base);
    for (int i = 0; i < MAX_REDIRECTS && page.status / 100 == 3; i++) {
      Optional<String> onward = sameOrigin(door, base, answer.head().header("location"));
      if (onward.isEmpty()) {
        return page.elsewhere(answer.head().header("location").isPresent());
      }
      String target = onward.orElseThrow();
      base = folder(target);
      answer = door.ask(Asks.FRONT_REDIRECTED, HttpAsk.get(target));
      FrontPage next = of(answer, base);
      page =
          next.answered
              ? new FrontPage(
                  true,
                  next.failure,
                  next.status,
                  next.barrier,
                  page.signs.and(next.signs),
                  false,
                  next.names)
              : page;
      if (!next.answered) {
        break;
      }
    }
    return page;
  }

  private static FrontPage of(HttpAnswer answer, byte[] base) {
    byte[] first = answer.first(MAX_PAGE);
    try {
      Names.Kind kind = answer.is(200) ? Names.kindOf(first) : Names.Kind.NONE;
      Names names = Names.none();
      if (kind != Names.Kind.NONE) {
        names = Names.count(kind, base, first, answer.body(MAX_LISTING));
        if (!answer.whole()) {
          names.stoppedShort();
        }
      }
      return new FrontPage(
          answer.failure() == HttpAnswer.Failure.NONE,
          answer.failure(),
          answer.status(),
          answer.is(400) && wantsTls(first) ? Barrier.TLS_REQUIRED : answer.barrier(),
          WebSigns.of(answer.head(), first),
          false,
          names);
    } finally {
      Arrays.fill(first, (byte) 0);
    }
  }

  /** As nginx, Apache and Go say that clear text came where TLS is spoken. */
  private static boolean wantsTls(byte[] page) {
    return WebSigns.Needle.find(page, 0, page.length, "plain http") >= 0
        || WebSigns.Needle.find(page, 0, page.length, "http request to an https server") >= 0;
  }

  private FrontPage elsewhere(boolean somewhere) {
    return new FrontPage(answered, failure, status, barrier, signs, somewhere, names);
  }

  /** The path and query that a redirect leads to, if it stays at this door. */
  private static Optional<String> sameOrigin(WebDoor door, byte[] base, Optional<String> location) {
    if (location.isEmpty()) {
      return Optional.empty();
    }
    try {
      String origin = door.origin();
      URI to =
          URI.create(origin + new String(base, StandardCharsets.US_ASCII))
              .resolve(location.orElseThrow());
      boolean same =
          to.getScheme() != null
              && to.getRawAuthority() != null
              && WebDoor.sameOrigin(URI.create(origin), to);
      String path = to.getRawPath();
      if (!same || path == null || !path.startsWith("/")) {
        return Optional.empty();
      }
      String target = to.getRawQuery() == null ? path : path + "?" + to.getRawQuery();
      return target.chars().allMatch(c -> c > ' ' && c < 0x7F)
          ? Optional.of(target)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] folder(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return path.substring(0, path.lastIndexOf('/') + 1).getBytes(StandardCharsets.US_ASCII);
  }
}

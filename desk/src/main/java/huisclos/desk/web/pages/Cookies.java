package huisclos.desk.web.pages;

import huisclos.desk.web.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The two cookies of the door: of a session, and of a sign-in under way. Both go back to this host
 * alone, over TLS alone, from our own pages alone, and no script sees them (RFC 6265bis §4.1).
 */
final class Cookies {
  static final String SESSION = "__Host-session";
  static final String TICKET = "__Host-sign-in";
  private static final String RULES = "; Path=/; Secure; HttpOnly; SameSite=Strict";
  private static final int TICKET_SECONDS = 600;

  private Cookies() {}

  /** Ends with the browser; the gate ends it sooner. */
  static void session(Call call, String code) {
    call.set("Set-Cookie", SESSION + "=" + code + RULES);
  }

  static void endSession(Call call) {
    call.set("Set-Cookie", SESSION + "=" + RULES + "; Max-Age=0");
  }

  static void ticket(Call call, String code) {
    call.set("Set-Cookie", TICKET + "=" + code + RULES + "; Max-Age=" + TICKET_SECONDS);
  }

  /** The sign-in under way; none where there are several: one was planted then. */
  static Optional<String> ticket(Call call) {
    List<String> found =
        Arrays.stream(call.header("Cookie").orElse("").split("[;,]"))
            .map(String::strip)
            .filter(pair -> pair.startsWith(TICKET + "="))
            .map(pair -> pair.substring(TICKET.length() + 1))
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}

package huisclos.gate;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Bearer tokens (RFC 6750) that the site's issuer signed (RFC 9068). Nobody can take one back, so
 * none is good for longer than {@link #LONGEST} after it was issued, whatever it says. Safe from
 * many threads.
 *
 * <p>Whom it names by {@code sub}, if known here, is who comes, and gets what the token and their
 * own roles both allow; else a program comes, by its {@code client_id}, and {@code user/} scopes
 * grant it nothing. A {@code patient} claim narrows everything to that patient.
 */
final class Bearers {
  /** For how long at most a token is good after it was issued. */
  static final Duration LONGEST = Duration.ofHours(1);

  /**
   * What a program of the issuer is called begins with this, so that no token of ours shares it.
   */
  static final String NAME_PREFIX = "oauth:";

  private static final int MAX_NAME_CHARS = 64;

  private final Tokens tokens;
  private final UserRegistry people;
  private final Clock clock;

  Bearers(Tokens tokens, UserRegistry people, Clock clock) {
    this.tokens = tokens;
    this.people = people;
    this.clock = clock;
  }

  Program check(String token, String remote) {
    Optional<JWTClaimsSet> claims = tokens.claims(token);
    if (claims.isEmpty() || claims.get().getIssueTime() == null) {
      return no();
    }
    try {
      return check(claims.get(), remote);
    } catch (ParseException | IllegalArgumentException e) {
      return no();
    }
  }

  private static Program.No no() {
    return new Program.No(Reason.USER_TOKEN, Optional.empty());
  }

  private Program check(JWTClaimsSet claims, String remote) throws ParseException {
    Instant end = end(claims);
    if (ended(end).isPresent()) {
      return no();
    }
    Optional<PatientKey> patient = patient(claims);
    Scopes scopes = Scopes.of(scopes(claims));
    Optional<User> user = person(claims.getSubject());
    Set<Verb> verbs = EnumSet.noneOf(Verb.class);
    verbs.addAll(scopes.system());
    if (user.isPresent()) {
      verbs.addAll(scopes.user());
    }
    if (patient.isPresent()) {
      verbs.addAll(scopes.patient());
    }
    Reach reach = patient.map(p -> Reach.of(Reach.Part.patient(p))).orElse(Reach.EVERYTHING);
    Allowance allowance = new Allowance(verbs, reach);
    if (user.isEmpty()) {
      return new Program.Is(
          Identity.program(name(claims), "token", () -> ended(end), allowance, remote));
    }
    User person = user.get();
    Optional<Reason> unwelcome = WebParts.objection(person);
    return unwelcome.isPresent()
        ? new Program.No(unwelcome.get(), Optional.of(person.name()))
        : new Program.Is(
            Identity.person(
                person, "token", Identity.newSession(), () -> ended(end), allowance, remote));
  }

  private static Instant end(JWTClaimsSet claims) {
    Instant longest = claims.getIssueTime().toInstant().plus(LONGEST);
    Instant said = claims.getExpirationTime().toInstant();
    return said.isBefore(longest) ? said : longest;
  }

  private Optional<Reason> ended(Instant end) {
    return clock.instant().isBefore(end.plusSeconds(Tokens.SKEW_SECONDS))
        ? Optional.empty()
        : Optional.of(Reason.USER_TOKEN);
  }

  private Optional<User> person(String subject) {
    return people
        .subject(subject)
        .or(() -> people.subject(Federation.subject(tokens.issuer(), subject)));
  }

  /** The patient whose context the token is for: an id, or {@code issuer|id}. */
  private static Optional<PatientKey> patient(JWTClaimsSet claims) throws ParseException {
    if (claims.getClaim("patient") == null) {
      return Optional.empty();
    }
    String said = claims.getStringClaim("patient");
    int bar = said.indexOf('|');
    return Optional.of(
        new PatientKey(said.substring(bar + 1), bar < 0 ? "" : said.substring(0, bar)));
  }

  /** Of {@code scope}, one text (RFC 8693 §4.2), and {@code scp}, a list or a text. */
  private static List<String> scopes(JWTClaimsSet claims) throws ParseException {
    return Stream.of("scope", "scp")
        .flatMap(name -> texts(claims.getClaim(name)))
        .flatMap(text -> Arrays.stream(text.split(" ", -1)))
        .limit(Scopes.MAX)
        .toList();
  }

  static Stream<String> texts(@org.jspecify.annotations.Nullable Object claim) {
    if (claim instanceof String text) {
      return Stream.of(text);
    }
    return claim instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast)
        : Stream.empty();
  }

  private static String name(JWTClaimsSet claims) {
    String said =
        Stream.of("client_id", "azp")
            .flatMap(name -> texts(claims.getClaim(name)))
            .findFirst()
            .orElse(claims.getSubject());
    return NAME_PREFIX + said.substring(0, Math.min(said.length(), MAX_NAME_CHARS));
  }
}

package huisclos.gate;

import com.nimbusds.jwt.JWTClaimsSet;
import huisclos.gate.internal.Pem;
import huisclos.trail.TrailException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * People who sign in at an identity provider (OpenID Connect Core: authorization code, with PKCE,
 * RFC 7636). Nothing is fetched here. The provider's groups say what roles somebody has: looked at
 * anew at each sign-in, on record where they changed. The second factor is asked for there and
 * proven by the ID token ({@link Proof}). Safe from many threads.
 */
public final class Federation {
  /** For how long a sign-in may be under way. */
  static final Duration LIFE = Duration.ofMinutes(10);

  /** At most so many sign-ins under way; the oldest makes room. */
  static final int MAX_PENDING = 1_000;

  /** Groups of one person that are looked at. */
  static final int MAX_GROUPS = 1_000;

  /** On the trail as the one who gives roles by groups. */
  private static final String ACCOUNT = "oidc";

  private static final String KIND = "oidc";

  private final Rules rules;
  private final WebParts parts;
  private final Accounts accounts;
  private final SealedRecords<Pending> records;
  private final IdTokens idTokens;
  private final Clock clock;

  /**
   * Whose word is taken, and for what.
   *
   * @param issuer the provider's identifier
   * @param clientId what we are called there
   * @param groupsClaim which claim names somebody's groups
   * @param roles the role of each group that has one
   * @param acr authentication context classes of which a sign-in must have one, whatever the proof
   * @param proof what shows the second factor where no class is asked for
   */
  public record Rules(
      String issuer,
      String clientId,
      String groupsClaim,
      Map<String, Role> roles,
      Set<String> acr,
      Proof proof) {
    public Rules {
      roles = Map.copyOf(roles);
      acr = Set.copyOf(acr);
    }
  }

  /** What shows that somebody used a second factor. */
  public enum Proof {
    /** The ID token's {@code amr} has to name {@code mfa} (RFC 8176 §2). */
    TOKEN,

    /** Whoever set it vouches that the provider lets nobody in without. */
    PROVIDER
  }

  /**
   * A sign-in that begins.
   *
   * @param ticket ties it to the browser: a cookie's value
   * @param state what the provider has to send back
   * @param nonce what the ID token has to say
   * @param challenge S256 of the verifier (RFC 7636 §4.2)
   */
  public record Start(String ticket, String state, String nonce, String challenge) {
    @Override
    public String toString() {
      return "Start[...]";
    }
  }

  /**
   * A sign-in that comes back, taken once.
   *
   * @param verifier to be shown to the provider with the code
   */
  public record Pending(String state, String nonce, String verifier, Instant began) {
    @Override
    public String toString() {
      return "Pending[...]";
    }
  }

  Federation(
      Rules rules,
      IssuerKeys keys,
      WebParts parts,
      Accounts accounts,
      RecordStore store,
      KeyProtector protector,
      Clock clock) {
    this.rules = rules;
    this.parts = parts;
    this.accounts = accounts;
    this.records = new SealedRecords<>(store, protector, KIND, new Codec());
    this.idTokens = new IdTokens(rules.issuer(), rules.clientId(), keys, clock);
    this.clock = clock;
  }

  /** By what {@link User#subject} the provider's person of this {@code sub} is known. */
  public static String subject(String issuer, String sub) {
    return issuer + "#" + sub;
  }

  /** Begins a sign-in. */
  public Start begin() {
    Endings.makeRoom(
        records.list(""),
        MAX_PENDING,
        clock.instant(),
        pending -> pending.began().plus(LIFE),
        records::remove);
    String ticket = SecretCode.make();
    Pending pending =
        new Pending(SecretCode.make(), SecretCode.make(), SecretCode.make(), clock.instant());
    records.put(SecretCode.digest(ticket), pending);
    byte[] hash = Pem.sha256(pending.verifier().getBytes(StandardCharsets.US_ASCII));
    return new Start(
        ticket,
        pending.state(),
        pending.nonce(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
  }

  /**
   * The sign-in that comes back, whether or not it goes on; empty, and on record, where it is
   * another browser's, was taken already, took too long, or another issuer answered.
   *
   * @param iss the response's {@code iss} (RFC 9207); empty where it has none
   * @param issExpected whether the provider promises to send it
   */
  public Optional<Pending> take(
      String ticket, String state, Optional<String> iss, boolean issExpected, String remote) {
    Optional<String> key = SecretCode.key(ticket);
    Optional<Pending> pending = key.flatMap(records::get);
    // Whoever removes it has it.
    boolean taken = pending.isPresent() && records.remove(key.get());
    boolean good =
        taken
            && pending.get().state().equals(state)
            && clock.instant().isBefore(pending.get().began().plus(LIFE))
            && iss.map(rules.issuer()::equals).orElse(!issExpected);
    if (!good) {
      var _ = parts.log().refused(remote, Reason.SESSION_ENDED, Optional.empty());
      return Optional.empty();
    }
    return pending;
  }

  /** Puts on record that the provider didn't say who it is. */
  public SignIn refused(String remote) {
    return parts.log().refused(remote, Reason.USER_TOKEN, Optional.empty());
  }

  /** Signs somebody in by the token that the provider gave for this sign-in. */
  public SignIn signIn(Pending pending, String idToken, String remote) {
    return accounts.guarded(
        remote,
        () -> {
          Optional<JWTClaimsSet> claims;
          try {
            claims = idTokens.check(idToken, pending.nonce());
          } catch (IOException e) {
            return parts.log().refused(remote, Reason.UNAVAILABLE, Optional.empty());
          }
          if (claims.isEmpty()) {
            return parts.log().refused(remote, Reason.USER_TOKEN, Optional.empty());
          }
          if (!strongEnough(claims.get())) {
            return parts.log().refused(remote, Reason.NO_SECOND_FACTOR, Optional.empty());
          }
          return signIn(claims.get(), remote);
        });
  }

  private boolean strongEnough(JWTClaimsSet claims) {
    if (!rules.acr().isEmpty()) {
      return claims.getClaim("acr") instanceof String acr && rules.acr().contains(acr);
    }
    return switch (rules.proof()) {
      case TOKEN -> Bearers.texts(claims.getClaim("amr")).anyMatch("mfa"::equals);
      case PROVIDER -> true;
    };
  }

  private SignIn signIn(JWTClaimsSet claims, String remote) throws TrailException {
    Set<Role> roles = roles(claims);
    String subject = subject(rules.issuer(), claims.getSubject());
    Optional<User> known = parts.people().registry().subject(subject);
    Optional<String> name = known.map(User::name);
    if (known.isPresent() && !known.get().roles().equals(roles)) {
      var _ = parts.users().roles(name.get(), roles, known.get().physicians(), ACCOUNT);
    }
    if (roles.isEmpty()) {
      return parts.log().refused(remote, Reason.NO_ROLE, name);
    }
    if (known.isEmpty()) {
      add(claims, subject, roles);
    }
    Optional<User> user = parts.people().registry().subject(subject);
    if (user.isEmpty()) {
      return parts.log().refused(remote, Reason.USER_UNKNOWN, Optional.empty());
    }
    Optional<Reason> unwelcome = WebParts.objection(user.get());
    return unwelcome.isPresent()
        ? parts.log().refused(remote, unwelcome.get(), name)
        : accounts.done(user.get(), remote, ACCOUNT, List.of());
  }

  private Set<Role> roles(JWTClaimsSet claims) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    Bearers.texts(claims.getClaim(rules.groupsClaim()))
        .limit(MAX_GROUPS)
        .flatMap(group -> Stream.ofNullable(rules.roles().get(group)))
        .forEach(roles::add);
    return roles;
  }

  /** By the name that they have there; somebody else of that name here keeps it. */
  private void add(JWTClaimsSet claims, String subject, Set<Role> roles) throws TrailException {
    String preferred =
        Stream.of("preferred_username", "email")
            .flatMap(name -> Bearers.texts(claims.getClaim(name)))
            .filter(name -> UserName.of(name).isPresent())
            .findFirst()
            .orElse(claims.getSubject());
    String tag = SecretCode.digest(subject).substring(0, 8);
    for (String name : new String[] {preferred, preferred + "." + tag, tag}) {
      Optional<UserAdmin.Refusal> refusal =
          parts
              .users()
              .add(
                  new UserAdmin.Order(name, subject, Set.of(), roles, Set.of(), Set.of()),
                  Optional.empty(),
                  ACCOUNT);
      if (refusal.isEmpty()) {
        return;
      }
    }
  }

  private static final class Codec implements SealedRecords.Codec<Pending> {
    @Override
    public void write(Pending pending, DataOutputStream out) throws IOException {
      out.writeUTF(pending.state());
      out.writeUTF(pending.nonce());
      out.writeUTF(pending.verifier());
      out.writeLong(pending.began().toEpochMilli());
    }

    @Override
    public Pending read(DataInputStream in) throws IOException {
      return new Pending(
          in.readUTF(), in.readUTF(), in.readUTF(), Instant.ofEpochMilli(in.readLong()));
    }
  }
}

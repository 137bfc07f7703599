package huisclos.gate;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decides whether somebody is who a device says. Looked up live at each question. Safe from many
 * threads.
 */
final class People {
  private final UserRegistry registry;
  private final Passwords passwords;
  private final PasswordBrake brake;
  private final Optional<Tokens> tokens;

  People(UserRegistry registry, KeyProtector protector, Optional<TokenIssuer> issuer, Clock clock) {
    this(registry, new Passwords(protector), issuer, clock);
  }

  People(UserRegistry registry, Passwords passwords, Optional<TokenIssuer> issuer, Clock clock) {
    this.registry = registry;
    this.passwords = passwords;
    this.brake = new PasswordBrake(clock);
    this.tokens = issuer.map(i -> new Tokens(i, clock));
  }

  /** What came of a claim. */
  sealed interface Answer {
    record Is(User user) implements Answer {}

    /**
     * Not believed.
     *
     * @param known the name, where there is such a person: a name that nobody has may be a password
     *     typed in the wrong place, and stays off the record
     */
    record No(Reason reason, Optional<String> known) implements Answer {}
  }

  UserRegistry registry() {
    return registry;
  }

  Passwords passwords() {
    return passwords;
  }

  Optional<Tokens> tokens() {
    return tokens;
  }

  /** Checks a claim made by a device that is itself good. */
  Answer check(ClaimedUser claim, String aet) {
    try {
      return switch (claim) {
        case ClaimedUser.Named(String name) -> named(name, aet);
        case ClaimedUser.WithPassword(String name, byte[] password) -> {
          try {
            yield withPassword(name, password, aet);
          } finally {
            Arrays.fill(password, (byte) 0);
          }
        }
        case ClaimedUser.WithToken(String token) ->
            tokens
                .flatMap(t -> t.subject(token))
                .map(subject -> standing(registry.subject(subject), aet))
                .orElseGet(() -> new Answer.No(Reason.USER_TOKEN, Optional.empty()));
        case ClaimedUser.NotTaken _ -> new Answer.No(Reason.USER_TYPE, Optional.empty());
      };
    } catch (RuntimeException e) {
      return new Answer.No(Reason.UNAVAILABLE, Optional.empty());
    }
  }

  private Answer named(String claimed, String aet) {
    Optional<User> user = UserName.of(claimed).flatMap(registry::user);
    return registry.vouches(aet)
        ? standing(user, aet)
        : new Answer.No(Reason.USER_NOT_VOUCHED, user.map(User::name));
  }

  private Answer withPassword(String claimed, byte[] password, String aet) {
    Optional<String> name = UserName.of(claimed);
    Optional<User> user = name.flatMap(registry::user);
    String counted = name.orElse("");
    if (!brake.open(aet, counted)) {
      return new Answer.No(Reason.USER_BACK_OFF, user.map(User::name));
    }
    Optional<byte[]> sealed = user.flatMap(u -> registry.password(u.name()));
    if (!passwords.matches(counted, password, sealed)) {
      brake.failed(aet, counted);
      return new Answer.No(
          user.isPresent() ? Reason.USER_PASSWORD : Reason.USER_UNKNOWN, user.map(User::name));
    }
    brake.passed(aet, counted);
    return standing(user, aet);
  }

  private static Answer standing(Optional<User> user) {
    if (user.isEmpty()) {
      return new Answer.No(Reason.USER_UNKNOWN, Optional.empty());
    }
    return user.get().suspendedAt().isPresent()
        ? new Answer.No(Reason.USER_SUSPENDED, user.map(User::name))
        : new Answer.Is(user.get());
  }

  private static Answer standing(Optional<User> user, String aet) {
    if (user.isEmpty()) {
      return new Answer.No(Reason.USER_UNKNOWN, Optional.empty());
    }
    return objection(user.get(), aet)
        .<Answer>map(no -> new Answer.No(no, user.map(User::name)))
        .orElseGet(() -> new Answer.Is(user.get()));
  }

  private static Optional<Reason> objection(User user, String aet) {
    if (user.suspendedAt().isPresent()) {
      return Optional.of(Reason.USER_SUSPENDED);
    }
    return user.mayUse(aet) ? Optional.empty() : Optional.of(Reason.USER_NOT_HERE);
  }

  /**
   * The person of this name, if still welcome; else why not.
   *
   * @param since when they were added: somebody else of the same name is not them
   * @param device the title of the device that they sit at, where they do
   */
  Answer again(String name, Instant since, Optional<String> device) {
    try {
      Optional<User> user = registry.user(name).filter(u -> u.added().equals(since));
      return device.isPresent() ? standing(user, device.get()) : standing(user);
    } catch (RuntimeException e) {
      return new Answer.No(Reason.UNAVAILABLE, Optional.empty());
    }
  }
}

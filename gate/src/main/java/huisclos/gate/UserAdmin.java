package huisclos.gate;

import huisclos.trail.Action;
import huisclos.trail.Actor;
import huisclos.trail.Fact;
import huisclos.trail.Outcome;
import huisclos.trail.Trail;
import huisclos.trail.TrailException;
import huisclos.trail.TrailRecord;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds, suspends and removes people, each on record. What lets somebody in is on record before it
 * counts, what shuts somebody out counts first. Safe from many threads.
 */
public final class UserAdmin {
  private final People people;
  private final Trail trail;
  private final Clock clock;

  UserAdmin(People people, Trail trail, Clock clock) {
    this.people = people;
    this.trail = trail;
    this.clock = clock;
  }

  /** Why nothing was changed. */
  public enum Refusal {
    NOT_A_NAME(
        "a user name has 1 to 64 printable characters and no backslash; a subject at most 255"),
    NOT_A_DEVICE("a device of the list is no application entity title"),
    PASSWORD_LENGTH("a password has 8 to 1024 bytes"),
    NOT_A_PHYSICIAN(
        "a physician's name has a letter or a digit, at most 194 characters, no backslash and no"
            + " wild card; a person has at most 16"),
    KNOWN("there is a user of this name or subject already"),
    UNKNOWN("there is no such user");

    private final String message;

    Refusal(String message) {
      this.message = message;
    }

    /** What to tell the operator. */
    public String message() {
      return message;
    }
  }

  /** Longest subject, characters. */
  static final int MAX_SUBJECT_CHARS = 255;

  /**
   * Adds a person; empty when done.
   *
   * @param subject the {@code sub} of the person's tokens; empty stands for the name
   * @param devices where the person may be named; empty means any device
   * @param password empty for somebody who comes by a token or on a device's word
   */
  public synchronized Optional<Refusal> add(
      String name,
      String subject,
      Set<Verb> verbs,
      Set<String> devices,
      Optional<byte[]> password,
      String account)
      throws TrailException {
    return add(new Order(name, subject, verbs, Set.of(), Set.of(), devices), password, account);
  }

  /**
   * Who is to be added.
   *
   * @param subject the {@code sub} of the person's tokens; empty stands for the name
   * @param verbs beside those of the roles
   * @param physicians the person's names as examinations state them
   * @param devices where the person may be named; empty means any device
   */
  public record Order(
      String name,
      String subject,
      Set<Verb> verbs,
      Set<Role> roles,
      Set<String> physicians,
      Set<String> devices) {}

  /** Adds a person with roles; empty when done. */
  public synchronized Optional<Refusal> add(Order order, Optional<byte[]> password, String account)
      throws TrailException {
    String name = order.name();
    String subject = order.subject();
    if (!User.arePhysicians(order.physicians())) {
      return Optional.of(Refusal.NOT_A_PHYSICIAN);
    }
    Optional<String> normal = UserName.of(name);
    if (normal.isEmpty() || subject.length() > MAX_SUBJECT_CHARS) {
      return Optional.of(Refusal.NOT_A_NAME);
    }
    Set<String> titles = new HashSet<>();
    for (String device : order.devices()) {
      Optional<String> title = AeTitle.of(device);
      if (title.isEmpty()) {
        return Optional.of(Refusal.NOT_A_DEVICE);
      }
      titles.add(title.get());
    }
    if (password.isPresent() && unfit(password.get())) {
      return Optional.of(Refusal.PASSWORD_LENGTH);
    }
    User user =
        new User(
            normal.get(),
            subject.isBlank() ? normal.get() : subject,
            order.verbs(),
            order.roles(),
            order.physicians(),
            titles,
            clock.instant(),
            Optional.empty());
    UserRegistry registry = people.registry();
    if (registry.user(user.name()).isPresent() || registry.subject(user.subject()).isPresent()) {
      return Optional.of(Refusal.KNOWN);
    }
    trail.append(
        record(Action.USER_ADD, Outcome.DONE, user.name(), account)
            .fact(Fact.GRANTS, grants(order.roles(), order.verbs()))
            .build());
    Optional<byte[]> sealed = password.map(p -> people.passwords().seal(user.name(), p));
    if (!registry.add(user, sealed)) {
      trail.append(record(Action.USER_ADD, Outcome.FAILED, user.name(), account).build());
      return Optional.of(Refusal.KNOWN);
    }
    return Optional.empty();
  }

  /** Words that no verb has, so that roles and verbs can stand side by side. */
  private static String grants(Set<Role> roles, Set<Verb> verbs) {
    return Stream.concat(
            roles.stream().map(Role::word).sorted(), verbs.stream().map(Verb::word).sorted())
        .collect(Collectors.joining(","));
  }

  /**
   * Gives a person these roles and names as a physician instead of the ones they have; it counts
   * from the next request on, also in open sessions.
   */
  public synchronized Optional<Refusal> roles(
      String name, Set<Role> roles, Set<String> physicians, String account) throws TrailException {
    if (!User.arePhysicians(physicians)) {
      return Optional.of(Refusal.NOT_A_PHYSICIAN);
    }
    UserRegistry registry = people.registry();
    Optional<User> user = registry.user(name);
    if (user.isEmpty()) {
      return Optional.of(Refusal.UNKNOWN);
    }
    TrailRecord record =
        record(Action.USER_ROLES, Outcome.DONE, name, account)
            .fact(Fact.GRANTS, grants(roles, Set.of()))
            .build();
    boolean takesOnlyAway =
        user.get().roles().containsAll(roles) && user.get().physicians().containsAll(physicians);
    if (!takesOnlyAway) {
      trail.append(record);
    }
    if (!registry.roles(name, roles, physicians)) {
      return Optional.of(Refusal.UNKNOWN);
    }
    if (takesOnlyAway) {
      trail.append(record);
    }
    return Optional.empty();
  }

  /** Whether this can't be a password. */
  static boolean unfit(byte[] password) {
    return password.length < Passwords.MIN_BYTES || password.length > Passwords.MAX_BYTES;
  }

  /** Gives somebody another password. On record by whoever lets them. */
  void setPassword(String name, byte[] password) {
    if (!people.registry().setPassword(name, people.passwords().seal(name, password))) {
      throw new IllegalStateException("somebody vanished");
    }
  }

  /** Shuts a person out, from the next request on, also on open associations. */
  public synchronized Optional<Refusal> suspend(String name, String account) throws TrailException {
    if (!people.registry().suspend(name, Optional.of(clock.instant()))) {
      return Optional.of(Refusal.UNKNOWN);
    }
    trail.append(record(Action.USER_SUSPEND, Outcome.DONE, name, account).build());
    return Optional.empty();
  }

  /** Lets a suspended person in again. */
  public synchronized Optional<Refusal> resume(String name, String account) throws TrailException {
    if (people.registry().user(name).isEmpty()) {
      return Optional.of(Refusal.UNKNOWN);
    }
    trail.append(record(Action.USER_RESUME, Outcome.DONE, name, account).build());
    people.registry().suspend(name, Optional.empty());
    return Optional.empty();
  }

  /** Forgets a person; the trail keeps what was done in their name. */
  public synchronized Optional<Refusal> remove(String name, String account) throws TrailException {
    if (!people.registry().remove(name)) {
      return Optional.of(Refusal.UNKNOWN);
    }
    trail.append(record(Action.USER_REMOVE, Outcome.DONE, name, account).build());
    return Optional.empty();
  }

  /** Says whether a device's word about who sits at it is taken (user identity of type 1). */
  public synchronized void setVouching(String aet, boolean vouches, String account)
      throws TrailException {
    if (people.registry().vouches(aet) == vouches) {
      return;
    }
    if (vouches) {
      trail.append(vouching(aet, account, "vouches"));
    }
    people.registry().setVouching(aet, vouches);
    if (!vouches) {
      trail.append(vouching(aet, account, "vouches-no-more"));
    }
  }

  private TrailRecord vouching(String aet, String account, String grant) {
    return TrailRecord.of(clock.instant(), Action.DEVICE_ADD, Outcome.DONE, Actor.operator(account))
        .fact(Fact.TARGET, aet)
        .fact(Fact.GRANTS, grant)
        .build();
  }

  /** Everybody, by name. */
  public List<User> list() {
    return people.registry().users();
  }

  /** Whether this person has a password. */
  public boolean hasPassword(String name) {
    return people.registry().password(name).isPresent();
  }

  /** Whether this device's word is taken. */
  public boolean vouches(String aet) {
    return people.registry().vouches(aet);
  }

  /**
   * How many keys tokens can be checked with; empty when no issuer is set.
   *
   * @throws IOException when the file of keys can't be used, with why
   */
  public Optional<Integer> tokenKeys() throws IOException {
    Optional<Tokens> tokens = people.tokens();
    return tokens.isEmpty() ? Optional.empty() : Optional.of(tokens.get().usableKeys());
  }

  private TrailRecord.Builder record(Action action, Outcome outcome, String name, String account) {
    return TrailRecord.of(clock.instant(), action, outcome, Actor.operator(account))
        .fact(Fact.TARGET, name);
  }
}

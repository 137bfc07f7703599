package huisclos.gate;

import huisclos.trail.Actor;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom {@link Gate} has let in: a device on one association, a person in one session, a
 * program by its token, or the operator on the machine itself. Can be made by the gate alone. Safe
 * from many threads.
 *
 * <p>It says who someone is, not what they may do: that is looked up afresh at each decision.
 */
public final class Identity {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Kind kind;
  private final Actor actor;
  private final Optional<DeviceCertificate> certificate;
  private final Optional<String> user;
  private final Optional<Instant> since;
  private final Credential credential;
  private final Allowance allowance;
  private final String remote;
  private final String session;
  private final Set<Verb> refusalsOnRecord = EnumSet.noneOf(Verb.class);

  /** What sort of somebody. */
  enum Kind {
    /** By a certificate; a person may have been named at it. */
    DEVICE,
    /** By a session of their own. */
    PERSON,
    /** By a token. */
    PROGRAM,
    /** On the machine itself. */
    OPERATOR,
    /** The archive's own work on a standing order. */
    SERVICE,
    /** Nobody knows. */
    STRANGER
  }

  private Identity(
      Kind kind,
      Actor actor,
      Optional<DeviceCertificate> certificate,
      Optional<User> user,
      Credential credential,
      Allowance allowance,
      String session,
      String remote) {
    this.kind = kind;
    this.actor = actor;
    this.certificate = certificate;
    this.user = user.map(User::name);
    this.since = user.map(User::added);
    this.credential = credential;
    this.allowance = allowance;
    this.session = session;
    this.remote = remote;
  }

  private static Identity local(
      Kind kind,
      Actor actor,
      Optional<DeviceCertificate> certificate,
      Optional<User> user,
      String remote) {
    return new Identity(
        kind, actor, certificate, user, Optional::empty, Allowance.UNLIMITED, newSession(), remote);
  }

  /** A random id for {@link #session}. */
  static String newSession() {
    byte[] id = new byte[8];
    RANDOM.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  static Identity device(DeviceCertificate certificate, Optional<User> user, String remote) {
    String proof =
        user.map(u -> certificate.serial() + " user=" + u.name()).orElseGet(certificate::serial);
    return local(
        Kind.DEVICE,
        Actor.device(certificate.aet(), proof),
        Optional.of(certificate),
        user,
        remote);
  }

  /**
   * A person who signed in, or on whose behalf a token speaks. What they may do is looked up by
   * their name at each decision.
   *
   * @param proof how they proved it, for the trail: a word or a session's public id, never a secret
   * @param session ties their records together; {@link #newSession} makes one
   * @param credential asked at each decision whether the session or token is still good
   * @param allowance what it allows them at the most
   */
  static Identity person(
      User user,
      String proof,
      String session,
      Credential credential,
      Allowance allowance,
      String remote) {
    return new Identity(
        Kind.PERSON,
        new Actor(Actor.Kind.PERSON, user.name(), proof),
        Optional.empty(),
        Optional.of(user),
        credential,
        allowance,
        session,
        remote);
  }

  /**
   * A program with a token of its own.
   *
   * @param name the token's name
   * @param proof the token's public id, for the trail
   * @param credential asked at each decision whether the token is still good
   * @param allowance all that it may do
   */
  static Identity program(
      String name, String proof, Credential credential, Allowance allowance, String remote) {
    return new Identity(
        Kind.PROGRAM,
        new Actor(Actor.Kind.SERVICE, name, proof),
        Optional.empty(),
        Optional.empty(),
        credential,
        allowance,
        newSession(),
        remote);
  }

  static Identity service(String name) {
    return local(
        Kind.SERVICE,
        new Actor(Actor.Kind.SERVICE, name, ""),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  static Identity operator(String account) {
    return local(Kind.OPERATOR, Actor.operator(account), Optional.empty(), Optional.empty(), "");
  }

  static Identity stranger(String remote) {
    return local(Kind.STRANGER, Actor.stranger(""), Optional.empty(), Optional.empty(), remote);
  }

  /** The device's title, the person's, the token's or the account's name. */
  public String name() {
    return actor.id();
  }

  /**
   * The person: whoever signed in, or sits at the device where one was named and believed (PS3.7
   * §D.3.3.7).
   */
  public Optional<String> user() {
    return user;
  }

  /** Whether this is the operator on the machine, not a device. */
  public boolean isOperator() {
    return kind == Kind.OPERATOR;
  }

  /** Whether this is the archive's own work on a standing order. */
  public boolean isService() {
    return kind == Kind.SERVICE;
  }

  /** Whether this is a person in a session of their own. */
  public boolean isPerson() {
    return kind == Kind.PERSON;
  }

  /** Whether this is a program with a token. */
  public boolean isProgram() {
    return kind == Kind.PROGRAM;
  }

  /** Whether nobody knows who this is. */
  public boolean isStranger() {
    return kind == Kind.STRANGER;
  }

  /** The device's title, where it is one. */
  public Optional<String> deviceTitle() {
    return certificate.map(DeviceCertificate::aet);
  }

  /** As the trail names it. */
  public Actor actor() {
    return actor;
  }

  Kind kind() {
    return kind;
  }

  /** Since when the person is known here: another of the same name is somebody else. */
  Optional<Instant> since() {
    return since;
  }

  /** What they came in by. */
  Credential credential() {
    return credential;
  }

  /** What that allows at the most. */
  Allowance allowance() {
    return allowance;
  }

  /** The peer's address; empty for the operator. */
  public String remote() {
    return remote;
  }

  /** A random id that ties the trail's records of one association together. */
  public String session() {
    return session;
  }

  Optional<DeviceCertificate> certificate() {
    return certificate;
  }

  /** True the first time only: 128 contexts of one verb make one record. */
  boolean firstRefusalOf(Verb verb) {
    synchronized (refusalsOnRecord) {
      return refusalsOnRecord.add(verb);
    }
  }

  @Override
  public String toString() {
    return "Identity[" + actor.kind() + " " + actor.id() + "]";
  }
}

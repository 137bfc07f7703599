package huisclos.gate;

import huisclos.trail.Actor;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom {@link Gate} has let in: a device on one association, or the operator on the
 * machine itself. Can be made by the gate alone. Safe from many threads.
 *
 * <p>It says who someone is, not what they may do: that is looked up afresh at each decision.
 */
public final class Identity {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Actor actor;
  private final Optional<DeviceCertificate> certificate;
  private final Optional<String> user;
  private final String remote;
  private final String session;
  private final Set<Verb> refusalsOnRecord = EnumSet.noneOf(Verb.class);

  private Identity(
      Actor actor, Optional<DeviceCertificate> certificate, Optional<String> user, String remote) {
    byte[] id = new byte[8];
    RANDOM.nextBytes(id);
    this.actor = actor;
    this.certificate = certificate;
    this.user = user;
    this.remote = remote;
    this.session = HexFormat.of().formatHex(id);
  }

  static Identity device(DeviceCertificate certificate, Optional<String> user, String remote) {
    String proof =
        user.map(name -> certificate.serial() + " user=" + name).orElseGet(certificate::serial);
    return new Identity(
        Actor.device(certificate.aet(), proof), Optional.of(certificate), user, remote);
  }

  static Identity service(String name) {
    return new Identity(
        new Actor(Actor.Kind.SERVICE, name, ""), Optional.empty(), Optional.empty(), "");
  }

  static Identity operator(String account) {
    return new Identity(Actor.operator(account), Optional.empty(), Optional.empty(), "");
  }

  static Identity stranger(String remote) {
    return new Identity(Actor.stranger(""), Optional.empty(), Optional.empty(), remote);
  }

  /** The device's title; for the operator, the account's name. */
  public String name() {
    return actor.id();
  }

  /** The person who sits at the device, where one was named and believed (PS3.7 §D.3.3.7). */
  public Optional<String> user() {
    return user;
  }

  /** Whether this is the operator on the machine, not a device. */
  public boolean isOperator() {
    return actor.kind() == Actor.Kind.OPERATOR;
  }

  /** Whether this is the archive's own work on a standing order. */
  public boolean isService() {
    return actor.kind() == Actor.Kind.SERVICE;
  }

  /** Whether nobody knows who this is. */
  public boolean isStranger() {
    return actor.kind() == Actor.Kind.STRANGER;
  }

  /** The device's title, where it is one. */
  public Optional<String> deviceTitle() {
    return certificate.map(DeviceCertificate::aet);
  }

  /** As the trail names it. */
  public Actor actor() {
    return actor;
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

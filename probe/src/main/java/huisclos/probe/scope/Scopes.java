package huisclos.probe.scope;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads scopes, and checks who signed them. Sends nothing, asks no name server. Stateless. */
public final class Scopes {
  /** Largest scope file. */
  public static final long MAX_BYTES = 16 << 20;

  private Scopes() {}

  /**
   * A scope to plan with.
   *
   * @param scope what is written; its mandate objects to everything unless there is no obstacle
   * @param obstacle why nothing may be sent by it now, and what mends that; empty where it may
   */
  public record Draft(Scope scope, Optional<ScopeException> obstacle) {}

  /**
   * The scope of a file, if the authorisers signed exactly these bytes and its window is open.
   *
   * @throws ScopeException if nothing may be sent by it
   */
  public static Scope load(Path file, TrustedKeys keys, InstantSource clock) throws ScopeException {
    // Before it is parsed: what nobody signed says nothing.
    Optional<ScopeException> unsigned = unsigned(file, Digests.of(bytes(file)), keys);
    if (unsigned.isPresent()) {
      throw unsigned.orElseThrow();
    }
    Draft draft = draft(file, keys, clock);
    if (draft.obstacle().isPresent()) {
      throw draft.obstacle().orElseThrow();
    }
    return draft.scope();
  }

  /**
   * The scope of a file, whether or not something may be sent by it yet: for a plan.
   *
   * @throws ScopeException if the file itself can't be read or is wrong
   */
  public static Draft draft(Path file, TrustedKeys keys, InstantSource clock)
      throws ScopeException {
    byte[] bytes = bytes(file);
    String sha256 = Digests.of(bytes);
    Set<Ip> crossing = new HashSet<>();
    try {
      List<TrustedKey> trusted = keys.list();
      Optional<ScopeException> unsigned = unsigned(file, sha256, trusted);
      Scope scope = Scope.unsigned(new ScopeReader(file, bytes).read());
      sized(file, scope);
      for (Consent consent : scope.consents()) {
        if (signedByOwner(consent, scope, trusted, keys)) {
          crossing.add(Ip.of(consent.host()));
        }
      }
      if (unsigned.isPresent()) {
        return new Draft(scope.signed(List.of(), crossing), unsigned);
      }
      List<TrustedKey> by = authorisers(file, scope, trusted, keys);
      window(file, scope, clock.instant());
      return new Draft(
          scope.signed(by.stream().map(TrustedKey::name).toList(), crossing), Optional.empty());
    } catch (Refusal refusal) {
      return new Draft(refusal.scope.signed(List.of(), crossing), Optional.of(refusal.why));
    } catch (IOException e) {
      throw unreadable(file, keys);
    }
  }

  /** A scope that is whole, and by which nothing may be sent. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Scope scope;
    private final ScopeException why;

    Refusal(Scope scope, String message, String fix) {
      super(message);
      this.scope = scope;
      this.why = new ScopeException(message, fix);
    }
  }

  /** Reads the scope that somebody is about to sign, without looking at signatures. */
  public static Scope unsigned(Path file) throws ScopeException {
    Scope scope = Scope.unsigned(new ScopeReader(file, bytes(file)).read());
    sized(file, scope);
    return scope;
  }

  /**
   * Signs a scope as it stands, into the {@code .sig} file beside it.
   *
   * @return the scope that was signed
   */
  public static Scope sign(Path file, PrivateKey key) throws IOException, ScopeException {
    Scope scope = unsigned(file);
    Signatures.add(file, scope.sha256(), Keys.fingerprint(Keys.publicOf(key)), key);
    return scope;
  }

  /** An owner's signature on his consent within this scope, in base64. */
  public static String sign(Consent consent, Scope scope, PrivateKey key) {
    return Base64.getEncoder().encodeToString(Keys.sign(key, consent.toSign(scope)));
  }

  private static byte[] bytes(Path file) throws ScopeException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ScopeException(file + " is larger than 16 MiB", "split the scope");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ScopeException(
          "the scope " + file + " can't be read", "`huisclos probe init FILE` writes one");
    }
  }

  private static Optional<ScopeException> unsigned(Path file, String sha256, TrustedKeys keys)
      throws ScopeException {
    try {
      return unsigned(file, sha256, keys.list());
    } catch (IOException e) {
      throw unreadable(file, keys);
    }
  }

  private static ScopeException unreadable(Path file, TrustedKeys keys) {
    return new ScopeException(
        "keys or signatures can't be read", "look at " + keys.folder() + " and " + file + ".sig");
  }

  private static Optional<ScopeException> unsigned(
      Path file, String sha256, List<TrustedKey> trusted) throws IOException, ScopeException {
    String fix =
        "its authoriser signs it: huisclos probe sign " + file.getFileName() + " --key KEY.pem";
    if (!Signatures.any(file)) {
      return Optional.of(new ScopeException(file + " isn't signed", fix));
    }
    return Signatures.good(file, sha256, trusted).stream()
            .anyMatch(key -> key.role() == TrustedKey.Role.AUTHORISER)
        ? Optional.empty()
        : Optional.of(
            new ScopeException(
                "no trusted authoriser signed " + file + " as it stands",
                fix
                    + "; its public key is installed by: huisclos probe trust KEY.pub.pem --name"
                    + " NAME"));
  }

  private static List<TrustedKey> authorisers(
      Path file, Scope scope, List<TrustedKey> trusted, TrustedKeys keys)
      throws IOException, ScopeException, Refusal {
    List<TrustedKey> by =
        Signatures.good(file, scope.sha256(), trusted).stream()
            .filter(key -> key.role() == TrustedKey.Role.AUTHORISER)
            .toList();
    for (TrustedKey key : by) {
      if (key.name().equalsIgnoreCase(scope.operator()) || keys.privateHalfIsHere(key)) {
        throw new Refusal(
            scope,
            "the scope is signed by its operator's own key, " + key.name(),
            "somebody else has to sign it");
      }
    }
    long addresses = scope.targets().size();
    if (addresses > Scope.MAX_ADDRESSES_OF_ONE && by.size() < 2) {
      throw new Refusal(
          scope,
          "a scope of %,d addresses needs two authorisers, and one signed".formatted(addresses),
          "a second one signs it too, or it is cut to %,d".formatted(Scope.MAX_ADDRESSES_OF_ONE));
    }
    return by;
  }

  private static void window(Path file, Scope scope, Instant now) throws Refusal {
    if (now.isBefore(scope.from())) {
      throw new Refusal(
          scope, "the window of " + file + " opens at " + scope.from(), "wait until then");
    }
    if (!now.isBefore(scope.until())) {
      throw new Refusal(
          scope,
          "the window of " + file + " closed at " + scope.until(),
          "set a new one and have it signed");
    }
  }

  private static void sized(Path file, Scope scope) throws ScopeException {
    long addresses = scope.targets().size();
    if (addresses == 0) {
      throw new ScopeException(
          file + " leaves no address: exclusions, or loopback and link-local in a wider range",
          "name what is meant");
    }
    if (addresses > Scope.MAX_ADDRESSES) {
      throw new ScopeException(
          file + " has more than 2^40 addresses", "name the IPv6 hosts, or /88 and narrower");
    }
  }

  /** Whether an owner signed that names may cross at his host; a signature has to be good. */
  private static boolean signedByOwner(
      Consent consent, Scope scope, List<TrustedKey> trusted, TrustedKeys keys)
      throws IOException, ScopeException, Refusal {
    String host = consent.host().getHostAddress();
    String fix =
        "the owner signs it: huisclos probe consent SCOPE.toml --host "
            + host
            + " --key OWNER.pem; the owner's public key is installed by: huisclos probe trust"
            + " KEY.pub.pem --name NAME --role owner";
    if (consent.ownerSignature().isEmpty()) {
      if (consent.phiInTransit()) {
        throw new Refusal(
            scope, "phi_in_transit for " + host + " without its owner's signature", fix);
      }
      return false;
    }
    Optional<TrustedKey> owner =
        trusted.stream()
            .filter(key -> key.role() == TrustedKey.Role.OWNER)
            .filter(key -> key.fingerprint().equals(consent.ownerKey()))
            .findFirst();
    boolean good =
        owner
            .flatMap(key ->
                Keys.base64(consent.ownerSignature())
                    .filter(
                        signature -> Keys.verifies(key.key(), consent.toSign(scope), signature)))
            .isPresent();
    if (!good) {
      throw new Refusal(
          scope, "the owner's signature on the consent for " + host + " isn't good", fix);
    }
    if (keys.privateHalfIsHere(owner.orElseThrow())) {
      throw new Refusal(
          scope, "the consent for " + host + " is signed by a key of the operator's", fix);
    }
    return consent.phiInTransit();
  }
}

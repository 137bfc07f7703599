package huisclos.gate;

import huisclos.gate.internal.CertificateWriter;
import huisclos.gate.internal.KeyFile;
import huisclos.gate.internal.PrivateFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's two identities, RSA-3072 and P-256, as a key manager that always answers with the
 * newest: a renewal is seen by the next handshake, without a restart.
 *
 * <p>A first RSA key takes up to a second or two; it is made beside the start, and only a client
 * that needs it waits. Safe from many threads.
 */
final class ServerKeys extends X509ExtendedKeyManager implements AutoCloseable {
  /** Renewed when less than this is left: well before the warning of 60 days. */
  static final Duration RENEW_BEFORE = Duration.ofDays(90);

  /** Not renewed for a gain smaller than this, as when the authority itself nears its end. */
  private static final Duration WORTHWHILE = Duration.ofDays(1);

  private enum Kind {
    EC("server-ec"),
    RSA("server-rsa");

    private final String purpose;

    Kind(String purpose) {
      this.purpose = purpose;
    }

    private KeyPair generate() {
      return switch (this) {
        case EC -> CertificateWriter.newEcKey();
        case RSA -> CertificateWriter.newRsaKey();
      };
    }
  }

  private final Path keys;
  private final KeyProtector protector;
  private final SiteCa ca;
  private final List<String> names;
  private final Clock clock;
  private final Consumer<X509Certificate> onIssued;
  private final Map<Kind, CompletableFuture<String>> current = new ConcurrentHashMap<>();
  private final Object writing = new Object();

  // Guarded by writing.
  private boolean closed;

  /**
   * By alias; earlier ones stay, because a handshake asks for key and chain one after the other.
   */
  private final Map<String, KeyFile.Content> known = new ConcurrentHashMap<>();

  private ServerKeys(
      Path keys,
      KeyProtector protector,
      SiteCa ca,
      List<String> names,
      Clock clock,
      Consumer<X509Certificate> onIssued) {
    this.keys = keys;
    this.protector = protector;
    this.ca = ca;
    this.names = names;
    this.clock = clock;
    this.onIssued = onIssued;
  }

  /** Reads the identities of {@code keys}, making what is missing, damaged or due. */
  static ServerKeys open(
      Path keys,
      KeyProtector protector,
      SiteCa ca,
      List<String> names,
      Clock clock,
      Consumer<X509Certificate> onIssued)
      throws IOException {
    ServerKeys server = new ServerKeys(keys, protector, ca, names, clock, onIssued);
    for (Kind kind : Kind.values()) {
      Optional<KeyFile.Content> stored = server.stored(kind);
      if (stored.isPresent()) {
        server.current.put(
            kind, CompletableFuture.completedFuture(server.remember(kind, stored.get())));
      } else if (kind == Kind.EC) {
        server.current.put(kind, CompletableFuture.completedFuture(server.issue(kind)));
      } else {
        server.current.put(kind, server.issueInBackground(kind));
      }
    }
    return server;
  }

  /** Renews what is due; called now and then. */
  void renew() throws IOException {
    for (Kind kind : Kind.values()) {
      CompletableFuture<String> present = future(kind);
      boolean failed = present.isCompletedExceptionally();
      if (failed || (present.isDone() && due(content(present.join()).certificate()))) {
        current.put(kind, CompletableFuture.completedFuture(issue(kind)));
      }
    }
  }

  /** The certificates in use, of those that are ready. */
  List<X509Certificate> certificates() {
    return current.values().stream()
        .filter(future -> future.isDone() && !future.isCompletedExceptionally())
        .map(future -> content(future.join()).certificate())
        .toList();
  }

  /**
   * Nothing is written after this returns. A key that is still being made is given up, since that
   * can't be broken off and may take a busy machine a minute; the next opening makes another.
   */
  @Override
  public void close() {
    synchronized (writing) {
      closed = true;
    }
    current.values().forEach(future -> future.completeExceptionally(afterClosing()));
  }

  private static IllegalStateException afterClosing() {
    return new IllegalStateException("the server's keys are closed");
  }

  private Optional<KeyFile.Content> stored(Kind kind) {
    Path file = file(kind);
    if (!PrivateFiles.exists(file)) {
      return Optional.empty();
    }
    try {
      KeyFile.Content content = KeyFile.read(file, kind.purpose, protector::open);
      boolean good =
          ca.signed(content.certificate())
              && CertificateNames.of(content.certificate()).equals(new HashSet<>(names))
              && !due(content.certificate());
      return good ? Optional.of(content) : Optional.empty();
    } catch (IOException e) {
      // Nobody but the authority is trusted for good: a damaged server identity is made anew.
      return Optional.empty();
    }
  }

  private boolean due(X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    Instant last = ca.certificate().getNotAfter().toInstant();
    return clock.instant().isAfter(end.minus(RENEW_BEFORE))
        && Duration.between(end, last).compareTo(WORTHWHILE) > 0;
  }

  private CompletableFuture<String> issueInBackground(Kind kind) {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("first-server-key")
        .daemon()
        .start(() -> {
          try {
            result.complete(issue(kind));
          } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
          } finally {
            // Whatever else ends this thread, nobody may wait for ever.
            result.completeExceptionally(new IllegalStateException("no key was made"));
          }
        });
    return result;
  }

  private String issue(Kind kind) throws IOException {
    KeyPair pair = kind.generate();
    synchronized (writing) {
      if (closed) {
        throw afterClosing();
      }
      KeyFile.Content content =
          new KeyFile.Content(pair.getPrivate(), ca.certifyServer(pair.getPublic(), names));
      KeyFile.write(file(kind), kind.purpose, content, protector::seal);
      onIssued.accept(content.certificate());
      return remember(kind, content);
    }
  }

  private String remember(Kind kind, KeyFile.Content content) {
    String alias = kind.purpose + "-" + content.certificate().getSerialNumber().toString(16);
    known.put(alias, content);
    return alias;
  }

  private Path file(Kind kind) {
    return keys.resolve(kind.purpose + ".key");
  }

  private CompletableFuture<String> future(Kind kind) {
    return Objects.requireNonNull(current.get(kind));
  }

  private KeyFile.Content content(String alias) {
    return Objects.requireNonNull(known.get(alias));
  }

  private @Nullable String alias(String keyType) {
    Optional<Kind> kind =
        switch (keyType) {
          case "EC" -> Optional.of(Kind.EC);
          case "RSA" -> Optional.of(Kind.RSA);
          default -> Optional.empty();
        };
    try {
      return kind.map(k -> future(k).join()).orElse(null);
    } catch (CompletionException e) {
      // The key could not be made: the handshake goes on with the other kind or fails.
      return null;
    }
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = alias(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    KeyFile.Content content = known.get(alias);
    return content == null ? null : new X509Certificate[] {content.certificate()};
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    KeyFile.Content content = known.get(alias);
    return content == null ? null : content.key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return getServerAliases(keyType, issuers);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    for (String keyType : keyTypes) {
      String alias = alias(keyType);
      if (alias != null) {
        return alias;
      }
    }
    return null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chooseClientAlias(keyTypes, issuers, null);
  }
}

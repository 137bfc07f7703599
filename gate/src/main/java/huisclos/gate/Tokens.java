package huisclos.gate;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import huisclos.gate.internal.CertificateWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens: signed by a key of the issuer's file with one of the algorithms pinned here,
 * issued by and for those who were set, in time, with a subject. Fetches nothing. Thread-safe.
 */
final class Tokens {
  /** Longest token looked at, characters. */
  static final int MAX_CHARS = 16_384;

  /** Longest file of keys, bytes. */
  static final int MAX_KEY_FILE_BYTES = 1 << 20;

  /** How far clocks may be apart. */
  static final int SKEW_SECONDS = 60;

  /** Signatures by a private key only: no {@code none}, no shared secrets. */
  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final TokenIssuer issuer;
  private final Clock clock;
  private @Nullable Keys keys;

  private record Keys(
      FileTime changed, long size, int count, DefaultJWTProcessor<SecurityContext> processor) {}

  Tokens(TokenIssuer issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /** Whose tokens these are. */
  String issuer() {
    return issuer.issuer();
  }

  /** The subject of a good token; empty for any other, and when the file of keys can't be read. */
  Optional<String> subject(String token) {
    return claims(token).map(JWTClaimsSet::getSubject);
  }

  /** What a good token says, a subject in any case; empty as above. */
  Optional<JWTClaimsSet> claims(String token) {
    if (token.length() > MAX_CHARS) {
      return Optional.empty();
    }
    try {
      JWTClaimsSet claims = keys().processor().process(token, null);
      return Optional.of(claims).filter(c -> c.getSubject() != null && !c.getSubject().isBlank());
    } catch (ParseException | BadJOSEException | JOSEException | IOException e) {
      return Optional.empty();
    }
  }

  /**
   * How many keys of the file can be used.
   *
   * @throws IOException when it can't be read, with why
   */
  int usableKeys() throws IOException {
    return keys().count();
  }

  private synchronized Keys keys() throws IOException {
    FileTime changed = Files.getLastModifiedTime(issuer.keys());
    long size = Files.size(issuer.keys());
    Keys known = keys;
    if (known != null && known.changed().equals(changed) && known.size() == size) {
      return known;
    }
    if (size > MAX_KEY_FILE_BYTES) {
      throw new IOException("the issuer's file of keys is larger than 1 MiB");
    }
    try {
      List<JWK> usable = new ArrayList<>();
      for (JWK key : JWKSet.parse(Files.readString(issuer.keys())).getKeys()) {
        if (usable(key)) {
          usable.add(key.toPublicJWK());
        }
      }
      Keys read = new Keys(changed, size, usable.size(), processor(new JWKSet(usable)));
      keys = read;
      return read;
    } catch (ParseException | JOSEException e) {
      throw new IOException("the issuer's file of keys is no JWK set");
    }
  }

  /** Whether it is a public key to check signatures by, and strong enough. */
  static boolean usable(JWK key) throws JOSEException {
    return key instanceof AsymmetricJWK pair
        && (key.getKeyUse() == null
            || key.getKeyUse().equals(com.nimbusds.jose.jwk.KeyUse.SIGNATURE))
        && CertificateWriter.acceptable(pair.toPublicKey());
  }

  private DefaultJWTProcessor<SecurityContext> processor(JWKSet set) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(set)));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            issuer.audience(),
            new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
            Set.of("sub", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }
}

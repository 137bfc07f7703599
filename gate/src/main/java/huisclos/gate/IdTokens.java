package huisclos.gate;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks ID tokens (OpenID Connect Core §3.1.3.7): signed by a key of the provider with an
 * algorithm pinned here, by and for those who were set, for this sign-in, in time. Thread-safe.
 */
final class IdTokens {
  private final String issuer;
  private final String clientId;
  private final IssuerKeys keys;
  private final Clock clock;

  IdTokens(String issuer, String clientId, IssuerKeys keys, Clock clock) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * What a good token says; empty for any other.
   *
   * @throws IOException when the provider's keys aren't to be had
   */
  Optional<JWTClaimsSet> check(String token, String nonce) throws IOException {
    if (token.length() > Tokens.MAX_CHARS) {
      return Optional.empty();
    }
    try {
      SignedJWT signed = SignedJWT.parse(token);
      JWKSet set = set(false);
      JWSHeader header = signed.getHeader();
      if (header.getKeyID() != null && set.getKeyByKeyId(header.getKeyID()) == null) {
        set = set(true);
      }
      JWTClaimsSet claims = processor(set).process(signed, null);
      return Optional.of(claims).filter(c -> isFor(c, nonce));
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Optional.empty();
    }
  }

  private JWKSet set(boolean anew) throws IOException, JOSEException {
    try {
      List<JWK> usable = new ArrayList<>();
      for (JWK key : JWKSet.parse(keys.jwks(anew)).getKeys()) {
        if (Tokens.usable(key)) {
          usable.add(key.toPublicJWK());
        }
      }
      return new JWKSet(usable);
    } catch (ParseException e) {
      throw new IOException("the provider's keys are no JWK set");
    }
  }

  /** Of several audiences the one that asked must be ours (azp). */
  private boolean isFor(JWTClaimsSet claims, String nonce) {
    Object azp = claims.getClaim("azp");
    boolean ours = azp == null ? claims.getAudience().size() == 1 : clientId.equals(azp);
    return ours
        && claims.getClaim("nonce") instanceof String said
        && MessageDigest.isEqual(
            said.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8));
  }

  private DefaultJWTProcessor<SecurityContext> processor(JWKSet set) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(Tokens.ALGORITHMS, new ImmutableJWKSet<>(set)));
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(
            clientId,
            new JWTClaimsSet.Builder().issuer(issuer).build(),
            Set.of("sub", "exp", "iat", "nonce")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew(Tokens.SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(verifier);
    return processor;
  }
}

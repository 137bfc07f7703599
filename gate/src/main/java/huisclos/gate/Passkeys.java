package huisclos.gate;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.data.extension.client.AuthenticationExtensionsClientOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Passkeys (WebAuthn level 2): challenge, origin, relying party, user verification, signature and
 * counter are checked; where an authenticator was made is not asked (attestation none). Safe from
 * many threads.
 */
final class Passkeys {
  /** Longest answer of a browser that is looked at, characters. */
  static final int MAX_ANSWER_CHARS = 32 * 1024;

  private static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          algorithm(COSEAlgorithmIdentifier.ES256),
          algorithm(COSEAlgorithmIdentifier.EdDSA),
          algorithm(COSEAlgorithmIdentifier.RS256));

  private final String host;
  private final ObjectConverter converter = new ObjectConverter();
  private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
  private final AttestedCredentialDataConverter keys =
      new AttestedCredentialDataConverter(converter);
  private volatile Set<Origin> origins;

  private Passkeys(String host) {
    this.host = host;
    this.origins = Set.of(new Origin("https://" + host));
  }

  /** For the host that browsers reach; empty where it isn't a host name that WebAuthn takes. */
  static Optional<Passkeys> at(Optional<String> host) {
    return host.map(h -> h.toLowerCase(Locale.ROOT))
        .filter(h -> h.indexOf(':') < 0 && !h.matches("[0-9.]*"))
        .map(Passkeys::new);
  }

  private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier id) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, id);
  }

  /** The door listens at this port, which a page's origin may name. */
  void listensAt(int port) {
    origins = Set.of(new Origin("https://" + host), new Origin("https://" + host + ":" + port));
  }

  /** The relying party's id (WebAuthn §4): the host. */
  String host() {
    return host;
  }

  /** The new passkey of a browser's answer; empty if anything about it is wrong. */
  Optional<Passkey> registered(String answer, String challenge, String label, Instant now) {
    if (answer.length() > MAX_ANSWER_CHARS) {
      return Optional.empty();
    }
    try {
      RegistrationData data =
          manager.verifyRegistrationResponseJSON(
              answer, new RegistrationParameters(server(challenge), ALGORITHMS, true, true));
      return Optional.ofNullable(data.getAttestationObject())
          .map(AttestationObject::getAuthenticatorData)
          .flatMap(made -> passkey(made, label, now));
    } catch (DataConversionException | VerificationException e) {
      return Optional.empty();
    }
  }

  private Optional<Passkey> passkey(AuthenticatorData<?> made, String label, Instant now) {
    return Optional.ofNullable(made.getAttestedCredentialData())
        .map(credential ->
            new Passkey(
                text(credential.getCredentialId()),
                text(keys.convert(credential)),
                made.getSignCount(),
                label(label),
                now))
        .filter(passkey -> passkey.id().length() <= Passkey.MAX_ID_CHARS);
  }

  private static String label(String text) {
    String clean = text.replaceAll("\\p{C}", " ").strip();
    return clean.length() <= Passkey.MAX_LABEL_CHARS
        ? clean
        : clean.substring(0, Passkey.MAX_LABEL_CHARS);
  }

  /** Which credential an answer is of, not yet believed. */
  Optional<String> credential(String answer) {
    if (answer.length() > MAX_ANSWER_CHARS) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(manager.parseAuthenticationResponseJSON(answer).getCredentialId())
          .map(Passkeys::text);
    } catch (DataConversionException e) {
      return Optional.empty();
    }
  }

  /** The passkey with its counter moved on, if the answer is signed by it; else empty. */
  Optional<Passkey> asserted(String answer, String challenge, Passkey passkey) {
    try {
      AuthenticationData data =
          manager.verifyAuthenticationResponseJSON(
              answer,
              new AuthenticationParameters(
                  server(challenge),
                  record(passkey),
                  List.of(Base64.getUrlDecoder().decode(passkey.id())),
                  true,
                  true));
      return Optional.ofNullable(data.getAuthenticatorData())
          .map(seen -> passkey.counted(seen.getSignCount()));
    } catch (DataConversionException | VerificationException e) {
      return Optional.empty();
    }
  }

  private CredentialRecordImpl record(Passkey passkey) {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        null,
        null,
        null,
        passkey.counter(),
        keys.convert(Base64.getUrlDecoder().decode(passkey.key())),
        new AuthenticationExtensionsAuthenticatorOutputs<>(),
        null,
        new AuthenticationExtensionsClientOutputs<>(),
        Set.of());
  }

  private ServerProperty server(String challenge) {
    return ServerProperty.builder()
        .origins(origins)
        .rpId(host)
        .challenge(new DefaultChallenge(Base64.getUrlDecoder().decode(challenge)))
        .build();
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.courier.acme.AcmeAuthority;
import huisclos.desk.web.fhir.SmartConfiguration;
import huisclos.gate.Federation;
import huisclos.gate.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom of the outside the web door relies on.
 *
 * @param authority where its certificate is got
 * @param provider where people may sign in
 * @param places where programs are told to get tokens
 * @param twoPersons whether a deletion at the web door takes two
 */
public record OutsideSettings(
    Optional<AcmeAuthority> authority,
    Optional<Provider> provider,
    TokenPlaces places,
    boolean twoPersons) {

  /** Where the issuer of tokens gives them. */
  public sealed interface TokenPlaces {
    /** Nobody is told. */
    record Untold() implements TokenPlaces {}

    /** The identity provider says it of itself. */
    record OfProvider() implements TokenPlaces {}

    /** As the settings say. */
    record Named(SmartConfiguration.Places places) implements TokenPlaces {}
  }

  /**
   * An identity provider.
   *
   * @param secretFile the client's secret, where it has one
   * @param trust what its TLS is known by, where the JDK doesn't know it
   */
  public record Provider(Federation.Rules rules, Optional<Path> secretFile, Optional<Path> trust) {}

  /**
   * Checks what was read.
   *
   * @param file is only named in errors
   */
  static OutsideSettings of(Map<Setting, Object> values, Path file) {
    return new OutsideSettings(
        authority(values, file),
        provider(values, file),
        places(values, file),
        (Boolean) values.getOrDefault(Setting.DELETE_TWO_PERSONS, false));
  }

  private static Optional<AcmeAuthority> authority(Map<Setting, Object> values, Path file) {
    String directory = text(values, Setting.ACME_DIRECTORY, "");
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = Settings.strings(values.get(Setting.ACME_NAMES));
    String own = text(values, Setting.HTTPS_NAME, "");
    try {
      return Optional.of(
          new AcmeAuthority(
              URI.create(directory),
              text(values, Setting.ACME_CONTACT, ""),
              names.isEmpty() && !own.isEmpty() ? List.of(own) : names,
              path(values, Setting.ACME_TRUST, file)));
    } catch (IllegalArgumentException e) {
      throw UserError.usage(
          file + ": [acme] " + e.getMessage(), "set acme.directory, and acme.names or https.name");
    }
  }

  private static TokenPlaces places(Map<Setting, Object> values, Path file) {
    String issuer = text(values, Setting.IDENTITY_ISSUER, "");
    Optional<URI> authorize = address(values, Setting.IDENTITY_AUTHORIZE, file);
    Optional<URI> token = address(values, Setting.IDENTITY_TOKEN, file);
    if ((authorize.isPresent() && token.isEmpty()) || (token.isPresent() && issuer.isEmpty())) {
      throw UserError.usage(
          file + ": identity.authorize needs identity.token, and that needs identity.issuer", "");
    }
    if (token.isPresent()) {
      return new TokenPlaces.Named(new SmartConfiguration.Places(authorize, token.get()));
    }
    return !issuer.isEmpty() && issuer.equals(text(values, Setting.OIDC_ISSUER, ""))
        ? new TokenPlaces.OfProvider()
        : new TokenPlaces.Untold();
  }

  private static Optional<URI> address(Map<Setting, Object> values, Setting key, Path file) {
    String text = text(values, key, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getFragment() == null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // Told of below.
    }
    throw UserError.usage(file + ": " + key.key() + " must be an https address", "");
  }

  private static Federation.Proof proof(Map<Setting, Object> values, Path file) {
    return switch (text(values, Setting.OIDC_SECOND_FACTOR, "token")) {
      case "token" -> Federation.Proof.TOKEN;
      case "provider" -> Federation.Proof.PROVIDER;
      default ->
          throw UserError.usage(file + ": oidc.second_factor is neither token nor provider", "");
    };
  }

  private static Optional<Provider> provider(Map<Setting, Object> values, Path file) {
    String issuer = text(values, Setting.OIDC_ISSUER, "");
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    String client = text(values, Setting.OIDC_CLIENT_ID, "");
    if (client.isEmpty() || !issuer.startsWith("https://")) {
      throw UserError.usage(file + ": [oidc] needs an https issuer and a client_id", "");
    }
    Map<String, Role> roles = new HashMap<>();
    for (String line : Settings.strings(values.get(Setting.OIDC_ROLES))) {
      int at = line.lastIndexOf('=');
      Optional<Role> role = at < 0 ? Optional.empty() : Role.of(line.substring(at + 1).strip());
      if (role.isEmpty()) {
        throw UserError.usage(
            file + ": oidc.roles holds something that is no group and role",
            "for example \"pacs-radiology = radiologist\"");
      }
      roles.put(line.substring(0, at).strip(), role.get());
    }
    return Optional.of(
        new Provider(
            new Federation.Rules(
                issuer,
                client,
                text(values, Setting.OIDC_GROUPS_CLAIM, "groups"),
                roles,
                new HashSet<>(Settings.strings(values.get(Setting.OIDC_ACR))),
                proof(values, file)),
            path(values, Setting.OIDC_CLIENT_SECRET_FILE, file),
            path(values, Setting.OIDC_TRUST, file)));
  }

  private static String text(Map<Setting, Object> values, Setting key, String usual) {
    return (String) values.getOrDefault(key, usual);
  }

  private static Optional<Path> path(Map<Setting, Object> values, Setting key, Path file) {
    String text = text(values, key, "");
    if (!text.isEmpty() && !text.startsWith("/")) {
      throw UserError.usage(file + ": " + key.key() + " must be an absolute path", "");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text).normalize());
  }
}

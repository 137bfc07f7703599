package huisclos.app.home;

import huisclos.app.UserError;
import huisclos.courier.PemTrust;
import huisclos.courier.oidc.OidcProvider;
import huisclos.courier.oidc.ProviderMetadata;
import huisclos.desk.web.Route;
import huisclos.desk.web.fhir.SmartConfiguration;
import huisclos.desk.web.pages.OidcEndpoints;
import huisclos.gate.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The identity provider of a site, if it has one: who signs in there, and who gets tokens. */
final class SiteProvider implements AutoCloseable {
  private static final long MAX_SECRET_BYTES = 4096;

  private final OutsideSettings settings;
  private final Optional<OidcProvider> line;

  /**
   * Dials nobody yet.
   *
   * @throws UserError if a file that the settings name can't be used
   */
  SiteProvider(OutsideSettings settings) {
    this.settings = settings;
    this.line = settings.provider().map(SiteProvider::line);
  }

  private static OidcProvider line(OutsideSettings.Provider known) {
    return new OidcProvider(
        known.rules().issuer(),
        known.rules().clientId(),
        known.secretFile().map(SiteProvider::secret).orElse(""),
        known.trust().map(SiteProvider::trusting),
        Clock.systemUTC());
  }

  private static String secret(Path file) {
    try {
      if (Files.size(file) > MAX_SECRET_BYTES) {
        throw UserError.refused("oidc.client_secret_file is longer than 4 KiB", "see [oidc]");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw UserError.refused("oidc.client_secret_file can't be read", "see [oidc]");
    }
  }

  private static SSLContext trusting(Path file) {
    try {
      return PemTrust.of(file);
    } catch (IOException e) {
      throw UserError.refused("oidc.trust is no certificate in PEM", "see [oidc]");
    }
  }

  /** Whether people sign in elsewhere too. */
  boolean isThere() {
    return line.isPresent();
  }

  /** Where they do. */
  List<Route> routes(Gate gate) {
    return settings
        .provider()
        .map(OutsideSettings.Provider::rules)
        .flatMap(rules ->
            line.map(to -> new OidcEndpoints(gate.web().federation(rules, to), to, rules).routes()))
        .orElse(List.of());
  }

  /** Where programs get tokens. */
  Optional<SmartConfiguration> smart() {
    return switch (settings.places()) {
      case OutsideSettings.TokenPlaces.Untold() -> Optional.empty();
      case OutsideSettings.TokenPlaces.Named(SmartConfiguration.Places places) ->
          Optional.of(new SmartConfiguration(() -> places));
      case OutsideSettings.TokenPlaces.OfProvider() ->
          line.map(to -> new SmartConfiguration(() -> places(to.metadata())));
    };
  }

  private static SmartConfiguration.Places places(ProviderMetadata metadata) {
    return new SmartConfiguration.Places(Optional.of(metadata.authorize()), metadata.token());
  }

  @Override
  public void close() {
    line.ifPresent(OidcProvider::close);
  }
}

package huisclos.courier.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;

/**
 * What a provider says of itself (OpenID Connect Discovery §3).
 *
 * @param authorize where browsers go to sign in
 * @param token where a code is given for a token
 * @param keys where its public keys are
 * @param sendsIssuer whether it says with the code who it is (RFC 9207 §3)
 */
public record ProviderMetadata(URI authorize, URI token, URI keys, boolean sendsIssuer) {
  /**
   * Reads it.
   *
   * @throws IOException when it is another provider's, lacks something, or names what is not TLS
   */
  static ProviderMetadata parse(String text, String issuer) throws IOException {
    try {
      Map<String, Object> all = JSONObjectUtils.parse(text);
      if (!issuer.equals(JSONObjectUtils.getString(all, "issuer"))) {
        throw new IOException("the provider's metadata are of another issuer");
      }
      return new ProviderMetadata(
          secure(all, "authorization_endpoint"),
          secure(all, "token_endpoint"),
          secure(all, "jwks_uri"),
          Boolean.TRUE.equals(all.get("authorization_response_iss_parameter_supported")));
    } catch (ParseException e) {
      throw new IOException("the provider's metadata can't be read");
    }
  }

  private static URI secure(Map<String, Object> all, String name)
      throws IOException, ParseException {
    URI uri = JSONObjectUtils.getURI(all, name);
    if (uri == null || !isSecure(uri)) {
      throw new IOException("the provider's metadata lack a place that is reached over TLS");
    }
    return uri;
  }

  static boolean isSecure(URI uri) {
    return "https".equals(uri.getScheme())
        && uri.getHost() != null
        && uri.getUserInfo() == null
        && uri.getFragment() == null;
  }
}

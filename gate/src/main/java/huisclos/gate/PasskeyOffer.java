package huisclos.gate;

import java.util.List;

/**
 * What a browser is asked for a passkey with (WebAuthn §5.4 and §5.5), user verification required.
 *
 * @param challenge to be signed, base64url; good once
 * @param host the relying party's id
 * @param name of whom; empty where the passkey is to say it
 * @param handle the user handle, base64url; empty likewise
 * @param credentials the ids that are known, base64url: to choose from, or not to be made again
 */
public record PasskeyOffer(
    String challenge, String host, String name, String handle, List<String> credentials) {
  public PasskeyOffer {
    credentials = List.copyOf(credentials);
  }
}

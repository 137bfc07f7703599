package huisclos.desk.web.pages;

import huisclos.desk.web.Route;
import huisclos.gate.Gate;
import huisclos.gate.WebGate;
import java.util.List;
import java.util.stream.Stream;

/** The routes of all pages. */
public final class Pages {
  private Pages() {}

  /**
   * Of a site's door.
   *
   * @param gate whom people are known to
   * @param provider whether people may also sign in at an identity provider ({@link OidcEndpoints})
   */
  public static List<Route> routes(Gate gate, boolean provider) {
    WebGate web = gate.web();
    Outcomes outcomes = new Outcomes();
    return Stream.of(
            new HomePages(gate).routes(),
            new SignInPages(web, outcomes, provider).routes(),
            new EnrolPages(web, outcomes).routes(),
            new InvitationPages(web, outcomes).routes(),
            new AccountPages(web, outcomes).routes(),
            new TrustPages(gate).routes(),
            StaticFiles.routes())
        .flatMap(List::stream)
        .toList();
  }
}

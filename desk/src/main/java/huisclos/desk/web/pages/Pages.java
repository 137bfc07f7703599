package huisclos.desk.web.pages;

import huisclos.archive.Archive;
import huisclos.archive.FindMemory;
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
   * @param archive where their studies are
   * @param memory what the matches of all doors are held in
   * @param provider whether people may also sign in at an identity provider ({@link OidcEndpoints})
   */
  public static List<Route> routes(
      Gate gate, Archive archive, FindMemory memory, boolean provider) {
    WebGate web = gate.web();
    Outcomes outcomes = new Outcomes();
    Studies studies = new Studies(gate, archive, memory);
    Sharing sharing = new Sharing(gate, archive);
    Emergencies emergencies = new Emergencies(gate, archive);
    return Stream.of(
            new HomePages(gate).routes(),
            new SignInPages(web, outcomes, provider).routes(),
            new EnrolPages(web, outcomes).routes(),
            new InvitationPages(web, outcomes).routes(),
            new AccountPages(web, outcomes).routes(),
            new StudyPages(gate, studies, sharing).routes(),
            new EmergencyPages(gate, studies, emergencies).routes(),
            new OpeningsJson(sharing, emergencies).routes(),
            new TrustPages(gate).routes(),
            StaticFiles.routes())
        .flatMap(List::stream)
        .toList();
  }
}

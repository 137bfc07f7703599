package huisclos.probe.notice;

import huisclos.probe.report.Texts;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom to tell, in the order in which it worked best: the owner by the scope, the owner's {@code
 * security.txt}, the network's abuse desk by RDAP, the health sector's response team, the
 * country's, and in the end CISA or BSI. Who doesn't answer is followed by the next.
 */
public final class ContactLadder {
  /** Kinds of steps, first one first. */
  public enum Step {
    OWNER,
    SECURITY_TXT,
    ABUSE_DESK,
    HEALTH_TEAM,
    NATIONAL_TEAM,
    LAST_RESORT
  }

  /**
   * A step.
   *
   * @param step which
   * @param whom a name, an address of mail, a number
   */
  public record Contact(Step step, String whom) {}

  private static final Map<String, String> HEALTH =
      Map.of(
          "FR", "CERT Santé",
          "NL", "Z-CERT",
          "NO", "HelseCERT",
          "US", "Health-ISAC");

  private static final Map<String, String> NATIONAL =
      Map.ofEntries(
          Map.entry("AT", "CERT.at"),
          Map.entry("AU", "ASD's ACSC"),
          Map.entry("BE", "CCB"),
          Map.entry("BR", "CERT.br"),
          Map.entry("CA", "Canadian Centre for Cyber Security"),
          Map.entry("CH", "NCSC / BACS"),
          Map.entry("CZ", "NÚKIB"),
          Map.entry("DE", "CERT-Bund (BSI)"),
          Map.entry("DK", "CFCS"),
          Map.entry("ES", "INCIBE-CERT"),
          Map.entry("FI", "NCSC-FI"),
          Map.entry("FR", "CERT-FR"),
          Map.entry("GB", "NCSC"),
          Map.entry("IE", "NCSC-IE"),
          Map.entry("IN", "CERT-In"),
          Map.entry("IT", "CSIRT Italia"),
          Map.entry("JP", "JPCERT/CC"),
          Map.entry("LU", "CIRCL"),
          Map.entry("NL", "NCSC-NL"),
          Map.entry("NO", "NCSC / NorCERT"),
          Map.entry("PL", "CERT Polska"),
          Map.entry("PT", "CERT.PT"),
          Map.entry("SE", "CERT-SE"),
          Map.entry("TR", "USOM"),
          Map.entry("US", "CISA"),
          Map.entry("ZA", "Cybersecurity Hub"));

  private ContactLadder() {}

  /**
   * Climbs.
   *
   * @param owner by the scope; empty where it names none
   * @param securityTxt of the host, where it was asked for
   * @param rdap of the address likewise
   * @param country two letters, or {@code --}
   * @param now an expired security.txt is left out
   */
  public static List<Contact> of(
      Optional<String> owner,
      Optional<SecurityTxt> securityTxt,
      Optional<RdapContacts> rdap,
      String country,
      Instant now) {
    List<Contact> ladder = new ArrayList<>();
    owner.ifPresent(name -> ladder.add(new Contact(Step.OWNER, name)));
    securityTxt
        .filter(txt -> txt.current(now))
        .ifPresent(txt -> {
          for (URI contact : txt.contacts()) {
            ladder.add(new Contact(Step.SECURITY_TXT, contact.toString()));
          }
        });
    rdap.ifPresent(contacts -> {
      List<String> whom = contacts.abuse().isEmpty() ? contacts.others() : contacts.abuse();
      whom.forEach(one -> ladder.add(new Contact(Step.ABUSE_DESK, one)));
    });
    Optional.ofNullable(HEALTH.get(country))
        .ifPresent(team -> ladder.add(new Contact(Step.HEALTH_TEAM, team)));
    Optional.ofNullable(NATIONAL.get(country))
        .ifPresent(team -> ladder.add(new Contact(Step.NATIONAL_TEAM, team)));
    ladder.add(new Contact(Step.LAST_RESORT, country.equals("US") ? "CISA" : "CISA, BSI"));
    return List.copyOf(ladder);
  }

  /** One step in words. */
  public static String words(Contact contact, Texts texts) {
    return texts.get("ladder." + contact.step().name(), contact.whom());
  }
}

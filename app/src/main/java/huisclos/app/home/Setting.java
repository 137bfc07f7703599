package huisclos.app.home;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every key that {@code huisclos.toml} may hold. {@code docs/settings.md} is generated from this
 * table; a key that is not here stops the start.
 */
public enum Setting {
  LISTEN_DICOM(
      "listen.dicom",
      Kind.ADDRESS,
      "127.0.0.1:2762",
      "Address and port of the DICOM door (TLS, client certificate required). Stays on loopback"
          + " until an address is named here."),
  LISTEN_HTTPS(
      "listen.https",
      Kind.ADDRESS,
      "127.0.0.1:8443",
      "Address and port of the web door (HTTPS). Stays on loopback until an address is named"
          + " here."),
  LISTEN_NAMES(
      "listen.names",
      Kind.STRINGS,
      "[]",
      "Further host names and addresses for the server's certificates, beside this machine's host"
          + " name, localhost, 127.0.0.1 and ::1."),
  HTTPS_NAME(
      "https.name",
      Kind.STRING,
      "",
      "The host name by which browsers reach the web door, such as `pacs.example.org`. Goes into"
          + " the server's certificates; passkeys need one. Empty: localhost."),
  HTTPS_ORIGINS(
      "https.origins",
      Kind.STRINGS,
      "[]",
      "Other web sites whose pages may ask the web door and read its answers, as"
          + " `https://viewer.example.org`. None unless named here."),
  HTTPS_CERTIFICATE(
      "https.certificate",
      Kind.STRING,
      "",
      "The absolute path of a certificate chain in PEM for who asks the web door by a name that is"
          + " in it; read again when it changes. Empty: the site's own, from its own authority."),
  HTTPS_KEY(
      "https.key",
      Kind.STRING,
      "",
      "The absolute path of that certificate's key (PKCS#8 in PEM, not encrypted)."),
  HTTPS_IDLE(
      "https.idle",
      Kind.SESSION,
      "15 minutes",
      "After how long without a request somebody is signed out at the web door, 10 seconds to 24"
          + " hours."),
  HTTPS_SESSION(
      "https.session",
      Kind.SESSION,
      "12 hours",
      "After how long anybody is signed out, whatever they do; not less than https.idle."),
  HTTPS_CONNECTIONS(
      "https.connections",
      Kind.CONNECTIONS,
      "1024",
      "How many connections the web door holds at once; beyond that, strangers give way. An eighth"
          + " of them, and at least 16, may come from one address (of IPv6, one /64)."),
  HTTPS_QUIET(
      "https.quiet",
      Kind.SESSION,
      "60 seconds",
      "How long a connection may be kept without a complete request, 10 seconds to 24 hours: more"
          + " than the idle time of a proxy in front of the door."),
  ACME_DIRECTORY(
      "acme.directory",
      Kind.STRING,
      "",
      "The directory of a certificate authority that speaks ACME (RFC 8555), an `https` address:"
          + " the web door gets and renews its certificate there, by the challenge tls-alpn-01."
          + " Naming one agrees to its terms."),
  ACME_CONTACT(
      "acme.contact", Kind.STRING, "", "An e-mail address for the account at that authority."),
  ACME_NAMES(
      "acme.names", Kind.STRINGS, "[]", "The host names that the certificate is for; https.name."),
  ACME_TRUST(
      "acme.trust",
      Kind.STRING,
      "",
      "The absolute path of a PEM file that the authority itself is known by, where the JDK does"
          + " not know it."),
  OIDC_ISSUER(
      "oidc.issuer",
      Kind.STRING,
      "",
      "The OpenID Connect provider where people may sign in, an `https` address."),
  OIDC_CLIENT_ID("oidc.client_id", Kind.STRING, "", "What this archive is called there."),
  OIDC_CLIENT_SECRET_FILE(
      "oidc.client_secret_file",
      Kind.STRING,
      "",
      "The absolute path of a file with the client's secret, where it has one."),
  OIDC_GROUPS_CLAIM(
      "oidc.groups_claim", Kind.STRING, "groups", "The claim that names somebody's groups."),
  OIDC_ROLES(
      "oidc.roles",
      Kind.STRINGS,
      "[]",
      "Which group is which role, as `pacs-radiology = radiologist`. Who is in none of them gets"
          + " nothing."),
  OIDC_ACR(
      "oidc.acr",
      Kind.STRINGS,
      "[]",
      "Authentication context classes that stand for two factors at the provider: each sign-in asks"
          + " for them and must have one. Empty: as oidc.second_factor says."),
  OIDC_SECOND_FACTOR(
      "oidc.second_factor",
      Kind.STRING,
      "token",
      "What shows that somebody used a second factor, where oidc.acr is empty. `token`: the ID"
          + " token's `amr` names `mfa`. `provider`: nothing is asked of the token; you vouch that"
          + " the provider lets nobody in without one."),
  OIDC_TRUST(
      "oidc.trust",
      Kind.STRING,
      "",
      "The absolute path of a PEM file that the provider is known by, where the JDK does not know"
          + " it."),
  DELETE_TWO_PERSONS(
      "delete.two_persons",
      Kind.FLAG,
      "false",
      "Whether a deletion at the web door takes two persons: the first asks, another one asks for"
          + " the same within seven days."),
  ARCHIVE_AET("archive.aet", Kind.AE_TITLE, "HUISCLOS", "The archive's own AE title."),
  ARCHIVE_ISSUER(
      "archive.issuer",
      Kind.STRING,
      "",
      "The issuer of Patient ID that is meant where a data set names none. Set it once, before the"
          + " first image."),
  ARCHIVE_PRIVATE_SOP_CLASSES(
      "archive.private_sop_classes",
      Kind.UIDS,
      "[]",
      "UIDs of private storage SOP classes to take beside the standard's own."),
  ARCHIVE_GENERAL_SOP_CLASSES(
      "archive.general_sop_classes",
      Kind.UIDS,
      "[]",
      "UIDs of storage SOP classes of which a device may store its own specialisations, unknown"
          + " here, once it names them so by SOP class common extended negotiation."),
  ARCHIVE_RESERVE(
      "archive.reserve",
      Kind.RESERVE,
      "1 GB or 2 %",
      "What stays free of the disk under the home, the smaller of both: with less, stores are"
          + " refused (0xA700) while queries, retrievals and the trail go on."),
  ARCHIVE_SCRUB_RATE(
      "archive.scrub_rate",
      Kind.RATE,
      "5",
      "How many MB a second of what is stored the server reads in the background to see that it is"
          + " still whole, round after round. 0 turns that off; `huisclos scrub` looks at once."),
  DELETE_KEEP_DAYS(
      "delete.keep_days",
      Kind.DAYS,
      "30",
      "For how many days something deleted or rejected can be restored before its keys are"
          + " destroyed."),
  RETENTION_APPLY(
      "retention.apply",
      Kind.FLAG,
      "false",
      "Whether the server deletes by itself, once a day, what the rules of `huisclos retention` say"
          + " has expired."),
  KEYS_SITE_KEY(
      "keys.site_key",
      Kind.STRING,
      "",
      "Where the site key is kept: empty for `HOME/keys/site.key`, `file:/PATH`, `credential:NAME`"
          + " (a systemd credential that seals it) or `pkcs11:…` (a token that seals it). Changed"
          + " by `huisclos key move`, not by hand."),
  IDENTITY_ISSUER(
      "identity.issuer",
      Kind.STRING,
      "",
      "Whose JSON web tokens (`iss`) are believed where a requestor names its user by one. Empty:"
          + " no tokens."),
  IDENTITY_AUDIENCE(
      "identity.audience", Kind.STRING, "", "What such a token must be meant for (`aud`)."),
  IDENTITY_JWKS(
      "identity.jwks",
      Kind.STRING,
      "",
      "The file with the issuer's public keys (JWK set); read again when it changes, never"
          + " fetched."),
  IDENTITY_AUTHORIZE(
      "identity.authorize",
      Kind.STRING,
      "",
      "Where that issuer lets people allow a program to act for them, an `https` address: told to"
          + " programs by `/.well-known/smart-configuration`."),
  IDENTITY_TOKEN(
      "identity.token",
      Kind.STRING,
      "",
      "Where that issuer gives tokens, told likewise. Empty: both are what the provider of"
          + " oidc.issuer says of itself, where that is the same issuer; else nothing is told."),
  LISTEN_HL7(
      "listen.hl7",
      Kind.ADDRESS,
      "",
      "Address and port of the HL7 door (MLLP over TLS, client certificate of a device with the"
          + " grant hl7 required). Closed unless an address is named here."),
  WORKLIST_STATIONS(
      "worklist.stations",
      Kind.STRINGS,
      "[]",
      "Which stations perform a modality, as `CT=CT1,CT2`, for orders that name no station. An"
          + " order without one is shown to devices with worklist-all only."),
  ALERTS_COMMAND(
      "alerts.command",
      Kind.STRING,
      "",
      "The whole path of a program that is told of each alert, by one JSON object on its standard"
          + " input; without a shell, arguments or environment. Empty: alerts are kept, shown and"
          + " logged only."),
  WORKLIST_EXPIRE_DAYS(
      "worklist.expire_days",
      Kind.DAYS,
      "30",
      "How many days past its date a worklist entry is removed, whatever became of it; a"
          + " performed step as long after its last change."),
  BACKUP_TO(
      "backup.to",
      Kind.STRING,
      "",
      "The folder, by its absolute path on another disk, that the server itself makes backups to."
          + " Empty: none but by `huisclos backup`."),
  BACKUP_EVERY(
      "backup.every",
      Kind.SPAN,
      "1 day",
      "How long after one backup the next is made, 1 hour to 366 days. `health` and `doors` say"
          + " when the last is older than twice this."),
  BACKUP_KEEP(
      "backup.keep",
      Kind.COPIES,
      "7",
      "How many backups can be restored. They share what has not changed; the destruction of"
          + " anything ends those before it.");

  /** How a value is written and checked. */
  enum Kind {
    ADDRESS("\"ADDRESS:PORT\""),
    STRING("\"text\""),
    STRINGS("[\"text\", …]"),
    AE_TITLE("\"1 to 16 characters\""),
    UIDS("[\"1.2.3\", …]"),
    RESERVE("\"2 GB or 5 %\""),
    DAYS("0 to 3650"),
    RATE("0 to 10000"),
    SPAN("\"6 hours\" or \"1 day\""),
    SESSION("\"15 minutes\" or \"12 hours\""),
    COPIES("1 to 1000"),
    CONNECTIONS("16 to 65536"),
    FLAG("true or false");

    final String form;

    Kind(String form) {
      this.form = form;
    }
  }

  private final String key;
  private final Kind kind;
  private final String otherwise;
  private final String meaning;

  Setting(String key, Kind kind, String otherwise, String meaning) {
    this.key = key;
    this.kind = kind;
    this.otherwise = otherwise;
    this.meaning = meaning;
  }

  /** The dotted key, such as {@code listen.dicom}. */
  public String key() {
    return key;
  }

  Kind kind() {
    return kind;
  }

  static Optional<Setting> of(String key) {
    return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
  }

  /** Whether this is a table that holds keys. */
  static boolean isTable(String key) {
    return Arrays.stream(values()).anyMatch(s -> s.key.startsWith(key + "."));
  }

  /** The key with the fewest differing letters, to name in an error. */
  static String nearest(String key) {
    return Arrays.stream(values())
        .map(Setting::key)
        .min((a, b) -> Integer.compare(distance(key, a), distance(key, b)))
        .orElseThrow();
  }

  /** {@code docs/settings.md}, whole. */
  public static String document() {
    StringBuilder text =
        new StringBuilder(
            """
            # Settings

            `HOME/huisclos.toml`. Every key has a sound default; an unknown or retired key stops the start and names the
            nearest one. No setting starts a listener without TLS and client certificates.

            This page is generated from the code: `./dev golden --update`.

            | key | form | default | meaning |
            |---|---|---|---|
            """);
    for (Setting s : values()) {
      String shown =
          s.kind == Kind.STRINGS
                  || s.kind == Kind.UIDS
                  || s.kind == Kind.DAYS
                  || s.kind == Kind.RATE
                  || s.kind == Kind.COPIES
                  || s.kind == Kind.CONNECTIONS
                  || s.kind == Kind.FLAG
              ? s.otherwise
              : '"' + s.otherwise + '"';
      text.append("| `%s` | `%s` | `%s` | %s |%n".formatted(s.key, s.kind.form, shown, s.meaning));
    }
    return text.toString();
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

package huisclos.app;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code huisclos probe init}: a scope to start from. */
@Command(
    name = "init",
    description = "Write a scope with comments to start from. It allows the two mildest rungs.",
    mixinStandardHelpOptions = true)
final class ProbeInitVerb implements Callable<Integer> {
  private static final int WINDOW_DAYS = 7;

  /** TOML wants the seconds too. */
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

  private static final String TEMPLATE =
      """
      # Who allowed what, where, when and how fast. Every key: docs/probe.md, "Authority".
      #   huisclos probe SCOPE.toml --plan             shows what would be sent, sends nothing
      #   huisclos probe sign SCOPE.toml --key KEY.pem is for the authoriser, not for you
      # One byte changed after that, and nothing is sent.

      [scope]
      name = "Our first probe"
      operator = "who runs it"
      authoriser = "who answers for it"
      contact = "mailto:probe@example.org"
      opt_out = "a mail to probe@example.org is enough"
      from = FROM
      until = UNTIL
      # reachable, associates, queryable, countable, retrievable, credentials, writable: each by
      # name. From queryable on every range needs evidence; the last two need the owner's consent.
      rungs = ["reachable", "associates"]

      # [rates]                        # these are the defaults
      # per_host_per_second = 1        # connections
      # total_per_second = 100
      # hosts_at_once = 64
      # connect_timeout_ms = 3000
      # reply_timeout_ms = 8000
      # conversation_timeout_ms = 60000

      # [ports]                        # these are the defaults; [] for none of a kind
      # dicom = [104, 2761, 4242, 11112]
      # dicom_tls = [2762]
      # http = [80, 8042, 8080]
      # https = [443, 8443]
      # hl7 = [2575]
      # ftp = [21]
      # smb = [445]

      [[range]]
      cidr = "192.0.2.0/24"
      owner = "whose it is"
      # rungs = ["reachable"]          # narrower than above
      # ports = [104, 11112]           # narrower than above
      # evidence = { mandate = "mandate.txt", sha256 = "of that file, beside this one" }
      # evidence = { dns_txt = "huisclos-probe=TOKEN", at = "_huisclos-probe.example.org", seen = 2026-01-31 }
      # evidence = { well_known = "https://example.org/.well-known/huisclos-probe.txt", value = "TOKEN", seen = 2026-01-31 }

      # [[range]]                      # `huisclos probe pin NAME` prints this
      # name = "pacs.example.org"
      # addresses = ["192.0.2.7"]

      # [exclude]
      # addresses = ["192.0.2.13", "192.0.2.128/25"]

      # [[consent]]
      # host = "192.0.2.7"
      # rungs = ["credentials", "writable"]
      # text = "The owner's own words."
      # deletion_plan = "Who deletes the test object, how, by when."
      # date = 2026-01-31
      # phi_in_transit = true          # needs the two lines of `huisclos probe consent`
      # owner_key = ""
      # owner_signature = ""

      # [inquiry]
      # rdap = "https://rdap.example.net"
      # rdap_addresses = ["192.0.2.53"] # of that name: `huisclos probe pin rdap.example.net`
      # security_txt = true
      # ranges = "table.csv"           # start,end,CC
      """;

  @Parameters(index = "0", paramLabel = "SCOPE.toml", description = "The file to write.")
  private Path file = Path.of(".");

  @Override
  public Integer call() throws IOException {
    OffsetDateTime from = OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.HOURS);
    String text =
        TEMPLATE
            .replace("FROM", MOMENT.format(from))
            .replace("UNTIL", MOMENT.format(from.plusDays(WINDOW_DAYS)));
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw UserError.refused(
          Output.printable(file.toString()) + " exists already", "choose another name");
    }
    System.out.println("written: " + Output.printable(file.toString()));
    return 0;
  }
}

package huisclos.desk.dimse;

import huisclos.archive.ArchiveLimits;
import huisclos.archive.CommitAnswer;
import huisclos.archive.Root;
import huisclos.dicom.Implementation;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.Uids;
import huisclos.gate.Verb;
import huisclos.net.NetLimits;
import huisclos.net.PduLimits;
import huisclos.net.TlsPolicy;
import huisclos.pixels.FrameEncoder;
import huisclos.pixels.Transcoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The conformance statement in the form of PS3.2, read off the tables that negotiate, match and
 * bound: what it says is what is done. Pure text, Markdown.
 */
public final class Conformance {
  private final StringBuilder text = new StringBuilder();
  private final Negotiation negotiation;

  private Conformance(Negotiation negotiation) {
    this.negotiation = negotiation;
  }

  /** The statement of an archive that negotiates by this table. */
  public static String document(Negotiation negotiation) {
    return new Conformance(negotiation).write();
  }

  private String write() {
    text.append(ConformanceTexts.OVERVIEW);
    overview();
    text.append(ConformanceTexts.MODEL);
    associations();
    services();
    storage();
    text.append(ConformanceTexts.STORAGE);
    row("kept as it came", syntaxes(s -> true).size() + " transfer syntaxes, see below");
    row("converted between on the way out", names(syntaxes(TransferSyntax::uncompressed)));
    extended();
    text.append(ConformanceTexts.QUERY);
    text.append(ConformanceKeys.queries());
    limits();
    text.append(ConformanceTexts.RETRIEVE);
    commitment();
    text.append(ConformanceTexts.WORKLIST);
    text.append(ConformanceKeys.worklist());
    text.append(ConformanceTexts.WEB);
    text.append(ConformanceTexts.CHARACTER_SETS);
    security();
    text.append(ConformanceTexts.CONFIGURATION);
    annex();
    return text.toString();
  }

  /** PS3.2 §A.1, Table A.1-1: network services. */
  private void overview() {
    text.append("| SOP class | UID | user of service (SCU) | provider of service (SCP) |\n");
    text.append("|---|---|---|---|\n");
    negotiation
        .services()
        .forEach((uid, service) -> {
          if (service != Service.STORAGE) {
            row(name(uid), "`" + uid + "`", ours(uid, service), "yes");
          }
        });
    long storage =
        negotiation.services().values().stream().filter(s -> s == Service.STORAGE).count();
    row(storage + " storage SOP classes (annex)", "", "yes (C-GET, C-MOVE, forwarding)", "yes");
  }

  private static String ours(String uid, Service service) {
    return switch (service) {
      case VERIFICATION -> "yes (`echo`, `peer echo`)";
      case STORAGE -> "yes";
      case FIND, MOVE, GET ->
          QueryModels.root(uid).filter(root -> root == Root.STUDY).isPresent()
              ? "yes (client verbs)"
              : "no";
      case COMMITMENT -> "yes (`commit`)";
      case WORKLIST, PERFORMED_STEP -> "no";
    };
  }

  private void associations() {
    NetLimits limits = NetLimits.DEFAULT;
    text.append("| policy | value |\n|---|---|\n");
    row("application context", "`1.2.840.10008.3.1.1.1`");
    row("implementation class UID", "`" + Implementation.CLASS_UID + "`");
    row("implementation version name", "`" + Implementation.VERSION_NAME + "`");
    row(
        "associations at once",
        limits.maxAssociations() + ", " + limits.maxPerPeer() + " from one address");
    row("presentation contexts of an association", Integer.toString(PduLimits.MAX_CONTEXTS));
    row("longest PDU received", limits.maxPduBytes() + " bytes");
    row("longest PDU sent", "what the peer says, 131,072 bytes at most");
    row(
        "asynchronous operations window",
        "%d invoked by the requestor at most, served in order; 1 performed"
            .formatted(PduLimits.MAX_OPERATIONS_WINDOW));
    row("idle association", "ends after " + limits.idleTimeout().toMinutes() + " minutes");
    row("waiting for the A-ASSOCIATE-RQ", limits.associateTimeout().toSeconds() + " s");
  }

  /** PS3.2 §A.4.2: what each service needs. */
  private void services() {
    text.append(ConformanceTexts.SERVICES);
    for (Service service : Service.values()) {
      String syntaxes =
          service == Service.STORAGE
              ? "all of the annex"
              : names(syntaxes(s -> Negotiation.takes(service, s.uid())));
      row(service.title(), grant(service, service.asScp()), grantScu(service), syntaxes);
    }
  }

  private static String grant(Service service, Optional<Verb> verb) {
    return service.open() ? "none" : verb.map(v -> "`" + v.word() + "`").orElse("never");
  }

  private static String grantScu(Service service) {
    return service.asScu().map(v -> "`" + v.word() + "`").orElse("never");
  }

  private void storage() {
    text.append(
        """

        A context is accepted in the first of its transfer syntaxes, in the requestor's order, that is in the table. A verb
        that is not granted refuses that context alone, with result 1 (user rejection); an abstract syntax that is not in
        the table gets result 3, one without a known transfer syntax result 4. Every refusal of the association itself is
        A-ASSOCIATE-RJ 1/1/1.

        """);
  }

  private void extended() {
    text.append(ConformanceTexts.EXTENDED);
    ability("relational queries", ExtendedAnswers.FIND[0], "FIND");
    ability("combined date-time matching", ExtendedAnswers.FIND[1], "FIND");
    ability("fuzzy semantic matching of person names", ExtendedAnswers.FIND[2], "FIND");
    ability("timezone query adjustment", ExtendedAnswers.FIND[3], "FIND");
    ability("enhanced multi-frame image conversion", ExtendedAnswers.FIND[4], "FIND, MOVE, GET");
    ability("relational retrieval", ExtendedAnswers.RETRIEVE[0], "MOVE, GET");
    row("level of support", "storage", Integer.toString(ExtendedAnswers.STORAGE[0]));
    row(
        "level of digital signature support",
        "storage",
        Integer.toString(ExtendedAnswers.STORAGE[2]));
    row("element coercion", "storage", Integer.toString(ExtendedAnswers.STORAGE[4]));
  }

  private void ability(String what, byte supported, String where) {
    row(what, where, supported == 1 ? "1, where asked for" : "0");
  }

  private void limits() {
    text.append(ConformanceTexts.LIMITS);
    row("matches of one query", Integer.toString(ArchiveLimits.MAX_MATCHES), "0xA700, no Pending");
    row("instances of one retrieval", Integer.toString(ArchiveLimits.MAX_RETRIEVED), "0xA700");
    row(
        "instances of one commitment request",
        Integer.toString(ArchiveLimits.MAX_COMMITTED),
        "0x0213");
    row(
        "commitment requests worked on at once",
        Integer.toString(CommitDesk.MAX_TRANSACTIONS),
        "0x0213");
  }

  private void commitment() {
    text.append(ConformanceTexts.COMMITMENT);
    for (CommitAnswer.Finding finding : CommitAnswer.Finding.values()) {
      String meaning =
          switch (finding) {
            case COMMITTED ->
                "in the index, and what lies in the vault was read again and has the hash it came"
                    + " with";
            case PROCESSING_FAILURE ->
                "can't be read as it came, or other content under this UID from this device is in"
                    + " quarantine";
            case NO_SUCH_OBJECT -> "not held, or deleted";
            case CLASS_CONFLICT -> "held as an instance of another SOP class";
          };
      row(
          finding == CommitAnswer.Finding.COMMITTED
              ? "committed"
              : "0x%04X".formatted(finding.failureReason()),
          meaning);
    }
  }

  private void security() {
    text.append(ConformanceTexts.SECURITY);
    row("TLS protocols", String.join(", ", TlsPolicy.PROTOCOLS));
    row("cipher suites", String.join(", ", TlsPolicy.CIPHER_SUITES));
    row("client certificate", "required; issued by the site's authority or pinned by its keeper");
  }

  private void annex() {
    text.append("\n## Annex: storage SOP classes\n\n| SOP class | UID |\n|---|---|\n");
    for (Map.Entry<String, Service> one : negotiation.services().entrySet()) {
      if (one.getValue() == Service.STORAGE) {
        row(name(one.getKey()), "`" + one.getKey() + "`");
      }
    }
    text.append("\n## Annex: transfer syntaxes of storage\n\n| transfer syntax | UID | how |\n");
    text.append("|---|---|---|\n");
    for (TransferSyntax syntax : syntaxes(s -> true)) {
      row(name(syntax.uid()), "`" + syntax.uid() + "`", how(syntax));
    }
  }

  private static String how(TransferSyntax syntax) {
    StringBuilder how = new StringBuilder("as it came");
    if (syntax.uncompressed()) {
      how.append(", or converted");
    } else if (Transcoder.targets(syntax.uid()).contains(Uids.EXPLICIT_VR_LITTLE_ENDIAN)) {
      how.append(", or decoded");
    }
    return how.append(FrameEncoder.SYNTAXES.contains(syntax.uid()) ? "; others coded in it" : "")
        .toString();
  }

  private static List<TransferSyntax> syntaxes(java.util.function.Predicate<TransferSyntax> which) {
    List<TransferSyntax> found = new ArrayList<>();
    for (TransferSyntax syntax : TransferSyntax.all()) {
      if (Negotiation.takes(Service.STORAGE, syntax.uid()) && which.test(syntax)) {
        found.add(syntax);
      }
    }
    return found;
  }

  private static String names(List<TransferSyntax> syntaxes) {
    return syntaxes.stream().map(s -> name(s.uid())).collect(Collectors.joining(", "));
  }

  /** The registry's name of a UID, without its remarks. */
  private static String name(String uid) {
    return UidRegistry.find(uid)
        .map(entry -> entry.name().replaceFirst(": Default Transfer Syntax.*", ""))
        .orElse("private");
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}

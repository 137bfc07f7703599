package huisclos.probe.notice;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.Verdict;
import huisclos.probe.report.Html;
import huisclos.probe.report.Remedies;
import huisclos.probe.report.Report;
import huisclos.probe.report.Style;
import huisclos.probe.report.Texts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A letter to an owner: short sentences, first what is to be done today. It names the owner's own
 * addresses, and no patient.
 *
 * @param subject in one line
 * @param blocks its text in order
 */
public record Letter(String subject, List<Block> blocks) {
  private static final int LINE = 78;

  /** A part of a letter. */
  public sealed interface Block permits Heading, Paragraph, Steps {}

  /** A heading. */
  public record Heading(String text) implements Block {}

  /** A paragraph. */
  public record Paragraph(String text) implements Block {}

  /** Things to do or know, one by one. */
  public record Steps(boolean numbered, List<String> items) implements Block {
    public Steps {
      items = List.copyOf(items);
    }
  }

  public Letter {
    blocks = List.copyOf(blocks);
  }

  /**
   * Writes a letter.
   *
   * @param report of which the case is a part
   * @param texts in the owner's language, see {@link #texts}
   * @param today the letter's date
   */
  public static Letter about(Case about, Report report, Texts texts, Instant today) {
    return new Writing(about, report, texts, today).letter();
  }

  /** The words of letters in a language of {@link Texts#LETTER_LANGUAGES}. */
  public static Texts texts(String language) {
    return Texts.of(language, "letter", "words", "remedies");
  }

  private static final class Writing {
    private final Case about;
    private final Report report;
    private final Texts texts;
    private final Instant today;
    private final List<Block> blocks = new ArrayList<>();

    Writing(Case about, Report report, Texts texts, Instant today) {
      this.about = about;
      this.report = report;
      this.texts = texts;
      this.today = today;
    }

    Letter letter() {
      Verdict verdict = about.row().verdict();
      say(texts.get("to") + ": " + about.row().owner());
      say(texts.get("from") + ": " + report.head().operator() + ", " + report.head().contact());
      say(texts.get("date") + ": " + texts.day(LocalDate.ofInstant(today, ZoneOffset.UTC)));
      say(texts.get("greeting"));
      about
          .told()
          .ifPresent(told ->
              say(
                  texts.get(
                      "reminder", texts.word(told.how()), day(told.when()), day(about.seen()))));
      say(texts.get("opening." + (onlyByPassword() ? "CREDENTIALS" : verdict.name())));
      today();
      saw();
      close();
      law();
      reply();
      real();
      say(texts.get("close.greeting"));
      say(report.head().operator());
      return new Letter(
          texts.get(verdict == Verdict.WRITABLE ? "subject.write" : "subject.read"), blocks);
    }

    private boolean onlyByPassword() {
      return about.doors().stream()
          .allMatch(door -> door.rung(Rung.CREDENTIALS).answer() == Answer.YES);
    }

    private String day(Instant time) {
      return texts.day(LocalDate.ofInstant(time, ZoneOffset.UTC));
    }

    private void say(String text) {
      blocks.add(new Paragraph(text));
    }

    private void title(String key) {
      blocks.add(new Heading(texts.get(key)));
    }

    private void today() {
      title("today");
      Set<String> ports = new TreeSet<>();
      about.doors().forEach(door -> ports.add(door.door().toString()));
      blocks.add(
          new Steps(
              true,
              List.of(
                  texts.get("today.1"),
                  texts.get("today.2", String.join(", ", ports)),
                  texts.get("today.3"),
                  texts.get("today.4"))));
    }

    private void saw() {
      title("saw");
      List<String> doors = new ArrayList<>();
      for (Finding finding : about.doors()) {
        doors.add(
            texts.get(
                "saw.door",
                finding.door().address(),
                Integer.toString(finding.door().port()),
                texts.word(finding.service()),
                texts.word(finding.verdict()),
                software(finding.software())));
      }
      blocks.add(new Steps(false, doors));
      say(texts.get("saw.since", texts.time(about.found()), texts.time(about.seen())));
      say(
          texts.get(
              "saw.counts",
              shown(about.row().studies().count()),
              shown(about.row().instances().count()),
              shown(about.row().patients().count())));
      say(texts.get("saw.atleast"));
      say(texts.get("saw.nobody"));
      say(texts.get("saw.others"));
    }

    private String software(Software software) {
      return software.product().equals(Software.UNKNOWN)
          ? texts.get("product.unknown")
          : (software.product() + " " + software.version()).strip();
    }

    private String shown(Count count) {
      return switch (count.kind()) {
        case EXACT -> texts.number(count.number());
        case AT_LEAST -> texts.get("count.atleast.words", texts.number(count.number()));
        case NOT_COUNTED -> texts.get("count.not");
      };
    }

    private void close() {
      title("close");
      Set<String> keys = new LinkedHashSet<>();
      about.doors().forEach(finding -> keys.add(Remedies.key(finding)));
      for (String key : keys) {
        Remedies.Remedy remedy = Remedies.of(key, texts);
        say(remedy.title() + ":");
        blocks.add(new Steps(true, remedy.steps()));
      }
      say(texts.get("remedy.vpn"));
      say(texts.get("remedy.guard"));
      say(texts.get("remedy.look"));
    }

    private void law() {
      title("law");
      Clocks clocks = new Clocks(about.found());
      List<String> gdpr =
          List.of(texts.get("law.gdpr"), texts.get("law.gdpr.clock", texts.time(clocks.gdpr())));
      List<String> hipaa =
          List.of(
              texts.get("law.hipaa"),
              texts.get(
                  "law.hipaa.clock", texts.day(clocks.hipaa()), texts.day(clocks.hipaaYearly())));
      boolean american = about.country().equals("US");
      (american ? hipaa : gdpr).forEach(this::say);
      (american ? gdpr : hipaa).forEach(this::say);
      say(texts.get("law.not"));
    }

    private void reply() {
      title("reply");
      say(texts.get("reply.contact", report.head().contact(), report.head().id()));
      say(texts.get("reply.again"));
      if (!report.scope().optOut().isEmpty()) {
        say(texts.get("reply.optout", report.scope().optOut()));
      }
      say(texts.get("reply.free"));
    }

    private void real() {
      title("real");
      if (!report.scope().authorisers().isEmpty()) {
        say(texts.get("real.authorised", String.join("; ", report.scope().authorisers())));
      }
      say(texts.get("real.fingerprint", report.head().scopeSha256()));
      say(texts.get("real.never"));
    }
  }

  /** As plain text, lines of at most 78 characters. */
  public String text() {
    StringBuilder out = new StringBuilder();
    wrap(out, "", "", subject);
    for (Block block : blocks) {
      out.append('\n');
      switch (block) {
        case Heading(String text) -> {
          wrap(out, "", "", text);
          out.append("-".repeat(Math.min(LINE, text.length()))).append('\n');
        }
        case Paragraph(String text) -> wrap(out, "", "", text);
        case Steps(boolean numbered, List<String> items) -> {
          for (int i = 0; i < items.size(); i++) {
            wrap(out, numbered ? (i + 1) + ". " : "- ", "   ", items.get(i));
          }
        }
      }
    }
    return out.toString();
  }

  private static void wrap(StringBuilder out, String first, String rest, String text) {
    StringBuilder line = new StringBuilder(first);
    boolean begun = false;
    for (String word : text.replaceAll("\\p{Cntrl}", " ").split(" ", -1)) {
      if (begun && line.length() + 1 + word.length() > LINE) {
        out.append(line).append('\n');
        line = new StringBuilder(rest);
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    out.append(line).append('\n');
  }

  /** As a page to be printed or mailed: nothing is fetched, nothing runs. */
  public String html(String language) {
    Html html = new Html().raw(Style.head(language, subject)).element("h1", subject);
    for (Block block : blocks) {
      switch (block) {
        case Heading(String text) -> html.element("h2", text);
        case Paragraph(String text) -> html.element("p", text);
        case Steps(boolean numbered, List<String> items) ->
            html.list(numbered ? "ol" : "ul", items);
      }
    }
    return html.raw(Style.foot()).toString();
  }
}

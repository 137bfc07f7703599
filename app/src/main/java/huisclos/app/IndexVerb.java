package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.dicom.Dictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code huisclos index add|list|remove}: keys to search by beside those built in. */
@Command(
    name = "index",
    description = "Attributes to search by beside those built in.",
    mixinStandardHelpOptions = true,
    subcommands = {IndexVerb.Add.class, IndexVerb.ListAll.class, IndexVerb.Remove.class})
final class IndexVerb {

  /** The key that a verb is about. */
  private static final class KeyOption {
    @Parameters(
        index = "0",
        paramLabel = "TAG",
        description = "A keyword (ContrastBolusAgent) or a tag (00180010).")
    private String tag = "";

    @Option(
        names = "--private-creator",
        paramLabel = "NAME",
        description = "Who reserves the block of a private attribute.")
    private String creator = "";

    private ObjectNode arguments() {
      return Admin.arguments().put("tag", number(tag)).put("creator", creator);
    }
  }

  private static int number(String text) {
    String digits = text.replaceAll("[(), ]", "");
    if (digits.matches("[0-9A-Fa-f]{8}")) {
      return Integer.parseUnsignedInt(digits, 16);
    }
    OptionalInt tag = Dictionary.tagOf(text);
    if (tag.isEmpty()) {
      throw UserError.usage(
          Output.printable(text) + " is neither a keyword nor a tag",
          "write eight hexadecimal digits, for example 00180010");
    }
    return tag.getAsInt();
  }

  /** {@code index add TAG}. */
  @Command(
      name = "add",
      description = {
        "Search by TAG: at once in what is stored from now on, and in what is stored already",
        "once that was read in the background; `huisclos index list` shows how far that is."
      },
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();
    @Mixin private final KeyOption key = new KeyOption();

    @Option(
        names = "--level",
        paramLabel = "LEVEL",
        description = "STUDY, SERIES or IMAGE: whose attribute it is (default: STUDY).")
    private String level = "STUDY";

    @Option(
        names = "--vr",
        paramLabel = "VR",
        description = "What it holds, for what the dictionary doesn't know: LO, SH, DA …")
    private String vr = "";

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      String word = level.toUpperCase(Locale.ROOT);
      if (!List.of("STUDY", "SERIES", "IMAGE").contains(word)) {
        throw UserError.usage("no such level", "one of STUDY, SERIES, IMAGE");
      }
      ObjectNode arguments =
          key.arguments().put("level", word).put("vr", vr.toUpperCase(Locale.ROOT));
      return show(Admin.call(home.home(), "index.add", arguments), json);
    }
  }

  /** {@code index list}. */
  @Command(
      name = "list",
      description = "The keys added, and how far each is read from what was stored before.",
      mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      return show(Admin.call(home.home(), "index.list", Admin.arguments()), json);
    }
  }

  /** {@code index remove TAG}. */
  @Command(
      name = "remove",
      description = "Search by TAG no longer, and forget what was indexed for it.",
      mixinStandardHelpOptions = true)
  static final class Remove implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();
    @Mixin private final KeyOption key = new KeyOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      return show(Admin.call(home.home(), "index.remove", key.arguments()), json);
    }
  }

  private static int show(JsonNode result, boolean json) {
    if (json) {
      Output.json(result);
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode key : result.path("keys")) {
      String state =
          key.path("complete").asBoolean() ? "complete" : key.path("percent").asInt() + " %";
      long unread = key.path("unread").asLong();
      rows.add(
          List.of(
              key.path("tag").asString(),
              key.path("name").asString(),
              key.path("vr").asString(),
              key.path("level").asString(),
              unread == 0 ? state : state + ", " + unread + " objects unreadable"));
    }
    if (rows.isEmpty()) {
      System.err.println("no keys beside those built in");
    } else {
      Output.table(System.out, List.of("TAG", "NAME", "VR", "LEVEL", "STATE"), rows);
    }
    return 0;
  }
}

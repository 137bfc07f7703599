package huisclos.app;

import huisclos.app.admin.Admin;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code huisclos scrub}: whether everything stored is still as it was left. */
@Command(
    name = "scrub",
    description = {
      "Read everything stored and check it: seals and hashes of all objects, the key ring, the",
      "index, the trail. Changes nothing. Exit status 1 if damage is found, with what it affects",
      "and what to do. The server does the same in the background (archive.scrub_rate)."
    },
    mixinStandardHelpOptions = true)
final class ScrubVerb implements Callable<Integer> {
  private static final int MAX_RATE = 10_000;
  private static final int SHOWN = 200;

  @Mixin private final HomeOption home = new HomeOption();

  @Option(
      names = "--rate",
      paramLabel = "MB/s",
      description = "Read no faster than this (default: as fast as it goes).")
  private int rate;

  @Option(names = "--list", description = "Only show what earlier looks found and nobody mended.")
  private boolean list;

  @Option(
      names = "--accept-missing",
      description = {
        "Take instances that were acknowledged and are no longer in the vault as lost, on record:",
        "they are named no longer."
      })
  private boolean accept;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() {
    if (rate < 0 || rate > MAX_RATE) {
      throw UserError.usage("--rate must be 0 to 10000", "megabytes a second");
    }
    if (accept) {
      JsonNode result = Admin.call(home.home(), "scrub.accept", Admin.arguments());
      if (json) {
        Output.json(result);
      } else {
        System.out.println(result.path("accepted").asLong() + " taken as lost");
      }
      return 0;
    }
    JsonNode result;
    if (list) {
      result = Admin.call(home.home(), "scrub.list", Admin.arguments());
    } else {
      try (ScrubWatch _ = ScrubWatch.of(home.home())) {
        result = Admin.call(home.home(), "scrub", Admin.arguments().put("rate", rate));
      }
    }
    if (json) {
      Output.json(result);
    } else {
      show(result);
    }
    return result.path("damaged").asLong() == 0 ? 0 : UserError.REFUSED;
  }

  private void show(JsonNode result) {
    if (list) {
      System.out.println(
          result.has("lastRound")
              ? "all was last looked at until " + result.path("lastRound").asString()
              : "no look at everything has come to its end yet");
    } else {
      System.out.println(
          String.format(
              Locale.ROOT,
              "looked at %d objects (%.1f MB), %d rows of the index, %d records of the trail in"
                  + " %.1f s",
              result.path("objects").asLong(),
              result.path("bytes").asLong() / 1e6,
              result.path("rows").asLong(),
              result.path("records").asLong(),
              result.path("seconds").asDouble()));
    }
    int shown = 0;
    @Nullable String kind = null;
    for (JsonNode damage : result.path("damage")) {
      if (shown++ == SHOWN) {
        break;
      }
      if (!damage.path("kind").asString().equals(kind)) {
        kind = damage.path("kind").asString();
        System.out.println(kind + ": " + damage.path("fix").asString());
      }
      System.out.println(line(damage));
    }
    long all = result.path("damaged").asLong();
    System.out.println(
        all == 0
            ? "no damage"
            : all > shown
                ? "%d pieces of damage; --json shows more".formatted(all)
                : all + (all == 1 ? " piece of damage" : " pieces of damage"));
  }

  private static String line(JsonNode damage) {
    StringBuilder line = new StringBuilder("  " + damage.path("place").asString());
    String instance = damage.path("instance").asString();
    String study = damage.path("study").asString();
    if (!instance.isEmpty()) {
      line.append("  instance ").append(Output.printable(instance));
    }
    if (!study.isEmpty()) {
      line.append("  study ").append(Output.printable(study));
    }
    if (damage.path("objects").asLong() > 1) {
      line.append("  ").append(damage.path("objects").asLong()).append(" objects");
    }
    return line.append(": ").append(damage.path("detail").asString()).toString();
  }
}

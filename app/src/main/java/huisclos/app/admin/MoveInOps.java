package huisclos.app.admin;

import huisclos.app.UserError;
import huisclos.app.home.Site;
import huisclos.app.movein.Import;
import huisclos.app.movein.Pull;
import huisclos.app.movein.PullOrder;
import huisclos.app.movein.Running;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What moves in from files or from an old PACS. */
final class MoveInOps {
  private MoveInOps() {}

  static JsonNode importFiles(Site site, JsonNode arguments) throws Exception {
    List<Path> sources = new ArrayList<>();
    for (JsonNode source : arguments.path("sources")) {
      try {
        sources.add(Path.of(source.asString("")).toAbsolutePath().normalize());
      } catch (InvalidPathException e) {
        throw UserError.usage("a path that can't be one", "name files or folders");
      }
    }
    if (sources.isEmpty()) {
      throw UserError.usage("nothing to import", "name files, folders, a DICOMDIR or ZIPs");
    }
    return Import.run(site, sources);
  }

  static JsonNode pull(Site site, JsonNode arguments) throws Exception {
    List<String> studies = new ArrayList<>();
    arguments.path("studies").forEach(study -> studies.add(study.asString("")));
    String date = arguments.path("date").asString("");
    LocalDate[] dates = PullOrder.dates(date.isEmpty() ? "-" : date);
    String quiet = arguments.path("quiet").asString("");
    return Pull.run(
        site,
        new PullOrder(
            arguments.path("peer").asString(""),
            studies,
            dates[0],
            dates[1],
            date.isEmpty(),
            arguments.path("move").asBoolean(false),
            arguments.path("rate").asInt(0),
            quiet.isEmpty() ? Optional.empty() : Optional.of(PullOrder.Quiet.parse(quiet)),
            arguments.path("again").asBoolean(false)));
  }

  static JsonNode progress(Site site, JsonNode arguments) {
    return Running.progress(arguments.path("name").asString(""));
  }

  static JsonNode stop(Site site, JsonNode arguments) {
    return Running.stop(arguments.path("name").asString(""));
  }
}

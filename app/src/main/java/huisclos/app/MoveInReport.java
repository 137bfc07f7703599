package huisclos.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows what moved in and what didn't. */
final class MoveInReport {
  /** Most lines of what is not in that a terminal gets; the report file has them all. */
  private static final int MAX_LINES = 50;

  private MoveInReport() {}

  /** Prints and writes it; the exit status. */
  static int show(JsonNode result, boolean json, Optional<Path> report) throws IOException {
    if (report.isPresent()) {
      write(result, report.get());
    }
    if (json) {
      Output.json(result);
    } else {
      System.out.println(
          "seen %d in %d studies: stored %d, there already %d, from an earlier run %d"
              .formatted(
                  result.path("seen").asLong(),
                  result.path("studies").size(),
                  result.path("stored").asLong(),
                  result.path("duplicate").asLong(),
                  result.path("earlier").asLong()));
      System.out.println(
          "not in: refused %d, conflicts %d, missing %d; no DICOM files %d, DICOMDIRs %d"
              .formatted(
                  result.path("refused").asLong(),
                  result.path("conflict").asLong(),
                  result.path("missing").asLong(),
                  result.path("notDicom").asLong(),
                  result.path("directories").asLong()));
      int lines = 0;
      for (JsonNode file : result.path("files")) {
        if (++lines > MAX_LINES) {
          System.err.println("… and more: --report FILE has them all");
          break;
        }
        System.err.println(
            Output.printable(
                "%s: %s: %s"
                    .formatted(
                        file.path("fate").asString(),
                        file.path("file").asString(),
                        file.path("reason").asString())));
      }
      for (JsonNode note : result.path("notes")) {
        System.err.println(Output.printable(note.asString()));
      }
    }
    long wrong =
        result.path("refused").asLong()
            + result.path("conflict").asLong()
            + result.path("missing").asLong();
    return wrong == 0 && result.path("incomplete").isMissingNode() ? 0 : UserError.REFUSED;
  }

  private static void write(JsonNode result, Path file) throws IOException {
    // Made anew, so that nobody reads it by permissions that an older one had.
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result) + "\n",
        StandardCharsets.UTF_8);
  }
}

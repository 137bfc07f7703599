package huisclos.app;

import huisclos.dicom.DataSetPrinter;
import huisclos.dicom.DicomException;
import huisclos.dicom.DicomJson;
import huisclos.dicom.JsonOptions;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code huisclos dump}: read a DICOM file, of any size, in little memory. */
@Command(
    name = "dump",
    description = {
      "Show a DICOM file: tag, VR, value, length, keyword.",
      "With --json: the DICOM JSON model, bulk data left out above 1 kB."
    },
    mixinStandardHelpOptions = true)
final class DumpVerb implements Callable<Integer> {
  private static final long MAX_JSON_VALUE_BYTES = 1000;

  @Parameters(index = "0", paramLabel = "FILE")
  private Path file = Path.of(".");

  @Option(names = "--json", description = "The DICOM JSON model (PS3.18 Annex F), one object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw UserError.usage("there is no file " + Output.printable(file.toString()), "");
    }
    // Not System.out, which encodes by the platform; never closed, for it isn't ours alone.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    try (InputStream in = Files.newInputStream(file)) {
      Part10File part10 = Part10.open(in, true);
      if (json) {
        DicomJson.write(part10.reader(), out, JsonOptions.upTo(MAX_JSON_VALUE_BYTES).withIndent());
        out.write('\n');
      } else {
        print(
            part10,
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16));
      }
      return 0;
    } catch (DicomException e) {
      throw UserError.refused(
          Output.printable(file.toString()) + ": " + e.getMessage(),
          "what precedes it is shown above");
    }
  }

  /** What could be read before an error is shown all the same. */
  private static void print(Part10File part10, Writer text) throws IOException {
    try {
      DataSetPrinter.print(part10, text);
    } finally {
      text.flush();
    }
  }
}

package huisclos.app;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import picocli.CommandLine;

/** Entry point of the {@code huisclos} command. */
public final class Main {
  private Main() {}

  /**
   * Runs one verb and exits with its status: 0 done, 1 refused or found something wrong, 2 usage.
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    CommandLine commandLine = RootCommand.of(args);
    commandLine.setExecutionExceptionHandler(Main::explain);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpAutoWidth(true);
    return commandLine.execute(args);
  }

  /** The kind of an exception that gives no reason: {@code no such file}. */
  private static String kind(FileSystemException e) {
    return e.getClass()
        .getSimpleName()
        .replace("Exception", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** What a user can mend is told in one line; anything else is a defect and says where. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof UserError error) {
      System.err.println("huisclos: " + error.forPeople());
      return error.status();
    }
    if (e instanceof FileSystemException file) {
      String reason = file.getReason();
      System.err.println(
          "huisclos: "
              + Output.printable(String.valueOf(file.getFile()))
              + ": "
              + (reason == null ? kind(file) : reason));
      return UserError.USAGE;
    }
    if (e instanceof IOException) {
      System.err.println("huisclos: " + Output.printable(String.valueOf(e.getMessage())));
      return UserError.REFUSED;
    }
    throw e;
  }
}

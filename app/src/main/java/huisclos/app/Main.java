package huisclos.app;

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
    CommandLine commandLine = new CommandLine(new HuisclosCommand());
    commandLine.setExecutionExceptionHandler(Main::explain);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpAutoWidth(true);
    return commandLine.execute(args);
  }

  /** A {@link UserError} is told in one line; anything else is a defect and says where. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof UserError error) {
      System.err.println("huisclos: " + error.forPeople());
      return error.status();
    }
    throw e;
  }
}

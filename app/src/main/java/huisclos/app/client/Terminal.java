package huisclos.app.client;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether a person looks on. */
public final class Terminal {
  private Terminal() {}

  /** Whether standard input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Its declaration still says that it may be null.
  public static boolean isOurs() {
    @Nullable Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Asks for a line that isn't shown; empty where there is no terminal. Zero it after use. */
  @SuppressWarnings("SystemConsoleNull") // As above.
  public static char[] askUnseen(String prompt) {
    @Nullable Console console = System.console();
    char @Nullable [] typed = console == null ? null : console.readPassword("%s", prompt);
    return typed == null ? new char[0] : typed;
  }
}

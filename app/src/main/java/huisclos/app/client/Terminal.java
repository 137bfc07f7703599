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
}

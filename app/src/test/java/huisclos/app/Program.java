package huisclos.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program as the build lays it out and the launcher starts it. */
public final class Program {
  private Program() {}

  /**
   * What starts it, up to its own arguments; of the room {@code app}, its start-up cache in use.
   */
  public static List<String> command(Path app) {
    Path laidOut = app.resolve("target/dist");
    Path arguments = laidOut.resolve("java.args");
    if (!Files.exists(arguments)) {
      throw new IllegalStateException("no " + arguments + "; ./dev build lays it out");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Path cache = laidOut.resolve("huisclos.aot");
    if (Files.exists(cache)) {
      command.add("-XX:AOTCache=" + cache);
    }
    command.add("@" + arguments);
    command.add("huisclos.app.Main");
    return command;
  }
}

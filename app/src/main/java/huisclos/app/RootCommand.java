package huisclos.app;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What the command is without its verbs. {@link HuisclosCommand} lists those.
 *
 * <p>A verb's options are found by reflection, and for all verbs together that takes a third of a
 * start: where the first word names a verb, the others aren't looked at.
 */
@Command(
    name = "huisclos",
    description = "The medical-image archive that can't be left open.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class)
class RootCommand implements Runnable {
  private static final String SUFFIX = "Verb";

  @Spec private @Nullable CommandSpec spec;

  RootCommand() {}

  /** The command line for these arguments: with the verb they name, else with all of them. */
  static CommandLine of(String... args) {
    if (Arrays.equals(args, new String[] {"--version"})) {
      return new CommandLine(new RootCommand());
    }
    Optional<Class<?>> verb = args.length == 0 ? Optional.empty() : verb(args[0]);
    if (verb.isEmpty()) {
      return new CommandLine(new HuisclosCommand());
    }
    return new CommandLine(new RootCommand()).addSubcommand(new CommandLine(verb.get()));
  }

  private static Optional<Class<?>> verb(String word) {
    return Arrays.stream(HuisclosCommand.class.getAnnotation(Command.class).subcommands())
        .filter(verb -> word(verb).equals(word))
        .findFirst();
  }

  /**
   * The word of a verb by its class, {@code serve} of {@code ServeVerb}: asking the annotation of
   * each would cost what this saves.
   */
  static String word(Class<?> verb) {
    String name = verb.getSimpleName();
    StringBuilder word = new StringBuilder();
    for (char c : name.substring(0, name.length() - SUFFIX.length()).toCharArray()) {
      if (Character.isUpperCase(c) && !word.isEmpty()) {
        word.append('-');
      }
      word.append(Character.toLowerCase(c));
    }
    return word.toString();
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "name a verb");
    }
  }

  /** One line, as `huisclos --version` prints it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"huisclos " + (version == null ? "(not packaged)" : version)};
    }
  }
}

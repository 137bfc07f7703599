package huisclos.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root command: it only lists its verbs. */
@Command(
    name = "huisclos",
    description = "The medical-image archive that can't be left open.",
    mixinStandardHelpOptions = true,
    versionProvider = HuisclosCommand.Version.class,
    subcommands = {
      ServeVerb.class,
      DeleteVerb.class,
      HoldVerb.class,
      CoerceVerb.class,
      RetentionVerb.class,
      DoorsVerb.class,
      HealthVerb.class,
      DeviceVerb.class,
      PeerVerb.class,
      UserVerb.class,
      IndexVerb.class,
      KeyVerb.class,
      TrailVerb.class,
      ConflictsVerb.class,
      CorrectVerb.class,
      PatientVerb.class,
      QuarantineVerb.class,
      ImportVerb.class,
      PullVerb.class,
      WorklistVerb.class,
      EchoVerb.class,
      SendVerb.class,
      FindVerb.class,
      GetVerb.class,
      MoveVerb.class,
      CommitVerb.class,
      ConformanceVerb.class,
      DumpVerb.class,
      RehearseStartVerb.class,
    })
final class HuisclosCommand implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

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

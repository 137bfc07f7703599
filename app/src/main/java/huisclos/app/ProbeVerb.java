package huisclos.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code huisclos probe}: finds open doors in ranges that somebody has authority for. */
@Command(
    name = "probe",
    description = "Find open doors in ranges you have authority for, without reading a patient.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ProbeInitVerb.class,
      ProbePinVerb.class,
      ProbeKeyVerb.class,
      ProbeTrustVerb.class,
      ProbeSignVerb.class,
      ProbeConsentVerb.class,
    })
final class ProbeVerb implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "name a verb");
    }
  }
}

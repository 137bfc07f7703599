package huisclos.app;

import huisclos.probe.results.RunHead;
import huisclos.probe.run.ScopedRun;
import huisclos.probe.scope.Plan;
import huisclos.probe.scope.Scope;
import huisclos.probe.scope.Scopes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code huisclos probe SCOPE.toml}: the exposure auditor. */
@Command(
    name = "probe",
    description = {
      "Find open doors within a signed scope, and measure what a stranger could read without",
      "reading it. Begin with `huisclos probe init SCOPE.toml`. Exit status 1 if a door is open to",
      "strangers or the run was cut short."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      ProbeInitVerb.class,
      ProbePinVerb.class,
      ProbeKeyVerb.class,
      ProbeTrustVerb.class,
      ProbeSignVerb.class,
      ProbeConsentVerb.class,
      ProbeRecheckVerb.class,
      ProbeRunsVerb.class,
      ProbeReportVerb.class,
      ProbeContactsVerb.class,
      ProbeNoticeVerb.class,
      ProbeToldVerb.class,
      ProbeMergeVerb.class,
      ProbeStopVerb.class,
    })
final class ProbeVerb implements Callable<Integer> {
  private static final Pattern SHARD = Pattern.compile("([1-9][0-9]{0,3})/([1-9][0-9]{0,3})");

  @Mixin private final ProbeFolders folders = new ProbeFolders();

  @Parameters(
      arity = "0..1",
      paramLabel = "SCOPE.toml",
      description = "What its authorisers signed.")
  private @Nullable Path scope;

  @Option(
      names = "--plan",
      description = "Print exactly what would be sent to whom, and send nothing.")
  private boolean plan;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = "Visit the Ith of N parts; merge the results with `huisclos probe merge`.")
  private String shard = "1/1";

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      arity = "0..1",
      fallbackValue = "latest",
      description = "Go on with a run that was cut short (default: the latest).")
  private @Nullable String resume;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Path file = scope;
    if (file == null) {
      throw UserError.usage(
          "name a scope, or one of the verbs that `huisclos probe --help` lists",
          "huisclos probe init SCOPE.toml writes a template");
    }
    Matcher parts = SHARD.matcher(shard);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) > Integer.parseInt(parts.group(2))) {
      throw UserError.usage("--shard is I/N, with I from 1 to N", "such as --shard 2/8");
    }
    if (plan) {
      Scopes.Draft draft = folders.home().draft(file);
      Plan what = Plan.of(draft, ProbeJob.LOOKS);
      if (json) {
        Output.json(what.json());
      } else {
        System.out.print(what.text());
      }
      return 0;
    }
    Scope signed = folders.home().scope(file);
    return ProbeJob.go(
        folders,
        means ->
            resume == null
                ? ScopedRun.begin(
                    signed,
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    means)
                : ScopedRun.resume(signed, taken(means, resume), means),
        json);
  }

  private static RunHead taken(ScopedRun.Means means, String named) throws IOException {
    if (!named.equals("latest")) {
      return means.store().read(named).head();
    }
    return means
        .store()
        .latest()
        .orElseThrow(() -> UserError.refused("there is no run to resume", "leave out --resume"))
        .head();
  }
}

package huisclos.app;

import picocli.CommandLine.Command;

/** The command with all its verbs, in the order in which help lists them. */
@Command(
    subcommands = {
      ServeVerb.class,
      DeleteVerb.class,
      HoldVerb.class,
      CoerceVerb.class,
      RetentionVerb.class,
      BackupVerb.class,
      RestoreVerb.class,
      DoorsVerb.class,
      ShareVerb.class,
      EmergencyVerb.class,
      AlertsVerb.class,
      HealthVerb.class,
      DeviceVerb.class,
      PeerVerb.class,
      UserVerb.class,
      TokenVerb.class,
      IndexVerb.class,
      ReindexVerb.class,
      ScrubVerb.class,
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
      ProbeVerb.class,
      RehearseStartVerb.class,
    })
final class HuisclosCommand extends RootCommand {}

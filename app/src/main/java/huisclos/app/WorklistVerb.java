package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.archive.WorklistBuilder;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code huisclos worklist}: orders by hand or from files, and what was performed of them. */
@Command(
    name = "worklist",
    description = "Orders: add, import, list, cancel; and what modalities performed.",
    mixinStandardHelpOptions = true,
    subcommands = {
      WorklistVerb.Add.class,
      WorklistVerb.Import.class,
      WorklistVerb.Entries.class,
      WorklistVerb.Cancel.class,
      WorklistVerb.Steps.class,
      WorklistVerb.Dismiss.class,
    })
final class WorklistVerb {
  private WorklistVerb() {}

  /** One entry by hand. */
  @Command(
      name = "add",
      description = "Schedule one procedure step.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--patient-id", required = true, paramLabel = "ID")
    private String patientId = "";

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "Of the patient ID.")
    private String issuer = "";

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "As DICOM writes it: Family^Given.")
    private String name = "";

    @Option(names = "--birth-date", paramLabel = "YYYYMMDD")
    private String birthDate = "";

    @Option(names = "--sex", paramLabel = "F|M|O")
    private String sex = "";

    @Option(names = "--accession", paramLabel = "NUMBER")
    private String accession = "";

    @Option(names = "--modality", required = true, paramLabel = "CT|MR|…")
    private String modality = "";

    @Option(
        names = "--station",
        split = ",",
        paramLabel = "AET",
        description = "Who performs it; without one only devices with worklist-all see it.")
    private List<String> stations = List.of();

    @Option(names = "--date", required = true, paramLabel = "YYYYMMDD")
    private String date = "";

    @Option(names = "--time", paramLabel = "HHMM", description = "Default: 0000.")
    private String time = "";

    @Option(names = "--procedure", paramLabel = "TEXT", description = "What is asked for.")
    private String procedure = "";

    @Option(names = "--physician", paramLabel = "NAME", description = "Who asks for it.")
    private String physician = "";

    @Option(names = "--step-id", paramLabel = "ID", description = "Default: made up.")
    private String stepId = "";

    @Option(names = "--study", paramLabel = "UID", description = "Default: made up.")
    private String study = "";

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      DataSet entry =
          new WorklistBuilder()
              .put(Tag.PATIENT_ID, patientId)
              .put(Tag.ISSUER_OF_PATIENT_ID, issuer)
              .put(Tag.PATIENT_NAME, name)
              .put(Tag.PATIENT_BIRTH_DATE, birthDate)
              .put(Tag.PATIENT_SEX, sex)
              .put(Tag.ACCESSION_NUMBER, accession)
              .put(Tag.REQUESTED_PROCEDURE_DESCRIPTION, procedure)
              .put(Tag.REQUESTING_PHYSICIAN, physician)
              .put(Tag.STUDY_INSTANCE_UID, study)
              .step(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, procedure)
              .step(Tag.SCHEDULED_PROCEDURE_STEP_ID, stepId)
              .step(Tag.MODALITY, modality)
              .step(Tag.SCHEDULED_STATION_AE_TITLE, stations.toArray(String[]::new))
              .step(Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, date)
              .step(Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, time)
              .build();
      JsonNode placed = WorklistFiles.place(home.home(), entry, "operator");
      if (json) {
        Output.json(placed);
      } else {
        System.out.println(placed.path("id").asString());
      }
      return 0;
    }
  }

  /** Entries from files. */
  @Command(
      name = "import",
      description = {
        "Take orders from files: CSV with a header line, DICOM worklist files (.wl), HL7 messages.",
        "Columns of CSV: patient_id, name, birth_date, sex, accession, modality, station, date,"
            + " time, procedure, physician, step_id, study, issuer."
      },
      mixinStandardHelpOptions = true)
  static final class Import implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(arity = "1..*", paramLabel = "FILE")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
      WorklistFiles worklist = new WorklistFiles(home.home());
      files.forEach(worklist::take);
      worklist.problems().forEach(System.err::println);
      System.out.printf("%d taken, %d refused%n", worklist.taken(), worklist.problems().size());
      return worklist.problems().isEmpty() ? 0 : UserError.REFUSED;
    }
  }

  /** What is scheduled. */
  @Command(name = "list", description = "What is scheduled.", mixinStandardHelpOptions = true)
  static final class Entries implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--all", description = "Also what is done or cancelled.")
    private boolean all;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "worklist.list", Admin.arguments().put("all", all));
      if (json) {
        Output.json(result);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      boolean stationless = false;
      for (JsonNode entry : result.path("entries")) {
        String stations = Output.joined(entry.path("stations"));
        stationless |= stations.isEmpty();
        rows.add(
            List.of(
                entry.path("id").asString(),
                entry.path("status").asString(),
                entry.path("date").asString(),
                entry.path("time").asString(),
                entry.path("modality").asString(),
                stations.isEmpty() ? "-" : stations,
                entry.path("patientId").asString(),
                entry.path("name").asString(),
                entry.path("accession").asString(),
                entry.path("procedure").asString()));
      }
      Output.table(
          System.out,
          List.of(
              "ID",
              "STATUS",
              "DATE",
              "TIME",
              "MOD",
              "STATION",
              "PATIENT",
              "NAME",
              "ACCESSION",
              "PROCEDURE"),
          rows);
      if (stationless) {
        System.err.println(
            "entries without a station are shown to devices with worklist-all only: set [worklist]"
                + " stations");
      }
      return 0;
    }
  }

  /** Withdraws an entry. */
  @Command(name = "cancel", description = "Cancel an entry.", mixinStandardHelpOptions = true)
  static final class Cancel implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    public Integer call() {
      Admin.call(home.home(), "worklist.cancel", Admin.arguments().put("id", id));
      System.err.println("cancelled");
      return 0;
    }
  }

  /** What was performed. */
  @Command(
      name = "steps",
      description = "What modalities performed (MPPS), and which named instances never came.",
      mixinStandardHelpOptions = true)
  static final class Steps implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode result = Admin.call(home.home(), "worklist.steps", Admin.arguments());
      if (json) {
        Output.json(result);
        return 0;
      }
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode step : result.path("steps")) {
        rows.add(
            List.of(
                step.path("status").asString(),
                step.path("date").asString(),
                step.path("modality").asString(),
                step.path("device").asString(),
                step.path("patientId").asString(),
                "%d of %d".formatted(step.path("arrived").asLong(), step.path("named").asLong()),
                Output.joined(step.path("entries")),
                step.path("uid").asString()));
      }
      Output.table(
          System.out,
          List.of("STATUS", "DATE", "MOD", "DEVICE", "PATIENT", "ARRIVED", "ENTRIES", "STEP"),
          rows);
      return 0;
    }
  }

  /** Takes a proposed merge off the list. */
  @Command(
      name = "dismiss-merge",
      description = "Take a merge that an HL7 message proposed off the list of conflicts.",
      mixinStandardHelpOptions = true)
  static final class Dismiss implements Callable<Integer> {
    @Mixin private final HomeOption home = new HomeOption();

    @Parameters(paramLabel = "NUMBER")
    private long id;

    @Override
    public Integer call() {
      Admin.call(home.home(), "worklist.dismiss", Admin.arguments().put("id", id));
      return 0;
    }
  }
}

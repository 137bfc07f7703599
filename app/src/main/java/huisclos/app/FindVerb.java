package huisclos.app;

import huisclos.app.client.Called;
import huisclos.app.client.Keys;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomJson;
import huisclos.dicom.Dictionary;
import huisclos.dicom.JsonOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.Uids;
import huisclos.net.Association;
import huisclos.net.AssociationException;
import huisclos.net.Reply;
import huisclos.net.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code huisclos find}: C-FIND. */
@Command(
    name = "find",
    description = {
      "Query an archive (C-FIND).",
      "Example: huisclos find HOST:PORT --identity DIR/AET -k PatientName=DOE* -k StudyDate"
    },
    mixinStandardHelpOptions = true)
final class FindVerb implements Callable<Integer> {
  @Mixin private final CalledOptions options = new CalledOptions();

  /** PS3.4 §C.6. */
  enum Level {
    PATIENT,
    STUDY,
    SERIES,
    IMAGE
  }

  @Option(names = "--level", description = "PATIENT, STUDY, SERIES or IMAGE (default: STUDY).")
  private Level level = Level.STUDY;

  @Option(
      names = "-k",
      paramLabel = "KEY=VALUE",
      description = "A matching key, or KEY alone to have it returned. Wildcards * and ?, ranges.")
  private List<String> keys = List.of();

  @Option(names = "--study", paramLabel = "UID", description = "Short for -k StudyInstanceUID=UID.")
  private String study = "";

  @Option(
      names = "--series",
      paramLabel = "UID",
      description = "Short for -k SeriesInstanceUID=UID.")
  private String series = "";

  @Option(names = "--json", description = "The DICOM JSON model, an array of matches.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<String> all = new ArrayList<>(keys);
    if (!study.isEmpty()) {
      all.add("StudyInstanceUID=" + study);
    }
    if (!series.isEmpty()) {
      all.add("SeriesInstanceUID=" + series);
    }
    Keys query = new Keys(all);
    returning(query);
    query.identifier().putString(Tag.QUERY_RETRIEVE_LEVEL, level.name());
    List<DataSet> matches = new ArrayList<>();
    Reply reply = ask(options.called(), query.identifier(), matches);
    show(query, matches);
    if (!reply.success()) {
      throw UserError.refused(
          "the archive answered "
              + Status.format(reply.status())
              + (reply.comment().isEmpty() ? "" : ": " + Output.printable(reply.comment())),
          fix(reply.status()));
    }
    return 0;
  }

  private void returning(Keys query) {
    switch (level) {
      case PATIENT -> query.returning(Tag.PATIENT_ID, Tag.PATIENT_NAME, Tag.PATIENT_BIRTH_DATE);
      case STUDY ->
          query.returning(
              Tag.PATIENT_ID,
              Tag.PATIENT_NAME,
              Tag.STUDY_DATE,
              Tag.MODALITIES_IN_STUDY,
              Tag.STUDY_DESCRIPTION,
              Tag.STUDY_INSTANCE_UID);
      case SERIES ->
          query.returning(
              Tag.MODALITY, Tag.SERIES_NUMBER, Tag.SERIES_DESCRIPTION, Tag.SERIES_INSTANCE_UID);
      case IMAGE -> query.returning(Tag.INSTANCE_NUMBER, Tag.SOP_CLASS_UID, Tag.SOP_INSTANCE_UID);
    }
  }

  private Reply ask(Called called, DataSet identifier, List<DataSet> matches) throws IOException {
    String model =
        level == Level.PATIENT
            ? Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND
            : Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
    try (Association association =
        called.open(
            called
                .request()
                .propose(
                    model,
                    List.of(Uids.EXPLICIT_VR_LITTLE_ENDIAN, Uids.IMPLICIT_VR_LITTLE_ENDIAN)))) {
      return association.find(model, identifier, matches::add);
    } catch (AssociationException e) {
      throw called.explained(e);
    }
  }

  private void show(Keys query, List<DataSet> matches) throws IOException {
    if (json) {
      DicomJson.writeAll(matches, System.out, JsonOptions.EVERYTHING.withIndent());
      System.out.println();
      return;
    }
    List<Integer> tags = query.typed();
    List<List<String>> rows = new ArrayList<>();
    for (DataSet match : matches) {
      rows.add(tags.stream().map(tag -> String.join("\\", match.strings(tag))).toList());
    }
    if (rows.isEmpty()) {
      System.err.println("no match");
      return;
    }
    Output.table(System.out, tags.stream().map(FindVerb::heading).toList(), rows);
  }

  private static String heading(int tag) {
    return Dictionary.find(tag).map(Dictionary.Entry::keyword).orElse(Tags.format(tag));
  }

  private static String fix(int status) {
    return switch (status) {
      case Status.NOT_NEGOTIATED -> "this device has no grant to find";
      case Status.NOT_AUTHORIZED ->
          "narrow it (patient ID, accession number, a UID, three letters of a name, 31 days), or"
              + " grant find-all; if it is narrow, see `huisclos alerts` for a budget that is"
              + " spent";
      case Status.REFUSED_OUT_OF_RESOURCES -> "it matches too many: narrow it";
      default -> "";
    };
  }
}

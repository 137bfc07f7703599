package huisclos.app;

import huisclos.app.admin.Admin;
import huisclos.app.home.Home;
import huisclos.archive.WorklistBuilder;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Orders out of files; a bad one is named and the rest goes on. Not thread-safe. */
final class WorklistFiles {
  /** A CSV of a hundred thousand orders is smaller; a message and a worklist file much more so. */
  private static final long MAX_BYTES = 32L << 20;

  /** What one question over the admin socket can hold, with its base64. */
  private static final int MAX_ENTRY_BYTES = 512 << 10;

  private static final Map<String, Integer> ORDER_COLUMNS =
      Map.of(
          "patient_id", Tag.PATIENT_ID,
          "issuer", Tag.ISSUER_OF_PATIENT_ID,
          "name", Tag.PATIENT_NAME,
          "birth_date", Tag.PATIENT_BIRTH_DATE,
          "sex", Tag.PATIENT_SEX,
          "accession", Tag.ACCESSION_NUMBER,
          "procedure", Tag.REQUESTED_PROCEDURE_DESCRIPTION,
          "physician", Tag.REQUESTING_PHYSICIAN,
          "study", Tag.STUDY_INSTANCE_UID);

  private static final Map<String, Integer> STEP_COLUMNS =
      Map.of(
          "modality", Tag.MODALITY,
          "station", Tag.SCHEDULED_STATION_AE_TITLE,
          "date", Tag.SCHEDULED_PROCEDURE_STEP_START_DATE,
          "time", Tag.SCHEDULED_PROCEDURE_STEP_START_TIME,
          "step_id", Tag.SCHEDULED_PROCEDURE_STEP_ID);

  private final Home home;
  private final List<String> problems = new ArrayList<>();
  private int taken;

  WorklistFiles(Home home) {
    this.home = home;
  }

  /** How many orders were kept. */
  int taken() {
    return taken;
  }

  /** What was not, and why, by file and line. */
  List<String> problems() {
    return problems;
  }

  /** Takes one file of any of the three kinds. */
  void take(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        problems.add(file + ": larger than 32 MiB");
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      String begin = new String(bytes, 0, Math.min(bytes.length, 8), StandardCharsets.ISO_8859_1);
      if (begin.startsWith("MSH") || begin.startsWith("\u000bMSH")) {
        hl7(file, bytes);
      } else if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
        csv(file, new String(bytes, StandardCharsets.UTF_8));
      } else {
        dicom(bytes);
      }
    } catch (IOException e) {
      problems.add(file + ": can't be read");
    } catch (UserError e) {
      problems.add(file + ": " + e.forPeople());
    }
  }

  private void hl7(Path file, byte[] bytes) {
    // Messages of one file are parted by their headers, framed or not.
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\u000b\u001c]", "");
    int number = 0;
    for (String message : text.split("(?<=[\r\n])(?=MSH\\|)", -1)) {
      number++;
      if (message.length() > MAX_ENTRY_BYTES) {
        problems.add(file + ": message " + number + ": over 512 KiB");
        continue;
      }
      byte[] raw = message.getBytes(StandardCharsets.ISO_8859_1);
      JsonNode answer =
          Admin.call(
              home,
              "worklist.hl7",
              Admin.arguments().put("message", Base64.getEncoder().encodeToString(raw)));
      if (answer.path("accepted").asBoolean(false)) {
        taken++;
      } else {
        problems.add(file + ": message " + number + ": " + answer.path("why").asString());
      }
    }
  }

  private void dicom(byte[] bytes) throws IOException {
    Part10File part10 = Part10.open(new ByteArrayInputStream(bytes));
    DataSet entry = DataSetDecoder.read(part10.reader(), ReadOptions.header());
    place(home, entry, "file");
    taken++;
  }

  private void csv(Path file, String text) {
    List<List<String>> lines = Csv.parse(text);
    if (lines.isEmpty()) {
      problems.add(file + ": empty");
      return;
    }
    List<String> header = new ArrayList<>();
    for (String column : lines.getFirst()) {
      String name = column.strip().toLowerCase(Locale.ROOT);
      if (!ORDER_COLUMNS.containsKey(name) && !STEP_COLUMNS.containsKey(name)) {
        problems.add(file + ": unknown column " + Output.printable(name) + ": see --help");
        return;
      }
      header.add(name);
    }
    for (int i = 1; i < lines.size(); i++) {
      try {
        place(home, entry(header, lines.get(i)), "file");
        taken++;
      } catch (IOException | UserError e) {
        String why = e instanceof UserError user ? user.forPeople() : "can't be written";
        problems.add(file + ": line " + (i + 1) + ": " + why);
      }
    }
  }

  private static DataSet entry(List<String> header, List<String> cells) {
    WorklistBuilder entry = new WorklistBuilder();
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < Math.min(header.size(), cells.size()); i++) {
      row.put(header.get(i), cells.get(i));
    }
    row.forEach((column, value) -> {
      Integer order = ORDER_COLUMNS.get(column);
      Integer step = STEP_COLUMNS.get(column);
      if (order != null) {
        entry.put(order, value);
      } else if (step != null) {
        entry.step(step, column.equals("station") ? value.split("[;,]", -1) : new String[] {value});
      }
    });
    return entry.build();
  }

  /** Places one entry. */
  static JsonNode place(Home home, DataSet entry, String source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(entry, bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    if (bytes.size() > MAX_ENTRY_BYTES) {
      throw UserError.refused("the entry is over 512 KiB", "it should hold an order only");
    }
    return Admin.call(
        home,
        "worklist.place",
        Admin.arguments()
            .put("entry", Base64.getEncoder().encodeToString(bytes.toByteArray()))
            .put("source", source));
  }
}

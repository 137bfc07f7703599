package huisclos.desk.web.dicomweb;

import huisclos.desk.web.Call;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomJson;
import huisclos.dicom.JsonOptions;
import huisclos.gate.Reason;
import huisclos.web.Accept;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import huisclos.web.NativeXml;
import huisclos.web.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** How the endpoints of DICOMweb answer: data sets in JSON or XML, and problems. */
final class DicomAnswers {
  private static final MediaType XML_PARTS = MediaType.related(MediaType.DICOM_XML);

  /** In the order in which they are liked (PS3.18 §8.7.3.2: JSON is the default). */
  static final List<MediaType> OFFERS =
      List.of(MediaType.DICOM_JSON, MediaType.JSON, XML_PARTS, MediaType.DICOM_XML);

  private DicomAnswers() {}

  /** What the client takes: by header or, standing in for it, by parameter (PS3.18 §8.3.3.1). */
  static Optional<Accept> accepted(Call call) {
    return call.query("accept")
        .or(() -> call.header("accept"))
        .map(Accept::parse)
        .orElse(Optional.of(Accept.ANYTHING));
  }

  /** The form of data sets that the client takes; where it takes none it is told so. */
  static Optional<MediaType> form(Call call) throws IOException {
    Optional<Accept> accept = accepted(call);
    if (accept.isEmpty()) {
      problem(call, 400, "The Accept header can't be understood", "");
      return Optional.empty();
    }
    Optional<MediaType> form = accept.get().choose(OFFERS);
    if (form.isEmpty()) {
      problem(
          call,
          406,
          "None of the media types is available",
          "available: application/dicom+json, multipart/related; type=\"application/dicom+xml\"");
    }
    return form;
  }

  /** Answers with a list of data sets: an array in JSON, a part each in XML. */
  static void all(Call call, int status, MediaType form, List<DataSet> sets) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(1024 + 512 * sets.size());
    MediaType type = form;
    if (form.isAs(MediaType.RELATED) || form.isAs(MediaType.DICOM_XML)) {
      String boundary = MultipartWriter.newBoundary();
      type = MultipartWriter.mediaType(MediaType.DICOM_XML, boundary);
      MultipartWriter parts = new MultipartWriter(body, boundary);
      for (DataSet set : sets) {
        try (OutputStream part = parts.part(MediaType.DICOM_XML)) {
          NativeXml.write(set, part);
        }
      }
      parts.end();
    } else {
      DicomJson.writeAll(sets, body, JsonOptions.EVERYTHING);
    }
    call.respond(status, type.toString(), body.toByteArray());
  }

  /** Answers with one data set. */
  static void one(Call call, int status, MediaType form, DataSet set) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    if (form.isAs(MediaType.RELATED) || form.isAs(MediaType.DICOM_XML)) {
      NativeXml.write(set, body);
      call.respond(status, MediaType.DICOM_XML.toString(), body.toByteArray());
    } else {
      DicomJson.write(set, body, JsonOptions.EVERYTHING);
      call.respond(status, form.toString(), body.toByteArray());
    }
  }

  static void problem(Call call, int status, String title, String detail) throws IOException {
    call.respond(status, Problem.TYPE.toString(), new Problem(status, title, detail).body());
  }

  /** A no of the gate: a budget says when to come back, all else only that it is not granted. */
  static void denied(Call call, Reason reason) throws IOException {
    switch (reason) {
      case HOUR_BUDGET, DAY_BUDGET, GUESSING, FROZEN ->
          problem(call, 429, "A budget of disclosures is used up", "");
      case UNAVAILABLE -> problem(call, 503, "It can't be decided now", "");
      default -> problem(call, 403, "Not granted", "");
    }
  }
}

package huisclos.desk.web.dicomweb;

import huisclos.archive.Archive;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomException;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.Tag;
import huisclos.dicom.Uid;
import huisclos.gate.Gate;
import huisclos.web.MediaType;
import huisclos.web.ModelException;
import huisclos.web.MultipartException;
import huisclos.web.MultipartReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Stores instances (STOW-RS, PS3.18 §10.5): files of PS3.10, or metadata in JSON or XML with the
 * bulk data that they refer to. Thread-safe.
 *
 * <p>A body is read as it comes, one instance after the other; while one waits for its group the
 * next is read. Preamble and file meta information are dropped. 200 where all were stored, 202
 * where some were, 409 where none was; the report says which and why.
 */
final class StoreEndpoint implements Endpoint {
  private final Gate gate;
  private final Archive archive;
  private final BulkMemory memory;
  private final boolean toStudy;

  /**
   * @param memory what the bulk data of all requests together may take
   * @param toStudy whether the path names the study
   */
  StoreEndpoint(Gate gate, Archive archive, BulkMemory memory, boolean toStudy) {
    this.gate = gate;
    this.archive = archive;
    this.memory = memory;
    this.toStudy = toStudy;
  }

  @Override
  public void serve(Call call) throws IOException {
    Optional<MediaType> form = DicomAnswers.form(call);
    if (form.isEmpty()) {
      return;
    }
    Optional<String> study = toStudy ? Optional.of(call.variable("study")) : Optional.empty();
    Optional<MediaType> type = call.header("content-type").flatMap(MediaType::parse);
    if (study.isPresent() && !Uid.isUsable(study.get())) {
      DicomAnswers.problem(call, 400, "No study is named so", "");
    } else if (type.isEmpty()
        || call.header("content-encoding").isPresent()
        || !takes(type.get())) {
      DicomAnswers.problem(
          call,
          415,
          "The body is of a kind that isn't taken",
          "multipart/related with application/dicom, application/dicom+json or"
              + " application/dicom+xml, without a content encoding");
    } else {
      store(call, form.get(), type.get(), study);
    }
  }

  private static boolean takes(MediaType type) {
    Optional<MediaType> parts =
        type.isAs(MediaType.RELATED)
            ? type.parameter("type").flatMap(MediaType::parse)
            : Optional.of(type);
    return parts.filter(of -> of.isAs(MediaType.DICOM) || isMetadata(of)).isPresent();
  }

  private static boolean isMetadata(MediaType type) {
    return type.isAs(MediaType.DICOM_JSON) || type.isAs(MediaType.DICOM_XML);
  }

  private void store(Call call, MediaType form, MediaType type, Optional<String> study)
      throws IOException {
    StoreReport report = new StoreReport(call);
    try (InstanceQueue queue = new InstanceQueue(gate, archive, call.who(), study, report)) {
      try {
        if (type.isAs(MediaType.RELATED)) {
          parts(call, new MultipartReader(call.body(), type), queue);
        } else if (type.isAs(MediaType.DICOM)) {
          file(call.body(), queue);
        } else {
          try (MetadataStore store = new MetadataStore(DicomWeb.base(call), queue, memory)) {
            store.metadata(type, call.body());
            store.finish();
          }
        }
      } catch (MultipartException | ModelException e) {
        queue.finish();
        malformed(call, report, String.valueOf(e.getMessage()));
        return;
      }
      queue.finish();
    }
    report.answer(form);
  }

  private void parts(Call call, MultipartReader reader, InstanceQueue queue) throws IOException {
    try (MetadataStore store = new MetadataStore(DicomWeb.base(call), queue, memory)) {
      for (Optional<MultipartReader.Part> part = reader.next();
          part.isPresent();
          part = reader.next()) {
        MediaType type = part.get().type();
        if (type.isAs(MediaType.DICOM)) {
          file(part.get().body(), queue);
        } else if (isMetadata(type)) {
          store.metadata(type, part.get().body());
        } else {
          store.bulk(part.get());
        }
      }
      store.finish();
    }
  }

  /** One file of PS3.10; one that can't be read as such fails alone. */
  private static void file(InputStream in, InstanceQueue queue) throws IOException {
    Part10File file;
    try {
      file = Part10.open(in);
    } catch (DicomException _) {
      queue.unreadable();
      return;
    }
    DataSet meta = file.fileMeta();
    queue.store(
        meta.string(Tag.MEDIA_STORAGE_SOP_CLASS_UID, ""),
        meta.string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, ""),
        meta.string(Tag.TRANSFER_SYNTAX_UID, ""),
        file.dataSetStream());
  }

  private static void malformed(Call call, StoreReport report, String why) throws IOException {
    DicomAnswers.problem(
        call, 400, "The body is malformed", why + "; instances stored before: " + report.stored());
  }
}

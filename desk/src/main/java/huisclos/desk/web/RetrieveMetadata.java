package huisclos.desk.web;

import huisclos.archive.Archive;
import huisclos.archive.Derived;
import huisclos.archive.Level;
import huisclos.archive.StoredInstance;
import huisclos.dicom.DicomJson;
import huisclos.dicom.JsonOptions;
import huisclos.gate.Pass;
import huisclos.web.Accept;
import huisclos.web.EntityTag;
import huisclos.web.MediaType;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The attributes of studies, series and instances without bulk data (WADO-RS, PS3.18 §10.4.1.1.2):
 * DICOM JSON, each large binary value and all pixel data by its BulkDataURI.
 */
final class RetrieveMetadata implements Endpoint {
  private static final List<MediaType> OFFERS = List.of(MediaType.DICOM_JSON, MediaType.JSON);
  private static final int BUFFER_BYTES = 64 << 10;

  private final Retrieval retrieval;
  private final InstanceReader reader;
  private final Versions versions;
  private final Level level;

  RetrieveMetadata(Retrieval retrieval, InstanceReader reader, Versions versions, Level level) {
    this.retrieval = retrieval;
    this.reader = reader;
    this.versions = versions;
    this.level = level;
  }

  /** An instance's attributes as an object of DICOM JSON. */
  private static final class Json implements Derived {
    private final byte[] bytes;

    Json(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long weight() {
      return bytes.length;
    }
  }

  @Override
  public void serve(Call call) throws IOException {
    Optional<Accept> accept = Retrieval.accept(call);
    if (accept.isEmpty()) {
      return;
    }
    Optional<MediaType> form = accept.get().choose(OFFERS);
    retrieval.select(
        call,
        level,
        (pass, instances) -> {
          if (form.isPresent()) {
            answer(call, form.get(), pass, instances);
          } else {
            Answers.notAcceptable(call, OFFERS);
          }
        });
  }

  private void answer(Call call, MediaType form, Pass pass, List<StoredInstance> instances)
      throws IOException {
    EntityTag tag = versions.of(instances, form + " " + call.origin());
    if (Versions.isKnown(call, tag)) {
      return;
    }
    // The first is made before the answer begins: what can't be read is an error then.
    byte[] first = json(call, pass, instances.getFirst());
    try (OutputStream out =
        new BufferedOutputStream(call.begin(200, form.toString(), -1), BUFFER_BYTES)) {
      if (call.method().equals("HEAD")) {
        return;
      }
      out.write('[');
      out.write(first);
      for (StoredInstance instance : instances.subList(1, instances.size())) {
        out.write(',');
        out.write(json(call, pass, instance));
      }
      out.write(']');
    }
  }

  private byte[] json(Call call, Pass pass, StoredInstance instance) throws IOException {
    Archive archive = reader.archive();
    String form = "metadata " + call.origin();
    Optional<Json> known = archive.derived(pass, instance, form, Json.class);
    if (known.isPresent()) {
      return known.get().bytes;
    }
    BulkLinks links = BulkLinks.of(call, instance);
    ByteArrayOutputStream out = new ByteArrayOutputStream(8 << 10);
    DicomJson.write(links.in(reader.attributes(pass, instance)), out, JsonOptions.EVERYTHING);
    Json made = new Json(out.toByteArray());
    archive.keep(instance, form, made);
    return made.bytes;
  }
}

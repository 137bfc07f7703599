package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.Derived;
import huisclos.archive.Level;
import huisclos.archive.StoredInstance;
import huisclos.desk.web.Answers;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.dicom.DataSet;
import huisclos.dicom.DicomJson;
import huisclos.dicom.JsonOptions;
import huisclos.gate.Pass;
import huisclos.web.Accept;
import huisclos.web.EntityTag;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import huisclos.web.NativeXml;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The attributes of studies, series and instances without bulk data (WADO-RS, PS3.18 §10.4.1.1.2):
 * DICOM JSON, or a part each of the native DICOM model in XML; each large binary value and all
 * pixel data by its BulkDataURI.
 */
final class RetrieveMetadata implements Endpoint {
  static final List<MediaType> OFFERS =
      List.of(MediaType.DICOM_JSON, MediaType.related(MediaType.DICOM_XML), MediaType.JSON);
  private static final int BUFFER_BYTES = 64 << 10;

  /** Bodies of up to this many bytes are kept whole: some thousand instances. */
  private static final int MAX_KEPT_BYTES = 4 << 20;

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

  /**
   * An instance's attributes as an object of DICOM JSON, or as a document of XML; or the whole body
   * that such make.
   */
  private static final class Document implements Derived {
    private final byte[] bytes;

    Document(byte[] bytes) {
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
    boolean xml = form.isAs(MediaType.RELATED);
    String boundary = versions.boundary(tag);
    String type =
        (xml ? MultipartWriter.mediaType(MediaType.DICOM_XML, boundary) : form).toString();
    // The tag stands for exactly these versions in this order and form, whoever asks.
    String whole = "metadata " + tag.opaque();
    Optional<Document> known =
        reader.archive().derived(pass, instances.getFirst(), whole, Document.class);
    if (known.isPresent()) {
      byte[] bytes = known.get().bytes;
      try (OutputStream out = call.begin(200, type, bytes.length)) {
        if (!call.method().equals("HEAD")) {
          out.write(bytes);
        }
      }
      return;
    }
    long since = reader.archive().destructions();
    // The first is made before the answer begins: what can't be read is an error then.
    byte[] first = document(call, pass, instances.getFirst(), xml);
    try (OutputStream out = call.begin(200, type, -1)) {
      if (call.method().equals("HEAD")) {
        return;
      }
      Kept kept = new Kept(out);
      OutputStream buffered = new BufferedOutputStream(kept, BUFFER_BYTES);
      MultipartWriter parts = new MultipartWriter(buffered, boundary);
      for (int i = 0; i < instances.size(); i++) {
        byte[] one = i == 0 ? first : document(call, pass, instances.get(i), xml);
        if (xml) {
          parts.part(MediaType.DICOM_XML).write(one);
        } else {
          buffered.write(i == 0 ? '[' : ',');
          buffered.write(one);
        }
      }
      if (xml) {
        parts.end();
      } else {
        buffered.write(']');
      }
      buffered.flush();
      if (instances.size() > 1) {
        kept.all()
            .ifPresent(all ->
                reader.archive().keep(instances.getFirst(), whole, new Document(all), since));
      }
    }
  }

  /** Passes bytes on and keeps them, as long as they aren't too many. */
  private static final class Kept extends OutputStream {
    private final OutputStream out;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream(BUFFER_BYTES);
    private boolean tooMany;

    Kept(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      tooMany |= all.size() + length > MAX_KEPT_BYTES;
      if (tooMany) {
        all.reset();
      } else {
        all.write(bytes, from, length);
      }
    }

    Optional<byte[]> all() {
      return tooMany ? Optional.empty() : Optional.of(all.toByteArray());
    }
  }

  private byte[] document(Call call, Pass pass, StoredInstance instance, boolean xml)
      throws IOException {
    Archive archive = reader.archive();
    String form = (xml ? "xml " : "json ") + call.origin();
    Optional<Document> known = archive.derived(pass, instance, form, Document.class);
    if (known.isPresent()) {
      return known.get().bytes;
    }
    long since = archive.destructions();
    DataSet linked =
        new BulkLinks(BulkLinks.url(call, instance)).in(reader.attributes(pass, instance));
    ByteArrayOutputStream out = new ByteArrayOutputStream(8 << 10);
    if (xml) {
      NativeXml.write(linked, out);
    } else {
      DicomJson.write(linked, out, JsonOptions.EVERYTHING);
    }
    Document made = new Document(out.toByteArray());
    archive.keep(instance, form, made, since);
    return made.bytes;
  }
}

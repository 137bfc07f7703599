package huisclos.desk.web.wado;

import huisclos.archive.StoredInstance;
import huisclos.desk.web.Answers;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.dicom.Tag;
import huisclos.gate.Pass;
import huisclos.web.Accept;
import huisclos.web.ByteRange;
import huisclos.web.EntityTag;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * One bulk value by the BulkDataURI that the metadata named (WADO-RS, PS3.18 §10.4.1.1.5): bytes in
 * little endian, whole, by a range of them, or as a part. Compressed pixel data is a part for each
 * frame.
 */
final class RetrieveBulkData implements Endpoint {
  static final List<MediaType> OFFERS =
      List.of(MediaType.OCTETS, MediaType.related(MediaType.OCTETS));

  private final Retrieval retrieval;
  private final InstanceReader reader;
  private final PixelParts pixels;
  private final Versions versions;

  RetrieveBulkData(
      Retrieval retrieval, InstanceReader reader, PixelParts pixels, Versions versions) {
    this.retrieval = retrieval;
    this.reader = reader;
    this.pixels = pixels;
    this.versions = versions;
  }

  @Override
  public void serve(Call call) throws IOException {
    Optional<Accept> accept = Retrieval.accept(call);
    if (accept.isEmpty()) {
      return;
    }
    Optional<BulkPath> path = BulkPath.parse(call.variable("path"));
    if (path.isEmpty()) {
      Answers.notFound(call);
      return;
    }
    retrieval.selectPiecewise(
        call, (pass, instance) -> answer(call, accept.get(), path.get(), pass, instance));
  }

  private void answer(Call call, Accept accept, BulkPath path, Pass pass, StoredInstance instance)
      throws IOException {
    if (path.steps().equals(List.of(Tag.PIXEL_DATA))
        && pixels.map(pass, instance) instanceof FrameMap.Encapsulated) {
      pixels.answer(call, accept, pass, List.of(instance), false);
      return;
    }
    Optional<MediaType> form = accept.choose(OFFERS);
    if (form.isEmpty()) {
      Answers.notAcceptable(call, OFFERS);
      return;
    }
    EntityTag tag = versions.of(List.of(instance), form.get() + " " + path);
    String location = new BulkLinks(BulkLinks.url(call, instance)).url(path);
    boolean found =
        reader.read(
            pass,
            instance,
            source -> {
              Optional<BulkValue> value = BulkValue.at(path, source);
              if (value.isPresent() && !Versions.isKnown(call, tag)) {
                if (form.get().isAs(MediaType.RELATED)) {
                  part(call, tag, location, value.get());
                } else {
                  octets(call, tag, value.get());
                }
              }
              return value.isPresent();
            });
    if (!found) {
      Answers.notFound(call);
    }
  }

  private void part(Call call, EntityTag tag, String location, BulkValue value) throws IOException {
    String boundary = versions.boundary(tag);
    MediaType type = MultipartWriter.mediaType(MediaType.OCTETS, boundary);
    try (OutputStream out = call.begin(200, type.toString(), -1)) {
      if (!call.method().equals("HEAD")) {
        MultipartWriter writer = new MultipartWriter(out, boundary);
        try (OutputStream part = writer.part(MediaType.OCTETS, PixelParts.at(location))) {
          Frames.copy(value.stream(), value.length(), part);
        }
        writer.end();
      }
    }
  }

  private static void octets(Call call, EntityTag tag, BulkValue value) throws IOException {
    call.set("Accept-Ranges", "bytes");
    boolean ranged = call.header("If-Range").map(tag::isExactly).orElse(true);
    ByteRange range =
        call.header("Range")
            .filter(_ -> ranged)
            .map(header -> ByteRange.parse(header, value.length()))
            .orElse(new ByteRange.Whole());
    switch (range) {
      case ByteRange.Whole _ -> octets(call, 200, 0, value.length(), value);
      case ByteRange.Part part -> {
        call.set("Content-Range", part.contentRange());
        octets(call, 206, part.from(), part.length(), value);
      }
      case ByteRange.Unsatisfiable none -> {
        call.set("Content-Range", none.contentRange());
        call.respond(416);
      }
    }
  }

  private static void octets(Call call, int status, long from, long length, BulkValue value)
      throws IOException {
    try (OutputStream out = call.begin(status, MediaType.OCTETS.toString(), length)) {
      if (!call.method().equals("HEAD")) {
        value.stream().skipNBytes(from);
        Frames.copy(value.stream(), length, out);
      }
    }
  }
}

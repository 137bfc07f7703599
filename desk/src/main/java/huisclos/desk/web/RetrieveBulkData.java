package huisclos.desk.web;

import huisclos.archive.StoredInstance;
import huisclos.dicom.DataSetReader;
import huisclos.dicom.SwappedStream;
import huisclos.dicom.Tag;
import huisclos.dicom.Token;
import huisclos.gate.Pass;
import huisclos.web.Accept;
import huisclos.web.ByteRange;
import huisclos.web.EntityTag;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One bulk value by the BulkDataURI that the metadata named (WADO-RS, PS3.18 §10.4.1.1.5): bytes in
 * little endian, whole, by a range of them, or as a part. Compressed pixel data is a part for each
 * frame.
 */
final class RetrieveBulkData implements Endpoint {
  private static final List<MediaType> OFFERS =
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
      pixels.answer(call, accept, pass, List.of(instance));
      return;
    }
    Optional<MediaType> form = accept.choose(OFFERS);
    if (form.isEmpty()) {
      Answers.notAcceptable(call, OFFERS);
      return;
    }
    boolean found =
        reader.read(
            pass,
            instance,
            source -> {
              Optional<Token> token = path.find(source);
              if (token.isPresent() && token.get() instanceof Token.ElementHeader value) {
                EntityTag tag = versions.of(List.of(instance), form.get() + " " + path);
                if (!Versions.isKnown(call, tag)) {
                  send(
                      call,
                      form.get(),
                      tag,
                      new BulkLinks(BulkLinks.url(call, instance)).url(path),
                      value,
                      source);
                }
                return true;
              }
              return false;
            });
    if (!found) {
      Answers.notFound(call);
    }
  }

  private void send(
      Call call,
      MediaType form,
      EntityTag tag,
      String location,
      Token.ElementHeader element,
      DataSetReader source)
      throws IOException {
    if (form.isAs(MediaType.RELATED)) {
      String boundary = versions.boundary(tag);
      MediaType type = MultipartWriter.mediaType(MediaType.OCTETS, boundary);
      try (OutputStream out = call.begin(200, type.toString(), -1)) {
        if (!call.method().equals("HEAD")) {
          MultipartWriter writer = new MultipartWriter(out, boundary);
          try (OutputStream part =
              writer.part(MediaType.OCTETS, List.of(Map.entry("Content-Location", location)))) {
            Frames.copy(value(element, source), element.length(), part);
          }
          writer.end();
        }
      }
      return;
    }
    call.set("Accept-Ranges", "bytes");
    boolean ranged = call.header("If-Range").map(tag::isExactly).orElse(true);
    ByteRange range =
        call.header("Range")
            .filter(_ -> ranged)
            .map(header -> ByteRange.parse(header, element.length()))
            .orElse(new ByteRange.Whole());
    switch (range) {
      case ByteRange.Whole _ -> octets(call, 200, 0, element.length(), element, source);
      case ByteRange.Part part -> {
        call.set("Content-Range", part.contentRange());
        octets(call, 206, part.from(), part.length(), element, source);
      }
      case ByteRange.Unsatisfiable none -> {
        call.set("Content-Range", none.contentRange());
        call.respond(416);
      }
    }
  }

  private static void octets(
      Call call, int status, long from, long length, Token.ElementHeader element, DataSetReader in)
      throws IOException {
    try (OutputStream out = call.begin(status, MediaType.OCTETS.toString(), length)) {
      if (!call.method().equals("HEAD")) {
        InputStream value = value(element, in);
        value.skipNBytes(from);
        Frames.copy(value, length, out);
      }
    }
  }

  private static InputStream value(Token.ElementHeader element, DataSetReader source) {
    int unit = element.vr().unitBytes();
    return source.valueIsBigEndian() && unit > 1
        ? new SwappedStream(source.valueStream(), unit)
        : source.valueStream();
  }
}

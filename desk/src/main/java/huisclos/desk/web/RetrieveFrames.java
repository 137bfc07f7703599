package huisclos.desk.web;

import huisclos.archive.StoredInstance;
import huisclos.dicom.Uids;
import huisclos.gate.Pass;
import huisclos.web.Accept;
import huisclos.web.EntityTag;
import huisclos.web.MediaTransferSyntaxes;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Frames of an instance (WADO-RS, PS3.18 §10.4.1.1.6): as they are kept, compressed ones by the
 * media type of their codec, others as {@code application/octet-stream} in little endian.
 */
final class RetrieveFrames implements Endpoint {
  /** Frames of one request. */
  static final int MAX_FRAMES = 4096;

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final Retrieval retrieval;
  private final FrameMaps maps;
  private final Frames frames;
  private final Versions versions;

  RetrieveFrames(Retrieval retrieval, FrameMaps maps, Frames frames, Versions versions) {
    this.retrieval = retrieval;
    this.maps = maps;
    this.frames = frames;
    this.versions = versions;
  }

  @Override
  public void serve(Call call) throws IOException {
    Optional<Accept> accept = Retrieval.accept(call);
    if (accept.isEmpty()) {
      return;
    }
    Optional<List<Integer>> numbers = numbers(call.variable("frames"));
    if (numbers.isEmpty()) {
      Answers.badRequest(call, "frames are a list of numbers from 1");
      return;
    }
    retrieval.selectPiecewise(
        call, (pass, instance) -> answer(call, accept.get(), numbers.get(), pass, instance));
  }

  /** The numbers of a list such as {@code 1,3}; empty where it is none or too long. */
  static Optional<List<Integer>> numbers(String text) {
    String[] parts = text.split(",", MAX_FRAMES + 1);
    List<Integer> numbers = new ArrayList<>(parts.length);
    for (String part : parts) {
      if (numbers.size() == MAX_FRAMES || !NUMBER.matcher(part).matches()) {
        return Optional.empty();
      }
      numbers.add(Integer.parseInt(part));
    }
    return Optional.of(numbers);
  }

  private void answer(
      Call call, Accept accept, List<Integer> numbers, Pass pass, StoredInstance instance)
      throws IOException {
    FrameMap map = maps.of(pass, instance);
    if (numbers.stream().anyMatch(n -> n > map.count())) {
      Answers.notFound(call);
      return;
    }
    MediaType kept = keptType(map, instance);
    List<MediaType> offers = new ArrayList<>();
    offers.add(MediaType.related(kept));
    if (numbers.size() == 1) {
      offers.add(kept);
    }
    Optional<MediaType> form = accept.choose(offers);
    if (form.isEmpty()) {
      Answers.notAcceptable(call, offers);
      return;
    }
    EntityTag tag = versions.of(List.of(instance), form.get() + " " + numbers);
    if (Versions.isKnown(call, tag)) {
      return;
    }
    if (form.get().isAs(MediaType.RELATED)) {
      multipart(call, numbers, kept, tag, pass, instance, map);
    } else {
      single(call, numbers.getFirst() - 1, kept, pass, instance, map);
    }
  }

  /** What the frames are, as they are kept. */
  static MediaType keptType(FrameMap map, StoredInstance instance) {
    return switch (map) {
      case FrameMap.Native _, FrameMap.None _ ->
          MediaType.OCTETS.with("transfer-syntax", Uids.EXPLICIT_VR_LITTLE_ENDIAN);
      case FrameMap.Encapsulated _ ->
          MediaTransferSyntaxes.ofFrames(instance.transferSyntax())
              .with("transfer-syntax", instance.transferSyntax());
    };
  }

  private void single(
      Call call, int frame, MediaType type, Pass pass, StoredInstance instance, FrameMap map)
      throws IOException {
    try (OutputStream out = call.begin(200, type.toString(), Frames.length(map, frame))) {
      if (!call.method().equals("HEAD")) {
        frames.write(pass, instance, map, frame, out);
      }
    }
  }

  private void multipart(
      Call call,
      List<Integer> numbers,
      MediaType type,
      EntityTag tag,
      Pass pass,
      StoredInstance instance,
      FrameMap map)
      throws IOException {
    String boundary = versions.boundary(tag);
    String url = BulkLinks.url(call, instance) + "/frames/";
    try (OutputStream out =
        call.begin(200, MultipartWriter.mediaType(type, boundary).toString(), -1)) {
      if (call.method().equals("HEAD")) {
        return;
      }
      MultipartWriter writer = new MultipartWriter(out, boundary);
      for (int number : numbers) {
        List<Map.Entry<String, String>> location =
            List.of(Map.entry("Content-Location", url + number));
        try (OutputStream part = writer.part(type, location)) {
          frames.write(pass, instance, map, number - 1, part);
        }
      }
      writer.end();
    }
  }
}

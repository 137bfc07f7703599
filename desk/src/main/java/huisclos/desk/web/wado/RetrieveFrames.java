package huisclos.desk.web.wado;

import huisclos.archive.StoredInstance;
import huisclos.desk.web.Answers;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.gate.Pass;
import huisclos.pixels.ConvertedFrame;
import huisclos.pixels.FrameEncoder;
import huisclos.pixels.Transcoder;
import huisclos.pixels.Undecodable;
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
import java.util.stream.Stream;

/**
 * Frames of an instance (WADO-RS, PS3.18 §10.4.1.1.6): as they are kept, compressed ones by the
 * media type of their codec, others as {@code application/octet-stream} in little endian; and
 * compressed ones decoded to that, and all coded without loss, where they can be.
 */
final class RetrieveFrames implements Endpoint {
  /** Frames of one request. */
  static final int MAX_FRAMES = 4096;

  /** Plain numbers in little endian. */
  private static final MediaType UNCOMPRESSED =
      MediaType.OCTETS.with("transfer-syntax", Uids.EXPLICIT_VR_LITTLE_ENDIAN);

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final Retrieval retrieval;
  private final FrameMaps maps;
  private final Frames frames;
  private final ConvertedFrames converting;
  private final Versions versions;

  RetrieveFrames(
      Retrieval retrieval,
      FrameMaps maps,
      Frames frames,
      ConvertedFrames converting,
      Versions versions) {
    this.converting = converting;
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
    List<MediaType> types = types(map, kept, instance);
    List<MediaType> offers =
        types.stream().flatMap(type -> offers(type, numbers.size()).stream()).toList();
    Optional<MediaType> form = accept.choose(offers);
    if (form.isEmpty()) {
      Answers.notAcceptable(call, offers);
      return;
    }
    EntityTag tag = versions.of(List.of(instance), form.get() + " " + numbers);
    if (Versions.isKnown(call, tag)) {
      return;
    }
    MediaType type =
        types.stream()
            .filter(one -> one.transferSyntax().equals(form.get().transferSyntax()))
            .findFirst()
            .orElse(kept);
    if (!type.equals(kept)) {
      converted(call, new Asked(numbers, form.get(), type, tag), pass, instance, map);
      return;
    }
    send(
        call,
        instance,
        new Asked(numbers, form.get(), kept, tag),
        new Source() {
          @Override
          public long length(int frame) {
            return Frames.length(map, frame);
          }

          @Override
          public void write(int frame, OutputStream out) throws IOException {
            frames.write(pass, instance, map, frame, out);
          }
        });
  }

  /** The media types of frames: as they are kept, decoded, or coded otherwise. */
  static List<MediaType> produces() {
    return Stream.concat(
            Stream.of(MediaType.OCTETS.with("transfer-syntax", "*"), UNCOMPRESSED),
            FrameEncoder.SYNTAXES.stream().map(RetrieveFrames::coded))
        .flatMap(type -> offers(type, 1).stream())
        .toList();
  }

  private static MediaType coded(String syntax) {
    return MediaTransferSyntaxes.ofFrames(syntax).with("transfer-syntax", syntax);
  }

  /** What frames can be: as they are kept, decoded, or coded otherwise. */
  private static List<MediaType> types(FrameMap map, MediaType kept, StoredInstance instance) {
    List<MediaType> types = new ArrayList<>();
    types.add(kept);
    if (map.description().isPresent()) {
      for (String syntax : Transcoder.targets(instance.transferSyntax())) {
        if (syntax.equals(Uids.EXPLICIT_VR_LITTLE_ENDIAN)) {
          types.add(UNCOMPRESSED);
        } else if (FrameEncoder.SYNTAXES.contains(syntax)) {
          types.add(coded(syntax));
        }
      }
    }
    return types;
  }

  /** The form of frames of a type: as parts, and one by itself. */
  private static List<MediaType> offers(MediaType type, int count) {
    List<MediaType> offers = new ArrayList<>();
    offers.add(MediaType.related(type));
    if (count == 1) {
      offers.add(type);
    }
    return offers;
  }

  /** Which frames are sent in which form, each of which type. */
  private record Asked(List<Integer> numbers, MediaType form, MediaType type, EntityTag tag) {}

  /** Where frames come from, counted from 0. */
  private interface Source {
    long length(int frame) throws IOException;

    void write(int frame, OutputStream out) throws IOException;
  }

  private void converted(Call call, Asked asked, Pass pass, StoredInstance instance, FrameMap map)
      throws IOException {
    TransferSyntax to = asked.type.transferSyntax().flatMap(TransferSyntax::of).orElseThrow();
    int firstNumber = asked.numbers.getFirst() - 1;
    // The first is converted before the answer begins: what can't be isn't acceptable then.
    byte[] first;
    switch (converting.convert(pass, instance, map, firstNumber, to)) {
      case Undecodable(Undecodable.Reason reason) -> {
        if (reason.isMomentary()) {
          Answers.busy(call);
        } else {
          Answers.notAcceptable(call, offers(keptType(map, instance), asked.numbers.size()));
        }
        return;
      }
      case ConvertedFrame frame -> first = frame.bytes();
    }
    send(
        call,
        instance,
        asked,
        new Source() {
          @Override
          public long length(int frame) {
            return first.length; // Asked for of a single frame only.
          }

          @Override
          public void write(int frame, OutputStream out) throws IOException {
            if (frame == firstNumber) {
              out.write(first);
              return;
            }
            switch (converting.convert(pass, instance, map, frame, to)) {
              case Undecodable _ -> throw new IOException("a frame can't be converted");
              case ConvertedFrame next -> out.write(next.bytes());
            }
          }
        });
  }

  /** What the frames are, as they are kept. */
  static MediaType keptType(FrameMap map, StoredInstance instance) {
    return switch (map) {
      case FrameMap.Native _, FrameMap.None _ -> UNCOMPRESSED;
      case FrameMap.Encapsulated _ ->
          MediaTransferSyntaxes.ofFrames(instance.transferSyntax())
              .with("transfer-syntax", instance.transferSyntax());
    };
  }

  private void send(Call call, StoredInstance instance, Asked asked, Source source)
      throws IOException {
    boolean head = call.method().equals("HEAD");
    if (!asked.form.isAs(MediaType.RELATED)) {
      int frame = asked.numbers.getFirst() - 1;
      try (OutputStream out = call.begin(200, asked.type.toString(), source.length(frame))) {
        if (!head) {
          source.write(frame, out);
        }
      }
      return;
    }
    String boundary = versions.boundary(asked.tag);
    String url = BulkLinks.url(call, instance) + "/frames/";
    try (OutputStream out =
        call.begin(200, MultipartWriter.mediaType(asked.type, boundary).toString(), -1)) {
      if (head) {
        return;
      }
      MultipartWriter writer = new MultipartWriter(out, boundary);
      for (int number : asked.numbers) {
        List<Map.Entry<String, String>> location =
            List.of(Map.entry("Content-Location", url + number));
        try (OutputStream part = writer.part(asked.type, location)) {
          source.write(number - 1, part);
        }
      }
      writer.end();
    }
  }
}

package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.StoredInstance;
import huisclos.desk.web.Answers;
import huisclos.desk.web.Call;
import huisclos.dicom.Tag;
import huisclos.gate.Pass;
import huisclos.web.Accept;
import huisclos.web.EntityTag;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pixel data of instances, or all of their bulk data, as a multipart (PS3.18 §10.4.1.1.5 and
 * §10.4.1.1.7): each compressed frame is a part, any other value one. Thread-safe.
 */
final class PixelParts {
  /** Compressed pixel data is of its codec's own type instead. */
  static final List<MediaType> PRODUCES =
      List.of(MediaType.related(MediaType.OCTETS.with("transfer-syntax", "*")));

  private static final Set<Integer> PIXELS =
      Set.of(Tag.PIXEL_DATA, Tag.FLOAT_PIXEL_DATA, Tag.DOUBLE_FLOAT_PIXEL_DATA);

  private final InstanceReader reader;
  private final FrameMaps maps;
  private final Frames frames;
  private final Versions versions;

  PixelParts(InstanceReader reader, Versions versions) {
    Archive archive = reader.archive();
    this.reader = reader;
    this.maps = new FrameMaps(archive);
    this.frames = new Frames(archive);
    this.versions = versions;
  }

  /** What is sent of an instance: its pixel data, and bulk values beside it. */
  private record Leaving(StoredInstance instance, FrameMap pixels, List<BulkPath> others) {}

  FrameMap map(Pass pass, StoredInstance instance) throws IOException {
    return maps.of(pass, instance);
  }

  /**
   * Answers with what is accepted of it; with status 206 where something isn't.
   *
   * @param all whether with bulk data beside pixel data
   */
  void answer(Call call, Accept accept, Pass pass, List<StoredInstance> instances, boolean all)
      throws IOException {
    Set<MediaType> available = new LinkedHashSet<>();
    Set<MediaType> taken = new LinkedHashSet<>();
    List<Leaving> leaving = new ArrayList<>();
    boolean octets = accept.takes(MediaType.related(MediaType.OCTETS));
    for (StoredInstance instance : instances) {
      FrameMap map = map(pass, instance);
      if (!(map instanceof FrameMap.None)) {
        MediaType type = RetrieveFrames.keptType(map, instance);
        available.add(type);
        if (accept.takes(MediaType.related(type))) {
          taken.add(type);
        } else {
          map = new FrameMap.None();
        }
      }
      List<BulkPath> others = all ? others(pass, instance) : List.of();
      if (!others.isEmpty()) {
        available.add(MediaType.OCTETS);
        taken.addAll(octets ? List.of(MediaType.OCTETS) : List.of());
      }
      leaving.add(new Leaving(instance, map, octets ? others : List.of()));
    }
    if (available.isEmpty()) {
      Answers.notFound(call);
    } else if (taken.isEmpty()) {
      Answers.notAcceptable(call, available.stream().map(MediaType::related).toList());
    } else {
      EntityTag tag = versions.of(instances, (all ? "bulk " : "pixels ") + taken);
      if (!Versions.isKnown(call, tag)) {
        int status = taken.containsAll(available) ? 200 : 206;
        send(call, pass, status, taken.iterator().next(), tag, leaving);
      }
    }
  }

  /** The bulk values that are no pixel data. */
  private List<BulkPath> others(Pass pass, StoredInstance instance) throws IOException {
    List<BulkPath> others = new ArrayList<>();
    BulkLinks.each(
        reader.attributes(pass, instance),
        path -> {
          if (!(path.steps().size() == 1 && PIXELS.contains(path.tag()))) {
            others.add(path);
          }
        });
    return others;
  }

  private void send(
      Call call, Pass pass, int status, MediaType first, EntityTag tag, List<Leaving> leaving)
      throws IOException {
    String boundary = versions.boundary(tag);
    String type = MultipartWriter.mediaType(first, boundary).toString();
    try (OutputStream out = call.begin(status, type, -1)) {
      if (!call.method().equals("HEAD")) {
        ReadAhead.copy(
            sink -> {
              MultipartWriter writer = new MultipartWriter(sink, boundary);
              for (Leaving one : leaving) {
                pixels(BulkLinks.url(call, one.instance), pass, one, writer);
                others(BulkLinks.url(call, one.instance), pass, one, writer);
              }
              writer.end();
            },
            out);
      }
    }
  }

  private void pixels(String url, Pass pass, Leaving one, MultipartWriter writer)
      throws IOException {
    MediaType type = RetrieveFrames.keptType(one.pixels, one.instance);
    switch (one.pixels) {
      case FrameMap.None _ -> {}
      case FrameMap.Native plain -> {
        String location = new BulkLinks(url).url(BulkPath.of(plain.tag()));
        try (OutputStream part = writer.part(type, at(location))) {
          frames.writeAll(pass, one.instance, plain, part);
        }
      }
      case FrameMap.Encapsulated coded -> {
        for (int i = 0; i < coded.frames().size(); i++) {
          String location = coded.told() ? url + "/frames/" + (i + 1) : url + "/pixeldata";
          try (OutputStream part = writer.part(type, at(location))) {
            frames.write(pass, one.instance, coded, i, part);
          }
        }
      }
    }
  }

  private void others(String url, Pass pass, Leaving one, MultipartWriter writer)
      throws IOException {
    for (BulkPath path : one.others) {
      String location = new BulkLinks(url).url(path);
      boolean found =
          reader.read(
              pass,
              one.instance,
              source -> {
                Optional<BulkValue> value = BulkValue.at(path, source);
                if (value.isPresent()) {
                  try (OutputStream part = writer.part(MediaType.OCTETS, at(location))) {
                    Frames.copy(value.get().stream(), value.get().length(), part);
                  }
                }
                return value.isPresent();
              });
      if (!found) {
        throw new IOException("a value is not where it was found before");
      }
    }
  }

  static List<Map.Entry<String, String>> at(String location) {
    return List.of(Map.entry("Content-Location", location));
  }
}

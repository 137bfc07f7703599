package huisclos.desk.web;

import huisclos.archive.Archive;
import huisclos.archive.StoredInstance;
import huisclos.gate.Pass;
import huisclos.web.Accept;
import huisclos.web.EntityTag;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pixel data of instances as a multipart (PS3.18 §10.4.1.1.7): each compressed frame is a part,
 * plain pixel data one for the instance. Thread-safe.
 */
final class PixelParts {
  private final FrameMaps maps;
  private final Frames frames;
  private final Versions versions;

  PixelParts(Archive archive, Versions versions) {
    this.maps = new FrameMaps(archive);
    this.frames = new Frames(archive);
    this.versions = versions;
  }

  FrameMap map(Pass pass, StoredInstance instance) throws IOException {
    return maps.of(pass, instance);
  }

  /** Answers with the pixel data of those that have some and whose form is accepted. */
  void answer(Call call, Accept accept, Pass pass, List<StoredInstance> instances)
      throws IOException {
    Map<StoredInstance, MediaType> with = new LinkedHashMap<>();
    for (StoredInstance instance : instances) {
      FrameMap map = map(pass, instance);
      if (!(map instanceof FrameMap.None)) {
        with.put(instance, RetrieveFrames.keptType(map, instance));
      }
    }
    if (with.isEmpty()) {
      Answers.notFound(call);
      return;
    }
    List<StoredInstance> leaving = new ArrayList<>();
    Optional<MediaType> first = Optional.empty();
    for (Map.Entry<StoredInstance, MediaType> one : with.entrySet()) {
      if (accept.takes(MediaType.related(one.getValue()))) {
        leaving.add(one.getKey());
        first = first.or(() -> Optional.of(one.getValue()));
      }
    }
    if (first.isEmpty()) {
      Answers.notAcceptable(call, with.values().stream().map(MediaType::related).toList());
      return;
    }
    EntityTag tag = versions.of(leaving, "pixels");
    if (!Versions.isKnown(call, tag)) {
      int status = leaving.size() == with.size() ? 200 : 206;
      String boundary = versions.boundary(tag);
      String type = MultipartWriter.mediaType(first.get(), boundary).toString();
      try (OutputStream out = call.begin(status, type, -1)) {
        if (!call.method().equals("HEAD")) {
          ReadAhead.copy(
              sink -> parts(call, pass, leaving, new MultipartWriter(sink, boundary)), out);
        }
      }
    }
  }

  private void parts(Call call, Pass pass, List<StoredInstance> leaving, MultipartWriter writer)
      throws IOException {
    for (StoredInstance instance : leaving) {
      String url = BulkLinks.url(call, instance);
      FrameMap map = map(pass, instance);
      MediaType type = RetrieveFrames.keptType(map, instance);
      switch (map) {
        case FrameMap.None _ -> {}
        case FrameMap.Native plain -> {
          String location = new BulkLinks(url).url(BulkPath.of(plain.tag()));
          try (OutputStream part = writer.part(type, at(location))) {
            frames.writeAll(pass, instance, plain, part);
          }
        }
        case FrameMap.Encapsulated fragments -> {
          for (int i = 0; i < fragments.frames().size(); i++) {
            String location = fragments.told() ? url + "/frames/" + (i + 1) : url + "/pixeldata";
            try (OutputStream part = writer.part(type, at(location))) {
              frames.write(pass, instance, map, i, part);
            }
          }
        }
      }
    }
    writer.end();
  }

  private static List<Map.Entry<String, String>> at(String location) {
    return List.of(Map.entry("Content-Location", location));
  }
}

package huisclos.desk.web.wado;

import huisclos.archive.Level;
import huisclos.archive.StoredInstance;
import huisclos.desk.web.Answers;
import huisclos.desk.web.Call;
import huisclos.desk.web.wado.FrameRenderer.Outcome;
import huisclos.gate.Pass;
import huisclos.pixels.GifAnimation;
import huisclos.pixels.RenderRequest.ImageType;
import huisclos.pixels.Rendering.Rendered;
import huisclos.web.Accept;
import huisclos.web.EntityTag;
import huisclos.web.MediaType;
import huisclos.web.MultipartWriter;
import huisclos.web.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Answers with what can be seen of selected instances (PS3.18 §10.4.1.1.3): a picture by itself, an
 * animation, a multipart of pictures, or a document. Thread-safe.
 *
 * <p>Of an instance with several frames an animation and a multipart show all, a single picture and
 * those of a study or series the middle one.
 */
final class Renderings {
  private static final MediaType JPEG = MediaType.of(ImageType.JPEG.mediaType());
  private static final MediaType PNG = MediaType.of(ImageType.PNG.mediaType());
  private static final MediaType GIF = MediaType.of(ImageType.GIF.mediaType());

  /** The media types of pictures. */
  static final List<MediaType> PICTURES = List.of(JPEG, PNG, GIF);

  /** Instances of a series of which a thumbnail is tried. */
  private static final int TRIES = 8;

  private final Retrieval retrieval;
  private final InstanceReader reader;
  private final FrameMaps maps;
  private final FrameRenderer renderer;
  private final Versions versions;

  Renderings(
      Retrieval retrieval,
      InstanceReader reader,
      FrameMaps maps,
      FrameRenderer renderer,
      Versions versions) {
    this.retrieval = retrieval;
    this.reader = reader;
    this.maps = maps;
    this.renderer = renderer;
    this.versions = versions;
  }

  /** A frame, counted from 0. */
  private record Shot(StoredInstance instance, int frame) {}

  /** What is asked: how it shall look, and in which form it is taken. */
  record Wish(RenderQuery query, Accept accept) {}

  /** All that the path names. */
  void level(Call call, Level level, Wish wish) throws IOException {
    if (level == Level.IMAGE) {
      retrieval.selectPiecewise(call, (pass, instance) -> whole(call, pass, instance, wish));
      return;
    }
    retrieval.select(
        call,
        level,
        (pass, instances) -> {
          List<Shot> shots = new ArrayList<>();
          for (StoredInstance instance : instances) {
            frames(pass, instance).ifPresent(n -> shots.add(new Shot(instance, n / 2)));
          }
          pictures(call, pass, shots, wish);
        });
  }

  /** What is answered where a frame isn't there. */
  @FunctionalInterface
  interface Absent {
    void answer() throws IOException;
  }

  /** Some frames of an instance, counted from 1. */
  void frames(Call call, List<Integer> numbers, Wish wish, Absent absent) throws IOException {
    retrieval.selectPiecewise(
        call,
        (pass, instance) -> {
          int count = frames(pass, instance).orElse(0);
          if (numbers.stream().anyMatch(n -> n > count)) {
            absent.answer();
            return;
          }
          pictures(call, pass, numbers.stream().map(n -> new Shot(instance, n - 1)).toList(), wish);
        });
  }

  /** A small picture that stands for all that the path names. */
  void thumbnail(Call call, Level level, Wish wish) throws IOException {
    if (level == Level.IMAGE) {
      retrieval.selectPiecewise(
          call, (pass, instance) -> thumbnail(call, pass, List.of(instance), wish));
    } else {
      retrieval.select(call, level, (pass, instances) -> thumbnail(call, pass, instances, wish));
    }
  }

  /** From the middle on, until one can be shown. */
  private void thumbnail(Call call, Pass pass, List<StoredInstance> instances, Wish wish)
      throws IOException {
    Optional<MediaType> form = wish.accept().choose(PICTURES);
    if (form.isEmpty()) {
      Answers.notAcceptable(call, PICTURES);
      return;
    }
    // Reports and notes, such as those of what was rejected, stand for nothing that is to be seen.
    List<StoredInstance> shown =
        instances.stream().filter(one -> RenderedDocument.offers(one).isEmpty()).toList();
    for (int i = 0; i < Math.min(TRIES, shown.size()); i++) {
      StoredInstance instance = shown.get((shown.size() / 2 + i) % shown.size());
      Optional<Integer> count = frames(pass, instance);
      if (count.isPresent()) {
        Shot shot = new Shot(instance, count.get() / 2);
        if (render(pass, shot, type(form.get()), wish) instanceof Outcome.Picture picture) {
          send(call, picture.rendered());
          return;
        }
      }
    }
    Answers.notFound(call);
  }

  /** How many frames an instance has; empty for none. */
  private Optional<Integer> frames(Pass pass, StoredInstance instance) throws IOException {
    int count = maps.of(pass, instance).count();
    return count == 0 ? Optional.empty() : Optional.of(count);
  }

  private void whole(Call call, Pass pass, StoredInstance instance, Wish wish) throws IOException {
    List<MediaType> documents = RenderedDocument.offers(instance);
    if (!documents.isEmpty()) {
      document(call, pass, instance, documents, wish.accept());
      return;
    }
    int count = frames(pass, instance).orElse(0);
    List<MediaType> offers = List.of(JPEG, PNG, GIF, related(JPEG), related(PNG));
    Optional<MediaType> form = wish.accept().choose(offers);
    if (count > 1 && form.isPresent() && form.get().isAs(GIF)) {
      animation(call, pass, instance, count, wish);
    } else if (form.isPresent() && !form.get().isAs(MediaType.RELATED) && count > 0) {
      pictures(call, pass, List.of(new Shot(instance, count / 2)), wish);
    } else {
      pictures(
          call,
          pass,
          IntStream.range(0, count).mapToObj(frame -> new Shot(instance, frame)).toList(),
          wish);
    }
  }

  private void document(
      Call call, Pass pass, StoredInstance instance, List<MediaType> offers, Accept accept)
      throws IOException {
    Optional<MediaType> form = accept.choose(offers);
    if (form.isEmpty()) {
      Answers.notAcceptable(call, offers);
      return;
    }
    if (Versions.isKnown(call, versions.of(List.of(instance), form.get().toString()))) {
      return;
    }
    Optional<byte[]> bytes = RenderedDocument.bytes(reader, pass, instance, form.get());
    if (bytes.isPresent()) {
      call.respond(200, form.get().toString(), bytes.get());
    } else {
      unseen(call, new Outcome.None("The document holds nothing that can be shown.", false, false));
    }
  }

  /** One picture by itself or as a part; several as parts. */
  private void pictures(Call call, Pass pass, List<Shot> shots, Wish wish) throws IOException {
    if (shots.isEmpty()) {
      unseen(call, new Outcome.None("There are no pictures.", false, false));
      return;
    }
    List<MediaType> offers = new ArrayList<>();
    if (shots.size() == 1) {
      offers.addAll(PICTURES);
    }
    offers.addAll(List.of(related(JPEG), related(PNG)));
    Optional<MediaType> form = wish.accept().choose(offers);
    if (form.isEmpty()) {
      Answers.notAcceptable(call, offers);
      return;
    }
    EntityTag tag = tag(shots, form.get(), wish);
    if (Versions.isKnown(call, tag)) {
      return;
    }
    if (form.get().isAs(MediaType.RELATED)) {
      multipart(call, pass, shots, tag, form.get(), wish);
      return;
    }
    switch (render(pass, shots.getFirst(), type(form.get()), wish)) {
      case Outcome.Picture(Rendered rendered) -> send(call, rendered);
      case Outcome.None none -> unseen(call, none);
    }
  }

  private EntityTag tag(List<Shot> shots, MediaType form, Wish wish) {
    return versions.of(
        shots.stream().map(Shot::instance).distinct().toList(),
        form + " " + wish.query() + shots.stream().map(Shot::frame).toList());
  }

  /** The pictures there are; the answer begins with the first, so that none at all is told. */
  private void multipart(
      Call call, Pass pass, List<Shot> shots, EntityTag tag, MediaType form, Wish wish)
      throws IOException {
    MediaType part = form.parameter("type").flatMap(MediaType::parse).orElse(JPEG);
    String boundary = versions.boundary(tag);
    String type = MultipartWriter.mediaType(part, boundary).toString();
    Optional<Outcome.None> none = Optional.empty();
    try (LateStream out = new LateStream(call, type)) {
      MultipartWriter writer = new MultipartWriter(out, boundary);
      for (Shot shot : shots) {
        switch (render(pass, shot, type(part), wish)) {
          case Outcome.Picture(Rendered rendered) -> {
            String url = BulkLinks.url(call, shot.instance());
            String location = url + "/frames/" + (shot.frame() + 1) + "/rendered";
            try (OutputStream body =
                writer.part(part, List.of(Map.entry("Content-Location", location)))) {
              body.write(rendered.bytes());
            }
          }
          case Outcome.None why -> none = Optional.of(why);
        }
        if (out.hasBegun() && call.method().equals("HEAD")) {
          return;
        }
      }
      if (out.hasBegun()) {
        writer.end();
        return;
      }
    }
    unseen(call, none.orElseThrow());
  }

  private void animation(Call call, Pass pass, StoredInstance instance, int count, Wish wish)
      throws IOException {
    if (count > GifAnimation.MAX_FRAMES) {
      Answers.tooLarge(call);
      return;
    }
    EntityTag tag = tag(List.of(new Shot(instance, count)), GIF, wish);
    if (Versions.isKnown(call, tag)) {
      return;
    }
    Optional<Outcome.None> none = Optional.empty();
    double time = renderer.frameTime(pass, instance);
    try (LateStream out = new LateStream(call, GIF.toString())) {
      try (GifAnimation animation = new GifAnimation(out, time)) {
        int frame = 0;
        do {
          none = renderer.append(animation, pass, instance, frame, wish.query());
        } while (none.isEmpty() && ++frame < count && !call.method().equals("HEAD"));
      }
      if (out.hasBegun()) {
        return;
      }
    }
    unseen(call, none.orElseThrow());
  }

  private Outcome render(Pass pass, Shot shot, ImageType type, Wish wish) throws IOException {
    return renderer.render(pass, shot.instance(), shot.frame(), type, wish.query());
  }

  private static ImageType type(MediaType form) {
    return form.isAs(PNG) ? ImageType.PNG : form.isAs(GIF) ? ImageType.GIF : ImageType.JPEG;
  }

  private static MediaType related(MediaType part) {
    return MediaType.related(part);
  }

  private static void send(Call call, Rendered rendered) throws IOException {
    call.respond(200, rendered.type().mediaType(), rendered.bytes());
  }

  private static void unseen(Call call, Outcome.None none) throws IOException {
    if (none.absent()) {
      Answers.notFound(call);
    } else if (none.busy()) {
      Answers.busy(call);
    } else {
      Answers.problem(call, new Problem(406, "cannot be rendered", none.why()));
    }
  }
}

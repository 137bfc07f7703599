package huisclos.desk.web.wado;

import huisclos.archive.Level;
import huisclos.desk.web.Answers;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.desk.web.wado.RenderQuery.Malformed;
import huisclos.desk.web.wado.RenderQuery.Region;
import huisclos.gate.Identity;
import huisclos.pixels.RenderRequest;
import huisclos.pixels.Viewport;
import huisclos.pixels.Window;
import huisclos.web.Accept;
import huisclos.web.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One instance by parameters of a query (WADO-URI, PS3.18 §9): as a DICOM file where {@code
 * contentType}, or without it the header, names that and likes it best; else rendered.
 * De-identification and presentation states are refused: they aren't done on the way, and a picture
 * without them is another one than was asked for.
 */
final class WadoUri implements Endpoint {
  /** What else than a file an instance can be. */
  private static final List<MediaType> SEEN =
      Stream.of(Renderings.PICTURES, RenderedDocument.DOCUMENTS).flatMap(List::stream).toList();

  private static final MediaType FILE = MediaType.DICOM.with("transfer-syntax", "*");

  private static final Map<String, String> VARIABLES =
      Map.of("study", "studyUID", "series", "seriesUID", "instance", "objectUID");

  private final Renderings renderings;
  private final Endpoint instances;

  WadoUri(Renderings renderings, Endpoint instances) {
    this.renderings = renderings;
    this.instances = instances;
  }

  @Override
  public void serve(Call call) throws IOException {
    try {
      answer(call);
    } catch (Malformed e) {
      Answers.badRequest(call, e.detail());
    }
  }

  private void answer(Call call) throws IOException, Malformed {
    require(call.query("requestType").filter("WADO"::equals).isPresent(), "requestType is WADO");
    for (String name : VARIABLES.values()) {
      require(call.query(name).isPresent(), name + " is missing");
    }
    require(call.query("anonymize").isEmpty(), "anonymize is not offered");
    require(call.query("presentationUID").isEmpty(), "presentationUID is not offered");
    String wanted = call.query("contentType").or(() -> call.header("Accept")).orElse("*/*");
    Accept accept = Accept.parse(wanted).orElseThrow(() -> new Malformed("contentType"));
    if (isFile(accept, call.query("contentType").isPresent())) {
      instances.serve(new Named(call, file(call)));
      return;
    }
    RenderQuery query = query(call);
    query.warn(call);
    Renderings.Wish wish = new Renderings.Wish(query, accept);
    Optional<String> frame = call.query("frameNumber");
    if (frame.isEmpty()) {
      renderings.level(new Named(call, wanted), Level.IMAGE, wish);
    } else {
      List<Integer> numbers =
          RetrieveFrames.numbers(frame.get())
              .filter(list -> list.size() == 1)
              .orElseThrow(() -> new Malformed("frameNumber is a number from 1"));
      // Unlike the frames of a path, one that isn't there is a bad parameter (PS3.18 §9.5.2.1).
      renderings.frames(
          new Named(call, wanted),
          numbers,
          wish,
          () -> Answers.badRequest(call, "frameNumber is beyond the last frame"));
    }
  }

  /**
   * Whether it is to be a DICOM file. A parameter doesn't name DICOM types beside others (PS3.18
   * §8.3.3.1); a header may, with weights.
   */
  private static boolean isFile(Accept accept, boolean parameter) throws Malformed {
    if (!accept.names(MediaType.DICOM)) {
      return false;
    }
    require(
        !parameter || SEEN.stream().noneMatch(accept::names),
        "contentType names application/dicom beside other types");
    List<MediaType> forms = new ArrayList<>(List.of(FILE));
    forms.addAll(SEEN);
    // A file, whatever its syntax: that has a parameter of its own.
    return accept.anySyntax().choose(forms).filter(FILE::equals).isPresent();
  }

  /** The file in the syntax that is asked for; else in explicit little endian, or as it is kept. */
  private static String file(Call call) throws Malformed {
    Optional<String> syntax = call.query("transferSyntax");
    require(syntax.orElse("*").matches("[0-9.]{1,64}|\\*"), "transferSyntax is a UID");
    return syntax
        .map(uid -> "application/dicom; transfer-syntax=" + uid)
        .orElse("application/dicom, application/dicom; transfer-syntax=*; q=0.1");
  }

  private static RenderQuery query(Call call) throws Malformed {
    Optional<String> quality = call.query("imageQuality");
    Optional<String> region = call.query("region");
    List<String> words = RenderQuery.words(call.query("annotation"));
    return new RenderQuery(
        quality.isEmpty() ? RenderRequest.DEFAULT_QUALITY : RenderQuery.quality(quality.get()),
        window(call),
        viewport(call),
        region.isEmpty() ? Optional.empty() : Optional.of(Region.of(region.get())),
        RenderQuery.annotations(words),
        RenderQuery.unknown(words));
  }

  private static Optional<Window> window(Call call) throws Malformed {
    Optional<String> center = call.query("windowCenter");
    Optional<String> width = call.query("windowWidth");
    require(center.isPresent() == width.isPresent(), "a window has a centre and a width");
    return center.isEmpty()
        ? Optional.empty()
        : Optional.of(RenderQuery.window(center.get(), width.get(), Window.Function.LINEAR));
  }

  private static Optional<Viewport> viewport(Call call) throws Malformed {
    Optional<String> rows = call.query("rows");
    Optional<String> columns = call.query("columns");
    if (rows.isEmpty() && columns.isEmpty()) {
      return Optional.empty();
    }
    int width = columns.isEmpty() ? Viewport.MAX_SIDE : RenderQuery.side(columns.get());
    int height = rows.isEmpty() ? Viewport.MAX_SIDE : RenderQuery.side(rows.get());
    return Optional.of(Viewport.within(width, height));
  }

  private static void require(boolean holds, String detail) throws Malformed {
    if (!holds) {
      throw new Malformed(detail);
    }
  }

  /**
   * The same call to an endpoint of WADO-RS: the path's variables are the query's parameters, and
   * what is accepted is what {@code contentType} says.
   */
  private record Named(Call call, String accept) implements Call {
    @Override
    public Identity who() {
      return call.who();
    }

    @Override
    public String method() {
      return call.method();
    }

    @Override
    public String variable(String name) {
      return call.query(VARIABLES.getOrDefault(name, name)).orElse("");
    }

    @Override
    public String path() {
      return call.path();
    }

    @Override
    public List<Map.Entry<String, String>> query() {
      return List.of(Map.entry("accept", accept));
    }

    @Override
    public Optional<String> header(String name) {
      return call.header(name);
    }

    @Override
    public InputStream body() {
      return call.body();
    }

    @Override
    public String origin() {
      return call.origin();
    }

    @Override
    public Call set(String header, String value) {
      call.set(header, value);
      return this;
    }

    @Override
    public OutputStream begin(int status, String contentType, long length) throws IOException {
      return call.begin(status, contentType, length);
    }

    /** Nothing of the parameters. */
    @Override
    public String toString() {
      return "Named";
    }
  }
}

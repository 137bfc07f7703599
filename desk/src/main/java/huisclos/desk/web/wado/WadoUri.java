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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One instance by parameters of a query (WADO-URI, PS3.18 §9): as a DICOM file where {@code
 * contentType} says so, else rendered. De-identification is refused: it isn't done on the way.
 */
final class WadoUri implements Endpoint {
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
    String wanted = call.query("contentType").orElse("*/*");
    Accept accept = Accept.parse(wanted).orElseThrow(() -> new Malformed("contentType"));
    if (call.query("contentType").isPresent() && accept.takes(MediaType.DICOM.with("q", "1"))) {
      instances.serve(new Named(call, file(call)));
      return;
    }
    Renderings.Wish wish = new Renderings.Wish(query(call), accept);
    Optional<String> frame = call.query("frameNumber");
    if (frame.isEmpty()) {
      renderings.level(new Named(call, wanted), Level.IMAGE, wish);
    } else {
      List<Integer> numbers =
          RetrieveFrames.numbers(frame.get())
              .filter(list -> list.size() == 1)
              .orElseThrow(() -> new Malformed("frameNumber is a number from 1"));
      renderings.frames(new Named(call, wanted), numbers, wish);
    }
  }

  /** The file in the syntax that is asked for, else in any. */
  private static String file(Call call) throws Malformed {
    String syntax = call.query("transferSyntax").orElse("*");
    require(syntax.matches("[0-9.*]{1,64}"), "transferSyntax is a UID");
    return "application/dicom; transfer-syntax=" + syntax;
  }

  private static RenderQuery query(Call call) throws Malformed {
    Optional<String> quality = call.query("imageQuality");
    Optional<String> region = call.query("region");
    return new RenderQuery(
        quality.isEmpty() ? RenderRequest.DEFAULT_QUALITY : RenderQuery.quality(quality.get()),
        window(call),
        viewport(call),
        region.isEmpty() ? Optional.empty() : Optional.of(Region.of(region.get())),
        RenderQuery.annotations(call.query("annotation").orElse("")));
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

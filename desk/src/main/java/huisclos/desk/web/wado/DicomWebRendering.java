package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.Level;
import huisclos.desk.transcoding.PixelServices;
import huisclos.desk.web.Answers;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.desk.web.Route;
import huisclos.desk.web.wado.RenderQuery.Malformed;
import huisclos.gate.Gate;
import huisclos.web.Accept;
import huisclos.web.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The routes of what is seen: rendered resources and thumbnails of WADO-RS (PS3.18 §10.4.1.1.3,
 * §10.4.1.1.4) below {@code /dicom-web}, and WADO-URI (§9) at {@code /wado}.
 */
public final class DicomWebRendering {
  private static final String STUDY = "/dicom-web/studies/{study}";
  private static final String SERIES = STUDY + "/series/{series}";
  private static final String INSTANCE = SERIES + "/instances/{instance}";
  private static final String FRAMES = INSTANCE + "/frames/{frames}";

  private static final Map<Level, String> PATHS =
      Map.of(Level.STUDY, STUDY, Level.SERIES, SERIES, Level.IMAGE, INSTANCE);

  private DicomWebRendering() {}

  /** What can be seen of an archive, as far as its gate says. */
  public static List<Route> routes(Gate gate, Archive archive, PixelServices services) {
    Retrieval retrieval = new Retrieval(gate, archive);
    InstanceReader reader = new InstanceReader(archive);
    Versions versions = new Versions();
    Renderings renderings =
        new Renderings(
            retrieval,
            reader,
            new FrameMaps(archive),
            new FrameRenderer(reader, services.decoder()),
            versions);
    List<MediaType> shown =
        Stream.of(Renderings.PICTURES, RenderedDocument.DOCUMENTS).flatMap(List::stream).toList();
    List<Route> routes = new ArrayList<>();
    PATHS.forEach((level, path) -> {
      routes.add(
          get(
                  path + "/rendered",
                  call -> wish(call, false, wish -> renderings.level(call, level, wish)))
              .producing(shown));
      routes.add(
          get(
                  path + "/thumbnail",
                  call -> wish(call, true, wish -> renderings.thumbnail(call, level, wish)))
              .producing(Renderings.PICTURES));
    });
    routes.add(
        get(FRAMES + "/rendered", call -> frames(call, renderings, false))
            .producing(Renderings.PICTURES));
    routes.add(
        get(FRAMES + "/thumbnail", call -> frames(call, renderings, true))
            .producing(Renderings.PICTURES));
    routes.add(
        get(
            "/wado",
            new WadoUri(
                renderings,
                new RetrieveInstances(
                    retrieval, archive, services.departures(), versions, Level.IMAGE))));
    return List.copyOf(routes);
  }

  private static Route get(String path, Endpoint endpoint) {
    return Route.get(path, Route.Access.IDENTIFIED, endpoint);
  }

  /** What goes on with parameters that are in order. */
  @FunctionalInterface
  private interface Next {
    void go(Renderings.Wish wish) throws IOException;
  }

  private static void wish(Call call, boolean thumbnail, Next next) throws IOException {
    Optional<Accept> accept = Retrieval.accept(call);
    if (accept.isEmpty()) {
      return;
    }
    RenderQuery query;
    try {
      RenderQuery asked = RenderQuery.of(call);
      query = thumbnail ? asked.thumbnail() : asked;
    } catch (Malformed e) {
      Answers.badRequest(call, e.detail());
      return;
    }
    query.warn(call);
    next.go(new Renderings.Wish(query, accept.get()));
  }

  private static void frames(Call call, Renderings renderings, boolean thumbnail)
      throws IOException {
    Optional<List<Integer>> numbers = RetrieveFrames.numbers(call.variable("frames"));
    if (numbers.isEmpty()) {
      Answers.badRequest(call, "frames are a list of numbers from 1");
      return;
    }
    List<Integer> shown = thumbnail ? numbers.get().subList(0, 1) : numbers.get();
    wish(
        call,
        thumbnail,
        wish -> renderings.frames(call, shown, wish, () -> Answers.notFound(call)));
  }
}

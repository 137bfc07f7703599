package huisclos.desk.web.wado;

import huisclos.archive.Archive;
import huisclos.archive.Level;
import huisclos.desk.transcoding.PixelServices;
import huisclos.desk.web.Call;
import huisclos.desk.web.Endpoint;
import huisclos.desk.web.Route;
import huisclos.gate.Gate;
import huisclos.web.Accept;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of WADO-RS (PS3.18 §10.4) below {@code /dicom-web}, rendering apart. */
public final class DicomWebReading {
  private static final String STUDY = "/dicom-web/studies/{study}";
  private static final String SERIES = STUDY + "/series/{series}";
  private static final String INSTANCE = SERIES + "/instances/{instance}";

  private static final Map<Level, String> PATHS =
      Map.of(Level.STUDY, STUDY, Level.SERIES, SERIES, Level.IMAGE, INSTANCE);

  private DicomWebReading() {}

  /**
   * What is read of an archive, as far as its gate says.
   *
   * @param services for what is asked for in another syntax than it is kept in
   */
  public static List<Route> routes(Gate gate, Archive archive, PixelServices services) {
    Retrieval retrieval = new Retrieval(gate, archive);
    InstanceReader reader = new InstanceReader(archive);
    Versions versions = new Versions();
    PixelParts pixels = new PixelParts(reader, versions);
    Frames frames = new Frames(archive);
    List<Route> routes = new ArrayList<>();
    PATHS.forEach((level, path) -> {
      routes.add(
          get(
                  path,
                  new RetrieveInstances(retrieval, archive, services.departures(), versions, level))
              .producing(RetrieveInstances.produces(level)));
      routes.add(
          get(path + "/metadata", new RetrieveMetadata(retrieval, reader, versions, level))
              .producing(RetrieveMetadata.OFFERS));
      routes.add(
          get(path + "/pixeldata", call -> bulk(call, retrieval, pixels, level, false))
              .producing(PixelParts.PRODUCES));
      routes.add(
          get(path + "/bulkdata", call -> bulk(call, retrieval, pixels, level, true))
              .producing(PixelParts.PRODUCES));
    });
    routes.add(
        get(
                INSTANCE + "/frames/{frames}",
                new RetrieveFrames(
                    retrieval,
                    new FrameMaps(archive),
                    frames,
                    new ConvertedFrames(frames, services.codec()),
                    versions))
            .producing(RetrieveFrames.produces()));
    routes.add(
        get(
                INSTANCE + "/bulkdata/{path}",
                new RetrieveBulkData(retrieval, reader, pixels, versions))
            .producing(RetrieveBulkData.OFFERS));
    return List.copyOf(routes);
  }

  private static Route get(String path, Endpoint endpoint) {
    return Route.get(path, Route.Access.IDENTIFIED, endpoint);
  }

  private static void bulk(
      Call call, Retrieval retrieval, PixelParts pixels, Level level, boolean all)
      throws IOException {
    Optional<Accept> accept = Retrieval.accept(call);
    if (accept.isPresent()) {
      retrieval.select(
          call, level, (pass, found) -> pixels.answer(call, accept.get(), pass, found, all));
    }
  }
}

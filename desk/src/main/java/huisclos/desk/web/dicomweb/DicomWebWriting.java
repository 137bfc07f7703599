package huisclos.desk.web.dicomweb;

import huisclos.archive.Archive;
import huisclos.archive.FindMemory;
import huisclos.archive.Level;
import huisclos.desk.web.Route;
import huisclos.desk.web.Route.Access;
import huisclos.gate.Gate;
import huisclos.web.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes of DICOMweb that search, store, delete and tell of changes (PS3.18 §10.5, §10.6).
 * Reading is {@code WADO-RS}'s.
 */
public final class DicomWebWriting {
  /** Bytes of one request to store: an examination with all of its images. */
  public static final long MAX_STORE_BYTES = 64L << 30;

  private static final String STUDIES = DicomWeb.ROOT + "/studies";
  private static final String STUDY = STUDIES + "/{study}";
  private static final String SERIES = STUDY + "/series/{series}";
  private static final String INSTANCE = SERIES + "/instances/{instance}";

  private final Gate gate;
  private final Archive archive;
  private final FindMemory memory;
  private final Duration keep;

  /**
   * @param memory what the matches of all searches are held in, both doors'
   * @param keep for how long what is deleted can be restored
   */
  public DicomWebWriting(Gate gate, Archive archive, FindMemory memory, Duration keep) {
    this.gate = gate;
    this.archive = archive;
    this.memory = memory;
    this.keep = keep;
  }

  /** The routes; {@link #capabilities} is to be made from these and those of all others. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    search(routes, STUDIES, Level.STUDY, Level.PATIENT);
    search(routes, DicomWeb.ROOT + "/series", Level.SERIES, Level.PATIENT);
    search(routes, DicomWeb.ROOT + "/instances", Level.IMAGE, Level.PATIENT);
    search(routes, STUDY + "/series", Level.SERIES, Level.STUDY);
    search(routes, STUDY + "/instances", Level.IMAGE, Level.STUDY);
    search(routes, SERIES + "/instances", Level.IMAGE, Level.SERIES);
    BulkMemory bulk = BulkMemory.ofHeap();
    for (boolean toStudy : new boolean[] {false, true}) {
      routes.add(
          new Route(
              List.of("POST"),
              toStudy ? STUDY : STUDIES,
              Access.IDENTIFIED,
              MAX_STORE_BYTES,
              new StoreEndpoint(gate, archive, bulk, toStudy),
              DicomAnswers.OFFERS));
    }
    delete(routes, STUDY, Level.STUDY);
    delete(routes, SERIES, Level.SERIES);
    delete(routes, INSTANCE, Level.IMAGE);
    changes(routes, DicomWeb.ROOT + "/changes", false);
    changes(routes, DicomWeb.ROOT + "/changes/latest", true);
    return List.copyOf(routes);
  }

  /** The route that lists all these routes (PS3.18 §8.9). */
  public static Route capabilities(List<Route> all) {
    return new Route(
        List.of("GET", "OPTIONS"),
        DicomWeb.ROOT,
        Access.IDENTIFIED,
        0,
        new CapabilitiesEndpoint(all),
        CapabilitiesEndpoint.OFFERS);
  }

  private void search(List<Route> routes, String template, Level level, Level within) {
    routes.add(
        Route.get(
                template,
                Access.IDENTIFIED,
                new SearchEndpoint(gate, archive, memory, level, within))
            .producing(DicomAnswers.OFFERS));
  }

  private void changes(List<Route> routes, String template, boolean latest) {
    routes.add(
        Route.get(template, Access.IDENTIFIED, new ChangesEndpoint(gate, archive, latest))
            .producing(List.of(MediaType.JSON)));
  }

  private void delete(List<Route> routes, String template, Level level) {
    routes.add(deleting(List.of("DELETE"), template, level, DeleteEndpoint.Doing.DELETE));
    routes.add(
        deleting(List.of("POST"), template + "/reject/{code}", level, DeleteEndpoint.Doing.REJECT));
    routes.add(
        deleting(List.of("POST"), template + "/restore", level, DeleteEndpoint.Doing.RESTORE));
  }

  private Route deleting(
      List<String> methods, String template, Level level, DeleteEndpoint.Doing doing) {
    return new Route(
        methods,
        template,
        Access.IDENTIFIED,
        0,
        new DeleteEndpoint(gate, archive, level, doing, keep));
  }
}

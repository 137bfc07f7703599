package huisclos.desk.web;

import huisclos.archive.Archive;
import huisclos.archive.FindMemory;
import huisclos.archive.Level;
import huisclos.desk.web.Route.Access;
import huisclos.gate.Gate;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes of DICOMweb that search and store (PS3.18 §10.5, §10.6); reading is {@link
 * DicomWebReading}'s.
 */
public final class DicomWebWriting {
  /** Bytes of one request to store: an examination with all of its images. */
  public static final long MAX_STORE_BYTES = 64L << 30;

  private static final String STUDIES = DicomWeb.ROOT + "/studies";
  private static final String STUDY = STUDIES + "/{study}";
  private static final String SERIES = STUDY + "/series/{series}";

  private final Gate gate;
  private final Archive archive;
  private final FindMemory memory;

  /**
   * Of these rooms.
   *
   * @param memory what the matches of all searches are held in, both doors'
   */
  public DicomWebWriting(Gate gate, Archive archive, FindMemory memory) {
    this.gate = gate;
    this.archive = archive;
    this.memory = memory;
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
              new StoreEndpoint(gate, archive, bulk, toStudy)));
    }
    return List.copyOf(routes);
  }

  /** The route that lists all these routes (PS3.18 §8.9). */
  public static Route capabilities(List<Route> all) {
    return new Route(
        List.of("GET", "OPTIONS"),
        DicomWeb.ROOT,
        Access.IDENTIFIED,
        0,
        new CapabilitiesEndpoint(all));
  }

  private void search(List<Route> routes, String template, Level level, Level within) {
    routes.add(
        Route.get(
            template, Access.IDENTIFIED, new SearchEndpoint(gate, archive, memory, level, within)));
  }
}

package huisclos.desk.web.door;

import huisclos.archive.Archive;
import huisclos.desk.transcoding.PixelServices;
import huisclos.desk.web.Route;
import huisclos.desk.web.dicomweb.DicomWebWriting;
import huisclos.desk.web.fhir.FhirEndpoints;
import huisclos.desk.web.fhir.SmartConfiguration;
import huisclos.desk.web.pages.Pages;
import huisclos.desk.web.wado.DicomWebReading;
import huisclos.desk.web.wado.DicomWebRendering;
import huisclos.gate.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that the web door of a site leads to, but for sign-in elsewhere. */
public final class WebDoor {
  private WebDoor() {}

  /**
   * What the routes lead to.
   *
   * @param keepDeleted for how long what is deleted can be restored
   * @param provider whether people may also sign in at an identity provider
   * @param smart where programs get tokens, where an issuer gives them
   */
  public record Rooms(
      Gate gate,
      Archive archive,
      PixelServices pixels,
      Duration keepDeleted,
      boolean provider,
      Optional<SmartConfiguration> smart) {}

  /** The routes of pages, DICOMweb and FHIR. */
  public static List<Route> routes(Rooms rooms) {
    Gate gate = rooms.gate();
    Archive archive = rooms.archive();
    List<Route> dicomWeb =
        Stream.of(
                DicomWebReading.routes(gate, archive, rooms.pixels()),
                DicomWebRendering.routes(gate, archive, rooms.pixels()),
                new DicomWebWriting(gate, archive, archive.findMemory(), rooms.keepDeleted())
                    .routes())
            .flatMap(List::stream)
            .toList();
    return Stream.of(
            Pages.routes(gate, archive, archive.findMemory(), rooms.provider()),
            dicomWeb,
            List.of(DicomWebWriting.capabilities(dicomWeb)),
            new FhirEndpoints(gate, archive, archive.findMemory(), rooms.smart()).routes())
        .flatMap(List::stream)
        .toList();
  }
}

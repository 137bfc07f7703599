package huisclos.desk.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.desk.transcoding.PixelServices;
import huisclos.desk.web.FakeCall;
import huisclos.desk.web.Route;
import huisclos.desk.web.WebSite;
import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import huisclos.pixels.ForeignCodecs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the door says that it can do, it does (PS3.18 §8.9). */
class CapabilitiesTest {
  private static final String INSTANCE =
      "/dicom-web/studies/{study}/series/{series}/instances/{instance}";

  /** JPEG-LS and JPEG 2000 are left to decoders that this site has none of. */
  private static final List<String> FOREIGN =
      List.of("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90");

  @TempDir Path folder;

  @Test
  void everyRouteIsListedWithWhatItAnswersWith() throws Exception {
    try (WebSite site = new WebSite(folder)) {
      List<Route> routes = routes(site);
      Document wadl =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(capabilities(site, routes, "*/*").bytes()));
      JsonNode json =
          JsonMapper.shared().readTree(capabilities(site, routes, "application/json").bytes());
      for (Route route : routes) {
        if (!route.template().startsWith("/dicom-web/")) {
          continue;
        }
        for (String method : route.methods()) {
          List<String> said = new ArrayList<>();
          json.path(route.template()).path(method).forEach(type -> said.add(type.asString()));
          assertThat(said).as(route.template()).isEqualTo(types(wadl, route.template(), method));
          assertThat(said.isEmpty())
              .as("%s %s is answered with something", method, route.template())
              .isEqualTo(deletes(route));
        }
      }
    }
  }

  private static boolean deletes(Route route) {
    return route.methods().contains("DELETE")
        || route.template().contains("/reject/")
        || route.template().endsWith("/restore");
  }

  @Test
  void anInstanceCanBeHadAsEachTypeThatIsListed() throws Exception {
    try (WebSite site = new WebSite(folder)) {
      DataSet set = WebSite.ct(1, 1, 1, 1);
      set.putInt(Tag.ROWS, 4);
      set.putInt(Tag.COLUMNS, 4);
      set.putInt(Tag.SAMPLES_PER_PIXEL, 1);
      set.putInt(Tag.BITS_ALLOCATED, 8);
      set.putInt(Tag.BITS_STORED, 8);
      set.putInt(Tag.HIGH_BIT, 7);
      set.putInt(Tag.PIXEL_REPRESENTATION, 0);
      set.putString(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
      set.putBytes(Tag.PIXEL_DATA, Vr.OB, new byte[16]);
      site.store(set);
      List<Route> routes = routes(site);
      JsonNode json =
          JsonMapper.shared().readTree(capabilities(site, routes, "application/json").bytes());
      int asked = 0;
      for (String path :
          List.of(
              INSTANCE,
              INSTANCE + "/metadata",
              INSTANCE + "/frames/{frames}",
              INSTANCE + "/rendered",
              INSTANCE + "/thumbnail",
              INSTANCE + "/pixeldata")) {
        for (JsonNode type : json.path(path).path("GET")) {
          String accept = type.asString();
          if (FOREIGN.stream().anyMatch(accept::contains) || document(accept)) {
            continue;
          }
          FakeCall answer =
              FakeCall.get(site.operator, path)
                  .asking("accept", accept)
                  .variable("study", WebSite.study(1, 1))
                  .variable("series", WebSite.series(1, 1, 1))
                  .variable("instance", WebSite.instance(1, 1, 1, 1))
                  .variable("frames", "1")
                  .at(route(routes, path).endpoint());
          assertThat(answer.status()).as("%s as %s", path, accept).isEqualTo(200);
          assertThat(answer.contentType()).as(path).startsWith(accept.replaceAll(";.*", ""));
          asked++;
        }
      }
      assertThat(asked).isGreaterThan(20);
    }
  }

  /** Of reports, not of images. */
  private static boolean document(String accept) {
    return accept.startsWith("text/") || accept.equals("application/pdf");
  }

  private static List<Route> routes(WebSite site) {
    return WebDoor.routes(
        new WebDoor.Rooms(
            site.gate,
            site.archive,
            new PixelServices(site.archive, ForeignCodecs.NONE),
            Duration.ofDays(30),
            false,
            Optional.empty()));
  }

  private static Route route(List<Route> routes, String template) {
    return routes.stream()
        .filter(r -> r.template().equals(template) && r.methods().contains("GET"))
        .findFirst()
        .orElseThrow();
  }

  private static FakeCall capabilities(WebSite site, List<Route> routes, String accept)
      throws IOException {
    FakeCall answer =
        FakeCall.get(site.operator, "/dicom-web")
            .asking("accept", accept)
            .at(route(routes, "/dicom-web").endpoint());
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  private static List<String> types(Document wadl, String template, String method) {
    List<String> types = new ArrayList<>();
    for (Element resource : elements(wadl.getElementsByTagName("resource"))) {
      for (Element one : elements(resource.getElementsByTagName("method"))) {
        if (resource.getAttribute("path").equals(template)
            && one.getAttribute("name").equals(method)) {
          elements(one.getElementsByTagName("representation"))
              .forEach(r -> types.add(r.getAttribute("mediaType")));
        }
      }
    }
    return types;
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}

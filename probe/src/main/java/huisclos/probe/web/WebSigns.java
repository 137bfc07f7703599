package huisclos.probe.web;

import huisclos.probe.finding.Software;
import huisclos.probe.software.IntendedPublic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signs by which a front page tells its product: fixed words looked for in its bytes, headers and
 * cookies' names. The page's own text is never kept: a title may be a name.
 *
 * @param products those that a sign speaks for, the surest first
 * @param signs which signs, in words of ours
 * @param viewer whether it is something that people open in a browser to see images
 * @param saysPublic phrases by which it says that it is meant to be public
 */
record WebSigns(
    List<String> products, List<String> signs, boolean viewer, List<String> saysPublic) {
  static final String ORTHANC = "Orthanc";
  static final String DCM4CHEE = "dcm4chee-arc";
  static final String DICOOGLE = "Dicoogle";
  private static final String ANY_TITLE = "";

  private enum Where {
    TITLE,
    COOKIE,
    REALM,
    LOCATION,
    /** Anywhere in the first bytes of the page. */
    PAGE
  }

  /** Words and where they have to stand. */
  private record Sign(Where where, String word, String product, boolean viewer) {}

  private static final List<Sign> TABLE =
      List.of(
          new Sign(Where.REALM, "orthanc secure area", ORTHANC, false),
          new Sign(Where.TITLE, "orthanc explorer", ORTHANC, true),
          new Sign(Where.LOCATION, "app/explorer.html", ORTHANC, true),
          new Sign(Where.LOCATION, "ui/app/", ORTHANC, true),
          new Sign(Where.COOKIE, "meddreamsessid", "MedDream", true),
          new Sign(Where.TITLE, "meddream", "MedDream", true),
          new Sign(Where.TITLE, "visage 7", "Visage", true),
          new Sign(Where.TITLE, "uniweb server", "UniWeb", true),
          new Sign(Where.TITLE, "dicomcloud", "DICOMcloud", false),
          new Sign(Where.TITLE, "ohif", "OHIF", true),
          new Sign(Where.TITLE, "weasis", "Weasis", true),
          new Sign(Where.TITLE, "oviyam", "Oviyam", true),
          new Sign(Where.TITLE, "dicoogle", DICOOGLE, true),
          new Sign(Where.TITLE, "dcm4chee", DCM4CHEE, true),
          new Sign(Where.LOCATION, "dcm4chee-arc", DCM4CHEE, true),
          new Sign(Where.PAGE, "weasis://", "Weasis", true),
          new Sign(Where.PAGE, "radiant://", "RadiAnt link", true),
          new Sign(Where.TITLE, "pacs", ANY_TITLE, true),
          new Sign(Where.TITLE, "dicom", ANY_TITLE, true));

  /** From the front page and the first bytes of it. */
  static WebSigns of(HttpHead head, byte[] page) {
    List<String> products = new ArrayList<>();
    List<String> signs = new ArrayList<>();
    boolean viewer = false;
    for (Sign sign : TABLE) {
      if (stands(sign, head, page)) {
        if (!sign.product.isEmpty() && !products.contains(sign.product)) {
          products.add(sign.product);
        }
        signs.add(
            sign.where.name().toLowerCase(java.util.Locale.ROOT) + " with \"" + sign.word + "\"");
        viewer |= sign.viewer;
      }
    }
    server(head).ifPresent(server -> signs.add("server " + server));
    List<String> saysPublic =
        IntendedPublic.phrases().stream()
            .filter(phrase -> Needle.find(page, 0, page.length, phrase) >= 0)
            .toList();
    return new WebSigns(products, signs, viewer, saysPublic);
  }

  /** Both together: a page and the one that it leads to. */
  WebSigns and(WebSigns other) {
    return new WebSigns(
        join(products, other.products),
        join(signs, other.signs),
        viewer || other.viewer,
        join(saysPublic, other.saysPublic));
  }

  private static List<String> join(List<String> a, List<String> b) {
    return java.util.stream.Stream.concat(a.stream(), b.stream()).distinct().toList();
  }

  boolean speakFor(String product) {
    return products.contains(product);
  }

  /** The product that a sign names, as likely: a page's words can be anybody's. */
  Software software() {
    return products.isEmpty()
        ? Software.unknown()
        : new Software(
            products.getFirst(), "", Software.Grade.LIKELY, String.join(", ", signs), List.of());
  }

  private static boolean stands(Sign sign, HttpHead head, byte[] page) {
    return switch (sign.where) {
      case COOKIE -> head.cookies().stream().anyMatch(sign.word::equalsIgnoreCase);
      case REALM -> head.says("www-authenticate", sign.word);
      case LOCATION -> head.says("location", sign.word);
      case PAGE -> Needle.find(page, 0, page.length, sign.word) >= 0;
      case TITLE -> {
        int from = Needle.find(page, 0, page.length, "<title");
        int to = from < 0 ? -1 : Needle.find(page, from, page.length, "</title");
        yield to >= 0 && Needle.find(page, from, to, sign.word) >= 0;
      }
    };
  }

  /** A server's name and version where the header is nothing but that. */
  private static Optional<String> server(HttpHead head) {
    String first = head.header("server").orElse("").split(" ", 2)[0];
    return first.matches("[A-Za-z][A-Za-z-]{0,20}(/[0-9.]{1,12})?")
        ? Optional.of(first)
        : Optional.empty();
  }

  /** Finds ASCII words in bytes, in any case, without making text of them. */
  static final class Needle {
    private Needle() {}

    static int find(byte[] in, int from, int to, String word) {
      byte[] low = word.getBytes(StandardCharsets.US_ASCII);
      for (int i = from; i <= to - low.length; i++) {
        int j = 0;
        while (j < low.length && lower(in[i + j]) == low[j]) {
          j++;
        }
        if (j == low.length) {
          return i;
        }
      }
      return -1;
    }

    static int lower(byte b) {
      return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
  }
}

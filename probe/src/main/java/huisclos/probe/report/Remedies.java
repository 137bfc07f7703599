package huisclos.probe.report;

import huisclos.probe.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a door is closed, for the product behind it. */
public final class Remedies {
  /**
   * One.
   *
   * @param title the product's name or the kind of door
   * @param steps in order
   */
  public record Remedy(String title, List<String> steps) {
    public Remedy {
      steps = List.copyOf(steps);
    }
  }

  // Names as fingerprints tell them, in lower case, and whose remedy it is; the first that fits.
  private static final List<Map.Entry<String, String>> PRODUCTS =
      List.of(
          Map.entry("orthanc", "orthanc"),
          Map.entry("dcm4che", "dcm4chee"),
          Map.entry("dicoogle", "dicoogle"),
          Map.entry("conquest", "conquest"),
          Map.entry("dcmqrscp", "dcmtk"),
          Map.entry("storescp", "dcmtk"),
          Map.entry("wlmscpfs", "dcmtk"),
          Map.entry("dcmtk", "dcmtk"),
          Map.entry("ohif", "viewer"));

  private Remedies() {}

  /** The name of the remedy for a finding. */
  public static String key(Finding finding) {
    String product = finding.software().product().toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> known : PRODUCTS) {
      if (product.contains(known.getKey())) {
        return known.getValue();
      }
    }
    return switch (finding.service()) {
      case DICOM, DICOM_OVER_TLS -> "dicom";
      case ORTHANC_REST -> "orthanc";
      case DCM4CHEE_REST -> "dcm4chee";
      case DICOOGLE_REST -> "dicoogle";
      case VIEWER -> "viewer";
      case FHIR -> "fhir";
      case HL7_MLLP -> "hl7";
      case LISTING -> "listing";
      case FTP -> "ftp";
      case SMB -> "smb";
      case BUCKET -> "bucket";
      case DICOMWEB, WADO_URI, HTTP, UNKNOWN -> "web";
    };
  }

  /** The remedy of a name. */
  public static Remedy of(String key, Texts texts) {
    return new Remedy(texts.get("remedy." + key), texts.list("remedy." + key));
  }

  /** Everything to do about a finding: what every door needs first, then the product's own. */
  public static Remedy of(Finding finding, Texts texts) {
    Remedy own = of(key(finding), texts);
    List<String> steps = new ArrayList<>();
    steps.add(texts.get("remedy.today"));
    steps.addAll(own.steps());
    return new Remedy(own.title(), steps);
  }
}

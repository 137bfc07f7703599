package huisclos.probe.software;

import huisclos.probe.finding.Fingerprint;
import huisclos.probe.finding.Software;
import huisclos.probe.finding.Software.Grade;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells software by how its association behaves: implementation class UID, version name, results of
 * the contexts, maximum PDU length. A UID alone is a toolkit's, so it never names a product that
 * was built with it. From observed associations, published sources and public test files.
 * Stateless.
 */
public final class Identities {
  /** When the table was last brought up to date. */
  public static final String AS_OF = "2026-11-22";

  private static final Pattern DCMTK = Pattern.compile("OFFIS_DCMTK_(\\d)(\\d)(\\d)");
  private static final Pattern NUMBERS = Pattern.compile("(\\d+(?:\\.\\d+){1,3})");
  private static final String DCMTK_ROOT = "1.2.276.0.7230010.3.0.3.";

  /** How a row's UID is meant. */
  private enum Match {
    EXACT,
    PREFIX
  }

  /**
   * A row.
   *
   * @param names what the version name begins with; empty for any
   * @param grade where UID and name both fit
   */
  private record Row(Match match, String uid, String names, String product, Grade grade) {
    boolean fits(Fingerprint seen) {
      String other = seen.implementationUid();
      boolean uidFits =
          match == Match.EXACT
              ? other.equals(uid)
              : other.equals(uid) || other.startsWith(uid + ".");
      return uidFits && seen.versionName().startsWith(names);
    }
  }

  private static Row exact(String uid, String names, String product, Grade grade) {
    return new Row(Match.EXACT, uid, names, product, grade);
  }

  private static Row under(String uid, String names, String product, Grade grade) {
    return new Row(Match.PREFIX, uid, names, product, grade);
  }

  /** Narrower rows first. */
  private static final List<Row> ROWS =
      List.of(
          exact("1.2.40.0.13.1.3", "dcm4che-", "dcm4che", Grade.TOOLKIT),
          under("1.2.40.0.13.1.1", "dcm4che-1", "dcm4che 1", Grade.TOOLKIT),
          under("1.3.6.1.4.1.30071.8", "fo-dicom", "fo-dicom", Grade.TOOLKIT),
          under("1.2.826.0.1.3680043.9.3811", "PYNETDICOM", "pynetdicom", Grade.TOOLKIT),
          exact("1.2.826.0.1.3680043.2.135.1066.101", "", "Conquest", Grade.LIKELY),
          exact("1.3.6.1.4.1.25403.1.1.1", "", "ClearCanvas", Grade.LIKELY),
          exact("1.3.6.1.4.1.19291.2.1", "OSIRIX", "OsiriX or Horos", Grade.LIKELY),
          under("1.2.276.0.7238010", "OSIRIX", "OsiriX or Horos", Grade.LIKELY),
          under("2.16.840.1.113669.2.1.1", "MergeCOM3", "Merge toolkit", Grade.TOOLKIT),
          under("2.16.840.1.113669.2.1.1", "CENTRICITY", "GE Centricity", Grade.LIKELY),
          under("1.2.840.114089.1.0.0", "DCF", "Laurel Bridge DCF", Grade.TOOLKIT),
          under("1.2.124.113532", "AGFA", "Agfa", Grade.LIKELY),
          under("1.2.124.113532", "MITRA", "Agfa (Mitra)", Grade.LIKELY),
          under("1.2.840.113619.6", "", "GE Healthcare", Grade.LIKELY),
          under("1.3.12.2.1107.5", "", "Siemens Healthineers", Grade.LIKELY),
          under("1.3.46.670589", "", "Philips", Grade.LIKELY),
          under("1.2.840.113704.7", "", "Philips", Grade.LIKELY),
          exact("1.2.410.200010.99.3.5", "INFINITT", "Infinitt", Grade.LIKELY),
          exact("1.2.276.0.50.20060201.4.1", "JIVEX", "JiveX", Grade.LIKELY),
          exact("1.3.6.1.4.1.24930.1", "", "synedra", Grade.LIKELY),
          exact("1.3.6.1.4.1.32203", "PIXEON", "Pixeon", Grade.LIKELY),
          under("1.2.826.0.1.3680043.1.2.100", "DicomObjects", "DicomObjects", Grade.TOOLKIT),
          under("1.2.246.352.70.2.1", "", "Varian", Grade.LIKELY),
          exact("1.3.6.1.4.1.5962.99.2", "PIXELMED", "PixelMed", Grade.TOOLKIT),
          exact("1.2.840.113654.2.3.1995.3.0.6", "MIRCTN", "CTN", Grade.LIKELY),
          exact("1.2.826.0.1.3680043.9.7133.1.1", "GODICOM", "go-dicom", Grade.TOOLKIT));

  private Identities() {}

  /** The software that behaves so; unknown rather than a guess. */
  public static Software of(Fingerprint seen) {
    if (seen.implementationUid().startsWith(DCMTK_ROOT)) {
      return dcmtk(seen);
    }
    return ROWS.stream()
        .filter(row -> row.fits(seen))
        .findFirst()
        .map(row -> software(row, seen))
        .or(() -> byName(seen))
        .orElseGet(Software::unknown);
  }

  private static Software software(Row row, Fingerprint seen) {
    String version = version(seen.versionName());
    String because =
        row.names().isEmpty() ? "implementation UID" : "implementation UID and version name";
    return new Software(
        row.product(), version, row.grade(), because, Cves.possible(row.product(), version));
  }

  /** Those whose UID is drawn at random per build, but whose name says enough for a toolkit. */
  private static Optional<Software> byName(Fingerprint seen) {
    String name = seen.versionName();
    Optional<String> toolkit =
        name.startsWith("DICOM-rs")
            ? Optional.of("dicom-rs")
            : name.startsWith("dcmjs-") ? Optional.of("dcmjs") : Optional.empty();
    return toolkit
        .filter(_ -> seen.implementationUid().startsWith("2.25."))
        .map(product ->
            new Software(
                product, version(name), Grade.TOOLKIT, "version name and a 2.25 UID", List.of()));
  }

  private static String version(String name) {
    Matcher numbers = NUMBERS.matcher(name);
    return numbers.find() ? numbers.group(1) : "";
  }

  /**
   * DCMTK is in many products; the vector of context results tells its own programs and Orthanc.
   */
  private static Software dcmtk(Fingerprint seen) {
    Matcher name = DCMTK.matcher(seen.versionName());
    String toolkit =
        name.matches() ? name.group(1) + "." + name.group(2) + "." + name.group(3) : "";
    List<String> possible = Cves.possible("DCMTK", toolkit);
    return Vectors.dcmtkProgram(seen.contexts())
        .map(program ->
            program.equals("Orthanc")
                ? orthanc(toolkit)
                : new Software(
                    program,
                    toolkit,
                    Grade.LIKELY,
                    "DCMTK's implementation UID and this program's context results",
                    possible))
        .orElseGet(() ->
            new Software("DCMTK", toolkit, Grade.TOOLKIT, "DCMTK's implementation UID", possible));
  }

  /** DICOM tells the version of the DCMTK within, never Orthanc's own. */
  private static Software orthanc(String toolkit) {
    return new Software(
        "Orthanc",
        "",
        Grade.LIKELY,
        "Orthanc's context results; built with DCMTK "
            + (toolkit.isEmpty() ? "of unknown version" : toolkit)
            + ", its own version isn't told over DICOM",
        Cves.possible("Orthanc", ""));
  }
}

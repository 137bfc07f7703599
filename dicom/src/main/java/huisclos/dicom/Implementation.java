package huisclos.dicom;

/**
 * How this implementation names itself where the standard makes it (PS3.7 D.3.3.2): a UID that says
 * nothing of product, version or site, and a version name that says as little: GDCM 3.0 ends itself
 * at a peer that sends none.
 */
public final class Implementation {
  /** Implementation Class UID (0002,0012), derived from a random UUID (PS3.5 Annex B.2). */
  public static final String CLASS_UID = "2.25.27650118705571128039851488536464329657";

  /** Implementation Version Name (0002,0013), on associations alone. */
  public static final String VERSION_NAME = "1";

  private Implementation() {}
}

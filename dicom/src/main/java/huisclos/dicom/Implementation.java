package huisclos.dicom;

/**
 * How this implementation names itself where the standard makes it (PS3.7 D.3.3.2): a UID that says
 * nothing of product, version or site. The optional version name is left out.
 */
public final class Implementation {
  /** Implementation Class UID (0002,0012), derived from a random UUID (PS3.5 Annex B.2). */
  public static final String CLASS_UID = "2.25.27650118705571128039851488536464329657";

  private Implementation() {}
}

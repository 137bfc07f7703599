package huisclos.probe.finding;

import java.util.List;

/**
 * Which software it is.
 *
 * @param product its name, or {@value #UNKNOWN}
 * @param version as it tells or as follows from its behaviour; may be empty
 * @param grade how good the evidence is
 * @param because which signs, in words of ours
 * @param possible CVEs that follow from product and version, as possible only
 */
public record Software(
    String product, String version, Grade grade, String because, List<String> possible) {
  /** The product where no evidence is good enough. */
  public static final String UNKNOWN = "unknown";

  /** How good the evidence of a product's name is. */
  public enum Grade {
    /** Several signs that only this product has, or its own answer about itself. */
    CONFIRMED,
    /** Signs that fit it and no other that is known. */
    LIKELY,
    /** The toolkit is known, not the product built with it. */
    TOOLKIT,
    /** No guess. */
    NONE
  }

  public Software {
    possible = List.copyOf(possible);
  }

  /** Nothing is known. */
  public static Software unknown() {
    return new Software(UNKNOWN, "", Grade.NONE, "", List.of());
  }
}

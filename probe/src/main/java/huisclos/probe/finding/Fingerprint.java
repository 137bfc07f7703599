package huisclos.probe.finding;

import java.util.List;

/**
 * How a door behaved: what its software is told by. A name alone mislabels, for toolkits are
 * shared.
 *
 * @param implementationUid PS3.7 D.3.3.2; empty where none was given
 * @param versionName likewise
 * @param contexts the results of the proposed presentation contexts in order, one digit each
 * @param maximumLength of P-DATA-TF, bytes; 0 is no limit or none given
 * @param rejection {@code result/source/reason} of an A-ASSOCIATE-RJ, or empty
 * @param webSigns signs of a web service: header and page titles, in words of ours
 */
public record Fingerprint(
    String implementationUid,
    String versionName,
    String contexts,
    long maximumLength,
    String rejection,
    List<String> webSigns) {
  public Fingerprint {
    implementationUid = Shown.text(implementationUid, 64);
    versionName = Shown.text(versionName, 16);
    webSigns = List.copyOf(webSigns);
  }

  /** Nothing was seen. */
  public static Fingerprint none() {
    return new Fingerprint("", "", "", 0, "", List.of());
  }
}

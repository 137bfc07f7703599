package huisclos.probe.report;

/**
 * Where an address is, by the operator's range table.
 *
 * @param country two letters (ISO 3166-1), or {@value #NOWHERE}
 * @param network the range's name where the table gives one, else empty
 */
public record Place(String country, String network) {
  /** Of an address in no range. */
  public static final String NOWHERE = "--";

  /** No range holds it. */
  public static Place nowhere() {
    return new Place(NOWHERE, "");
  }
}

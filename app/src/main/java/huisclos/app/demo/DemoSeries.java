package huisclos.app.demo;

/**
 * A series of a demo study.
 *
 * @param uid Series Instance UID
 * @param number Series Number
 * @param modality {@code CT}, {@code MR}, …
 * @param sopClass SOP Class UID of each of its instances
 * @param description Series Description
 * @param instances how many
 */
public record DemoSeries(
    String uid, int number, String modality, String sopClass, String description, int instances) {}

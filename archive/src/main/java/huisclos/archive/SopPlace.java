package huisclos.archive;

/** Where an instance belongs, by its UIDs. */
public record SopPlace(String study, String series, String sopInstance, String sopClass) {}

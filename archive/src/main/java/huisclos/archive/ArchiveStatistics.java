package huisclos.archive;

/**
 * How much an archive holds.
 *
 * @param patients patient records
 * @param studies studies
 * @param series series
 * @param instances instances
 * @param conflicts instances that name another patient than their study
 * @param quarantined objects set aside
 */
public record ArchiveStatistics(
    long patients, long studies, long series, long instances, long conflicts, long quarantined) {}

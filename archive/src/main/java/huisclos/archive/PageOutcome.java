package huisclos.archive;

import java.util.OptionalInt;

/**
 * A page of a query's matches.
 *
 * @param found the page's matches, or why there are none to be told
 * @param more whether matches come after it
 * @param total how many matches there are in all, as far as the page could tell: where none come
 *     after it, where the candidates were few, and for a count up to {@link
 *     ArchiveLimits#MAX_MATCHES}
 */
public record PageOutcome(FindOutcome found, boolean more, OptionalInt total) {}

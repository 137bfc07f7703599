package huisclos.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * How the checking of what is stored stands.
 *
 * @param lastRound when the last full round ended; empty before the first
 * @param damage how much damage is open
 * @param missing how many instances were acknowledged once and are not in the vault
 * @param phase what is looked at now; empty between rounds
 * @param objects objects read in this round
 * @param bytes bytes read in this round
 */
public record ScrubStatus(
    Optional<Instant> lastRound,
    long damage,
    long missing,
    String phase,
    long objects,
    long bytes) {}

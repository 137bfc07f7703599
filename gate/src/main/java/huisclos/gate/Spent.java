package huisclos.gate;

/**
 * What a spender has spent, and what is in force for it.
 *
 * @param brake what was decided about it
 * @param hour distinct patient records that were newly shown within the last hour
 * @param day distinct patient records that were shown within the last day
 */
public record Spent(Brake brake, int hour, int day) {}

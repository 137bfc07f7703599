package huisclos.archive;

import java.time.Instant;

/**
 * An object set aside because other content is known under its SOP instance UID.
 *
 * @param id how it is named
 * @param sopInstance its SOP instance UID
 * @param seriesUid its series
 * @param studyUid its study
 * @param sopClass its SOP class
 * @param transferSyntax it is kept in
 * @param length of its data set, bytes
 * @param sender AE title of the device that sent it; empty where only the vault knew of it
 * @param received when
 */
public record QuarantineEntry(
    String id,
    String sopInstance,
    String seriesUid,
    String studyUid,
    String sopClass,
    String transferSyntax,
    long length,
    String sender,
    Instant received) {}

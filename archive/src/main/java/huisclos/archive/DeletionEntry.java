package huisclos.archive;

import java.time.Instant;

/**
 * A deletion that can still be restored.
 *
 * @param act its act's id
 * @param studyUid the study
 * @param reason why
 * @param actor who: an operator's account, or a device's title
 * @param deleted when
 * @param due from when on it is destroyed
 * @param instances how many instances it hides
 * @param whole whether nothing of the study shows
 * @param held whether a hold keeps it from being destroyed
 */
public record DeletionEntry(
    String act,
    String studyUid,
    DeleteReason reason,
    String actor,
    Instant deleted,
    Instant due,
    long instances,
    boolean whole,
    boolean held) {}

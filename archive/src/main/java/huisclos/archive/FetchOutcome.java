package huisclos.archive;

import java.util.List;

/** How a selection for retrieval ended. */
public sealed interface FetchOutcome {

  /**
   * The instances, already on record as disclosed; each is opened by {@link Archive#open}.
   *
   * @param instances may be empty: nothing matched
   */
  record Selected(List<StoredInstance> instances) implements FetchOutcome {}

  /** More instances than one retrieve may name (status 0xA701); nothing was disclosed. */
  record TooMany() implements FetchOutcome {}

  /** Not authorized (status 0x0124); the refusal is on record. */
  record Denied() implements FetchOutcome {}

  /** The identifier names no entity of its level (status 0xA900). */
  record Invalid(FindOutcome.InvalidReason reason, int tag) implements FetchOutcome {}
}

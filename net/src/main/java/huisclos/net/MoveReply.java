package huisclos.net;

/**
 * Where a provider counts the sub-operations of a C-MOVE; after each the requestor hears of them
 * (PS3.7 §9.1.4). What can't be told because the requestor is gone is not an error here: {@link
 * #cancelled} then says so. Thread-safe, and of no use once {@link ServiceProvider#move} has
 * returned.
 */
public interface MoveReply {
  /** How many instances there are; once, before the first of them is counted. */
  void total(int instances);

  /** Counts an instance that the destination took. */
  void completed();

  /** Counts an instance that the destination took with a warning. */
  void warned();

  /** Counts an instance that did not arrive; the final answer lists it. */
  void failed(String sopInstance);

  /**
   * Whether the requestor has sent a C-CANCEL-RQ, or is gone: return {@link Status#CANCEL} soon.
   */
  boolean cancelled();
}

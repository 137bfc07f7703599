package huisclos.archive;

import huisclos.gate.Pass;
import huisclos.vault.PendingBlob;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A whole object that waits to be committed.
 *
 * @param pass who stores it
 * @param arrival what the index needs of it, as rules corrected it
 * @param coerced what they corrected
 * @param blob its sealed bytes, the sink closed
 * @param transferSyntax it is kept in
 * @param sealedInstance its attributes as the index keeps them
 * @param done completed once the group has ended, well or not
 */
record StoreTask(
    Pass pass,
    Arrival arrival,
    Optional<Overlay> coerced,
    PendingBlob blob,
    String transferSyntax,
    SealedColumn sealedInstance,
    CompletableFuture<Ending> done) {

  /** How it ended in its group. */
  sealed interface Ending {
    record Settled(StoreOutcome outcome) implements Ending {}

    /** Other bytes are known under its UID: to be compared, and quarantined if they differ. */
    record Unlike(Known known) implements Ending {}
  }

  void end(StoreOutcome outcome) {
    done.complete(new Ending.Settled(outcome));
  }
}

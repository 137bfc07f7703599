package huisclos.archive;

import java.io.IOException;
import java.util.Optional;

/**
 * An instance that was read to its end and waits for its group, so that whoever sends several can
 * send the next meanwhile. Of one thread; {@link #await} must be called.
 */
public final class PendingStore {
  private final Optional<SopPlace> place;
  private final Ending ending;

  /** How it ends. */
  interface Ending {
    StoreOutcome await() throws IOException;
  }

  PendingStore(Optional<SopPlace> place, Ending ending) {
    this.place = place;
    this.ending = ending;
  }

  /** Where it belongs by its own account, as far as it could be read. */
  public Optional<SopPlace> place() {
    return place;
  }

  /** Waits until it is durable, or says why it is not kept; to be called once. */
  public StoreOutcome await() throws IOException {
    return ending.await();
  }
}

package huisclos.courier;

import huisclos.net.Association;
import java.util.function.BooleanSupplier;

/** An open association to a peer, and the place it takes. Close it on the thread that uses it. */
public final class Line implements AutoCloseable {
  private final Association association;
  private final BooleanSupplier welcome;
  private final Runnable release;

  Line(Association association, BooleanSupplier welcome, Runnable release) {
    this.association = association;
    this.welcome = welcome;
    this.release = release;
  }

  /** Whether the peer is still registered as it was dialled, and its certificate still good. */
  public boolean isWelcome() {
    return welcome.getAsBoolean();
  }

  /** The association. */
  public Association association() {
    return association;
  }

  /** Releases the association, or aborts where that isn't possible any more. */
  @Override
  public void close() {
    try {
      association.close();
    } finally {
      release.run();
    }
  }
}

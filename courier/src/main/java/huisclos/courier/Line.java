package huisclos.courier;

import huisclos.net.Association;

/** An open association to a peer, and the place it takes. Close it on the thread that uses it. */
public final class Line implements AutoCloseable {
  private final Association association;
  private final Runnable release;

  Line(Association association, Runnable release) {
    this.association = association;
    this.release = release;
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

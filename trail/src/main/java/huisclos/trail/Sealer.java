package huisclos.trail;

/**
 * Seals bytes so that only this site can open them; whoever opens the trail supplies it.
 *
 * <p>The trail holds no cipher of its own. It needs one for two things: its checkpoint key at rest,
 * and the part of a record that identifies a patient. Implementations are safe for use by several
 * threads and authenticate both arguments: opening with another context fails.
 */
public interface Sealer {
  /**
   * The sealed form of {@code plain}.
   *
   * @param context what the bytes are for; bound to the result, not hidden in it
   */
  byte[] seal(byte[] plain, byte[] context);

  /**
   * The inverse of {@link #seal}. Any runtime exception means: these bytes were not sealed here for
   * this context.
   */
  byte[] open(byte[] sealed, byte[] context);
}

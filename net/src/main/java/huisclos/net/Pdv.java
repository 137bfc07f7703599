package huisclos.net;

import java.nio.ByteBuffer;

/**
 * A presentation data value (PS3.8 §9.3.5.1, Annex E): a fragment of a command or of a data set.
 *
 * @param contextId the presentation context, odd, 1 to 255
 * @param command whether it is a fragment of the command set, else of the data set
 * @param last whether it is the last such fragment of the message
 * @param value the fragment; where it was read from a connection, a view that is valid until that
 *     connection is read again
 */
public record Pdv(int contextId, boolean command, boolean last, ByteBuffer value) {
  /** The message control header (PS3.8 Annex E.2). */
  public int controlHeader() {
    return (command ? 1 : 0) | (last ? 2 : 0);
  }

  @Override
  public String toString() {
    return "Pdv[contextId="
        + contextId
        + ", command="
        + command
        + ", last="
        + last
        + ", length="
        + value.remaining()
        + "]";
  }
}

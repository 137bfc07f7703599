package huisclos.net.internal;

import huisclos.net.Ending;
import huisclos.net.Pdu;
import huisclos.net.PduWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An event and what comes with it.
 *
 * @param pdu the PDU that arrived or is to be sent, where it is one of the association's; with
 *     Evt19 the abort that the broken one deserves
 * @param bytes what is to be sent
 * @param why how the association ends, should this end it
 */
record Input(Event event, @Nullable Pdu pdu, ByteBuffer bytes, Ending why) {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  static final Ending LOST = new Ending.ConnectionLost();
  static final Ending BROKEN = new Ending.AbortedHere(Ending.Cause.PROTOCOL_VIOLATION);

  static Input arrived(Pdu pdu) {
    return new Input(Event.arrivalOf(pdu), pdu, NOTHING, LOST);
  }

  static Input broken(Pdu answer) {
    return new Input(Event.EVT_19, answer, NOTHING, BROKEN);
  }

  static Input of(Event event, Ending why) {
    return new Input(event, null, NOTHING, why);
  }

  static Input send(Event event, byte[] bytes, int offset, int length) {
    return new Input(event, null, ByteBuffer.wrap(bytes, offset, length), LOST);
  }

  static Input send(Event event, Pdu pdu) {
    return new Input(event, pdu, ByteBuffer.wrap(PduWriter.encode(pdu)), LOST);
  }
}

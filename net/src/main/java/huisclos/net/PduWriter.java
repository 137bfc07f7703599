package huisclos.net;

import huisclos.net.internal.AssociateEncoder;
import huisclos.net.internal.ByteSink;

/** Writes PDUs (PS3.8 §9.3). Stateless. */
public final class PduWriter {
  private PduWriter() {}

  /**
   * The bytes of one PDU, header included.
   *
   * @throws IllegalArgumentException if an item doesn't fit its length field
   */
  public static byte[] encode(Pdu pdu) {
    ByteSink sink = new ByteSink();
    sink.u8(pdu.type());
    sink.u8(0);
    int mark = sink.begin32();
    switch (pdu) {
      case AssociateRq rq -> AssociateEncoder.request(rq, sink);
      case AssociateAc ac -> AssociateEncoder.acceptance(ac, sink);
      case AssociateRj rj -> sink.u8(0).u8(rj.result()).u8(rj.source()).u8(rj.reason());
      case PDataTf data -> data.values().forEach(value -> value(value, sink));
      case ReleaseRq _, ReleaseRp _ -> sink.u32(0);
      case Abort abort -> sink.u16(0).u8(abort.source()).u8(abort.reason());
    }
    sink.end32(mark);
    return sink.toByteArray();
  }

  private static void value(Pdv value, ByteSink sink) {
    int mark = sink.begin32();
    sink.u8(value.contextId()).u8(value.controlHeader()).bytes(value.value());
    sink.end32(mark);
  }
}

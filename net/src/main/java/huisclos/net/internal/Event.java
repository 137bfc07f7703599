package huisclos.net.internal;

import huisclos.net.Abort;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRj;
import huisclos.net.AssociateRq;
import huisclos.net.PDataTf;
import huisclos.net.Pdu;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;

/** The events of the upper layer's protocol machine (PS3.8 §9.2.2, Table 9-10). */
public enum Event {
  /** A-ASSOCIATE request (local user). */
  EVT_1,
  /** Transport connect confirmation. */
  EVT_2,
  /** A-ASSOCIATE-AC received. */
  EVT_3,
  /** A-ASSOCIATE-RJ received. */
  EVT_4,
  /** Transport connection indication (acceptor). */
  EVT_5,
  /** A-ASSOCIATE-RQ received. */
  EVT_6,
  /** A-ASSOCIATE response (accept). */
  EVT_7,
  /** A-ASSOCIATE response (reject). */
  EVT_8,
  /** P-DATA request. */
  EVT_9,
  /** P-DATA-TF received. */
  EVT_10,
  /** A-RELEASE request. */
  EVT_11,
  /** A-RELEASE-RQ received. */
  EVT_12,
  /** A-RELEASE-RP received. */
  EVT_13,
  /** A-RELEASE response. */
  EVT_14,
  /** A-ABORT request. */
  EVT_15,
  /** A-ABORT received. */
  EVT_16,
  /** Transport connection closed. */
  EVT_17,
  /** ARTIM timer expired. */
  EVT_18,
  /** Unrecognized or invalid PDU received. */
  EVT_19;

  /** The event that the arrival of a PDU is. */
  public static Event arrivalOf(Pdu pdu) {
    return switch (pdu) {
      case AssociateAc _ -> EVT_3;
      case AssociateRj _ -> EVT_4;
      case AssociateRq _ -> EVT_6;
      case PDataTf _ -> EVT_10;
      case ReleaseRq _ -> EVT_12;
      case ReleaseRp _ -> EVT_13;
      case Abort _ -> EVT_16;
    };
  }
}

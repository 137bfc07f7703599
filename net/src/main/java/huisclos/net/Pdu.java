package huisclos.net;

/**
 * A protocol data unit of the DICOM upper layer (PS3.8 §9.3). All are immutable, except that the
 * values of a {@link PDataTf} read from a connection are views that its next read overwrites.
 */
public sealed interface Pdu
    permits AssociateRq, AssociateAc, AssociateRj, PDataTf, ReleaseRq, ReleaseRp, Abort {

  /** The PDU type byte, 1 to 7. */
  int type();
}

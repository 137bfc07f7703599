package huisclos.net;

import huisclos.net.internal.AeTitle;
import java.util.List;

/**
 * A-ASSOCIATE-RQ (PS3.8 §9.3.2).
 *
 * @param protocolVersion bit field; bit 0 is version 1
 * @param titles bytes 11 to 74 as they stand on the wire: called and calling AE title (16 each) and
 *     32 reserved ones; an answer returns them as they came
 * @param applicationContext UID, {@link #DICOM_APPLICATION_CONTEXT} in every known peer
 * @param contexts the proposed presentation contexts, in order
 * @param userItems the user information sub-items, in order, unknown ones included
 */
public record AssociateRq(
    int protocolVersion,
    Bytes titles,
    String applicationContext,
    List<ProposedContext> contexts,
    List<UserItem> userItems)
    implements Pdu, UserInformation {
  static final int TYPE = 1;

  /** PS3.7 Annex A.2.1. */
  public static final String DICOM_APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

  public AssociateRq {
    if (titles.length() != AeTitle.FIELDS_BYTES) {
      throw new IllegalArgumentException("the title fields are 64 bytes");
    }
    contexts = List.copyOf(contexts);
    userItems = List.copyOf(userItems);
  }

  /**
   * A request of protocol version 1 in the DICOM application context.
   *
   * @throws IllegalArgumentException if a title isn't 1 to 16 printable ASCII characters without
   *     backslash
   */
  public static AssociateRq of(
      String calledAet,
      String callingAet,
      List<ProposedContext> contexts,
      List<UserItem> userItems) {
    return new AssociateRq(
        1, AeTitle.fields(calledAet, callingAet), DICOM_APPLICATION_CONTEXT, contexts, userItems);
  }

  /**
   * The called AE title without its padding; bytes that no AE title may hold read as U+FFFD, so
   * that they match none.
   */
  public String calledAet() {
    return AeTitle.read(titles, 0);
  }

  /** The calling AE title, likewise. */
  public String callingAet() {
    return AeTitle.read(titles, AeTitle.FIELD_BYTES);
  }

  @Override
  public int type() {
    return TYPE;
  }
}

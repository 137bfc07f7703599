package huisclos.net;

import huisclos.net.internal.AeTitle;
import java.util.List;

/**
 * A-ASSOCIATE-AC (PS3.8 §9.3.3).
 *
 * @param protocolVersion bit field; bit 0 is version 1
 * @param titles the 64 bytes of {@link AssociateRq#titles()}, returned as they came
 * @param applicationContext UID
 * @param contexts one answer for each proposed context
 * @param userItems the user information sub-items, in order, unknown ones included
 */
public record AssociateAc(
    int protocolVersion,
    Bytes titles,
    String applicationContext,
    List<AnsweredContext> contexts,
    List<UserItem> userItems)
    implements Pdu, UserInformation {
  static final int TYPE = 2;

  public AssociateAc {
    if (titles.length() != AeTitle.FIELDS_BYTES) {
      throw new IllegalArgumentException("the title fields are 64 bytes");
    }
    contexts = List.copyOf(contexts);
    userItems = List.copyOf(userItems);
  }

  @Override
  public int type() {
    return TYPE;
  }
}

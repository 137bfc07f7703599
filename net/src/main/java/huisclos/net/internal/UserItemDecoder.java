package huisclos.net.internal;

import huisclos.net.Bytes;
import huisclos.net.PduException;
import huisclos.net.PduLimits;
import huisclos.net.UserItem;
import java.util.ArrayList;
import java.util.List;

/** Decodes the sub-items of the user information item (PS3.8 Annex D, PS3.7 Annex D.3.3). */
final class UserItemDecoder {
  /** PS3.7 Annex D.3.3.2.3 has 16; some peers send a few more. */
  private static final int MAX_VERSION_NAME_BYTES = 64;

  private UserItemDecoder() {}

  static void read(ByteCursor information, List<UserItem> into) throws PduException {
    while (information.remaining() > 0) {
      if (into.size() == PduLimits.MAX_USER_ITEMS) {
        throw information.invalid("too many user information items");
      }
      int type = information.u8();
      information.skip(1);
      into.add(item(type, information.part(information.u16())));
    }
  }

  private static UserItem item(int type, ByteCursor item) throws PduException {
    return switch (type) {
      case 0x51 -> new UserItem.MaximumLength(item.u32());
      case 0x52 -> new UserItem.ImplementationClassUid(item.uid(item.remaining()));
      case 0x53 -> new UserItem.AsyncOperationsWindow(item.u16(), item.u16());
      case 0x54 -> new UserItem.RoleSelection(sizedUid(item), item.u8() != 0, item.u8() != 0);
      case 0x55 ->
          new UserItem.ImplementationVersionName(
              item.text(item.remaining(), MAX_VERSION_NAME_BYTES));
      case 0x56 -> new UserItem.ExtendedNegotiation(sizedUid(item), item.bytes(item.remaining()));
      case 0x57 -> common(item);
      case 0x58 ->
          new UserItem.UserIdentity(item.u8(), item.u8() != 0, sizedBytes(item), sizedBytes(item));
      case 0x59 -> new UserItem.UserIdentityAnswer(sizedBytes(item));
      default -> new UserItem.Unknown(type, item.bytes(item.remaining()));
    };
  }

  private static UserItem common(ByteCursor item) throws PduException {
    String sopClass = sizedUid(item);
    String serviceClass = sizedUid(item);
    ByteCursor list = item.part(item.u16());
    List<String> related = new ArrayList<>();
    while (list.remaining() > 0) {
      if (related.size() == PduLimits.MAX_RELATED_CLASSES) {
        throw list.invalid("too many related general SOP classes");
      }
      related.add(sizedUid(list));
    }
    return new UserItem.CommonExtendedNegotiation(sopClass, serviceClass, related);
  }

  private static String sizedUid(ByteCursor item) throws PduException {
    return item.uid(item.u16());
  }

  private static Bytes sizedBytes(ByteCursor item) throws PduException {
    return item.bytes(item.u16());
  }
}

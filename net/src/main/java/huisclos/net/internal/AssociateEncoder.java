package huisclos.net.internal;

import huisclos.net.AnsweredContext;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRq;
import huisclos.net.Bytes;
import huisclos.net.ProposedContext;
import huisclos.net.UserItem;
import java.util.List;

/** Encodes A-ASSOCIATE-RQ and -AC after the PDU length (PS3.8 §9.3.2, §9.3.3). */
public final class AssociateEncoder {
  private AssociateEncoder() {}

  public static void request(AssociateRq rq, ByteSink sink) {
    start(rq.protocolVersion(), rq.titles(), rq.applicationContext(), sink);
    for (ProposedContext context : rq.contexts()) {
      int item = item(AssociateDecoder.PROPOSED_CONTEXT, sink);
      sink.u8(context.id()).u8(0).u16(0);
      uidItem(AssociateDecoder.ABSTRACT_SYNTAX, context.abstractSyntax(), sink);
      for (String syntax : context.transferSyntaxes()) {
        uidItem(AssociateDecoder.TRANSFER_SYNTAX, syntax, sink);
      }
      sink.end16(item);
    }
    userInformation(rq.userItems(), sink);
  }

  public static void acceptance(AssociateAc ac, ByteSink sink) {
    start(ac.protocolVersion(), ac.titles(), ac.applicationContext(), sink);
    for (AnsweredContext context : ac.contexts()) {
      int item = item(AssociateDecoder.ANSWERED_CONTEXT, sink);
      sink.u8(context.id()).u8(0).u8(context.result()).u8(0);
      uidItem(AssociateDecoder.TRANSFER_SYNTAX, context.transferSyntax(), sink);
      sink.end16(item);
    }
    userInformation(ac.userItems(), sink);
  }

  private static void start(int version, Bytes titles, String applicationContext, ByteSink sink) {
    sink.u16(version).u16(0).bytes(titles.toArray());
    uidItem(AssociateDecoder.APPLICATION_CONTEXT, applicationContext, sink);
  }

  private static void userInformation(List<UserItem> items, ByteSink sink) {
    int information = item(AssociateDecoder.USER_INFORMATION, sink);
    for (UserItem one : items) {
      int mark = item(one.itemType(), sink);
      value(one, sink);
      sink.end16(mark);
    }
    sink.end16(information);
  }

  private static void value(UserItem item, ByteSink sink) {
    switch (item) {
      case UserItem.MaximumLength it -> sink.u32(it.bytes());
      case UserItem.ImplementationClassUid it -> sink.ascii(it.uid());
      case UserItem.AsyncOperationsWindow it -> sink.u16(it.invoked()).u16(it.performed());
      case UserItem.RoleSelection it -> {
        sized(it.sopClass(), sink);
        sink.u8(it.scu() ? 1 : 0).u8(it.scp() ? 1 : 0);
      }
      case UserItem.ImplementationVersionName it -> sink.ascii(it.name());
      case UserItem.ExtendedNegotiation it -> {
        sized(it.sopClass(), sink);
        sink.bytes(it.information().toArray());
      }
      case UserItem.CommonExtendedNegotiation it -> {
        sized(it.sopClass(), sink);
        sized(it.serviceClass(), sink);
        int related = sink.begin16();
        it.relatedGeneralSopClasses().forEach(uid -> sized(uid, sink));
        sink.end16(related);
      }
      case UserItem.UserIdentity it -> {
        sink.u8(it.type()).u8(it.responseRequested() ? 1 : 0);
        sized(it.primary(), sink);
        sized(it.secondary(), sink);
      }
      case UserItem.UserIdentityAnswer it -> sized(it.response(), sink);
      case UserItem.Unknown it -> sink.bytes(it.value().toArray());
    }
  }

  private static int item(int type, ByteSink sink) {
    sink.u8(type).u8(0);
    return sink.begin16();
  }

  private static void uidItem(int type, String uid, ByteSink sink) {
    int mark = item(type, sink);
    sink.ascii(uid);
    sink.end16(mark);
  }

  private static void sized(String text, ByteSink sink) {
    int mark = sink.begin16();
    sink.ascii(text);
    sink.end16(mark);
  }

  private static void sized(Bytes bytes, ByteSink sink) {
    int mark = sink.begin16();
    sink.bytes(bytes.toArray());
    sink.end16(mark);
  }
}

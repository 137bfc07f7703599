package huisclos.net.internal;

import huisclos.net.AnsweredContext;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRq;
import huisclos.net.Bytes;
import huisclos.net.PduException;
import huisclos.net.PduLimits;
import huisclos.net.ProposedContext;
import huisclos.net.UserItem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Decodes the variable items of A-ASSOCIATE-RQ and -AC (PS3.8 §9.3.2, §9.3.3). */
public final class AssociateDecoder {
  static final int APPLICATION_CONTEXT = 0x10;
  static final int PROPOSED_CONTEXT = 0x20;
  static final int ANSWERED_CONTEXT = 0x21;
  static final int ABSTRACT_SYNTAX = 0x30;
  static final int TRANSFER_SYNTAX = 0x40;
  static final int USER_INFORMATION = 0x50;

  private final List<ProposedContext> proposed = new ArrayList<>();
  private final List<AnsweredContext> answered = new ArrayList<>();
  private final List<UserItem> userItems = new ArrayList<>();
  private final BitSet ids = new BitSet();
  private String applicationContext = "";

  private AssociateDecoder() {}

  /** Decodes the body of an A-ASSOCIATE-RQ. */
  public static AssociateRq request(ByteCursor body) throws PduException {
    int version = body.u16();
    body.skip(2);
    Bytes titles = body.bytes(AeTitle.FIELDS_BYTES);
    AssociateDecoder items = new AssociateDecoder();
    items.read(body);
    return new AssociateRq(
        version, titles, items.applicationContext, items.proposed, items.userItems);
  }

  /** Decodes the body of an A-ASSOCIATE-AC. */
  public static AssociateAc acceptance(ByteCursor body) throws PduException {
    int version = body.u16();
    body.skip(2);
    Bytes titles = body.bytes(AeTitle.FIELDS_BYTES);
    AssociateDecoder items = new AssociateDecoder();
    items.read(body);
    return new AssociateAc(
        version, titles, items.applicationContext, items.answered, items.userItems);
  }

  /** Items of an unknown type are passed over (PS3.8 §9.3.1). */
  private void read(ByteCursor body) throws PduException {
    while (body.remaining() > 0) {
      int type = body.u8();
      body.skip(1);
      ByteCursor item = body.part(body.u16());
      switch (type) {
        case APPLICATION_CONTEXT -> applicationContext = item.uid(item.remaining());
        case PROPOSED_CONTEXT -> proposed.add(proposed(item));
        case ANSWERED_CONTEXT -> answered.add(answered(item));
        case USER_INFORMATION -> UserItemDecoder.read(item, userItems);
        default -> {}
      }
    }
  }

  private int contextId(ByteCursor item) throws PduException {
    int id = item.u8();
    if ((id & 1) == 0) {
      throw item.invalid("presentation context id is even");
    }
    if (ids.get(id)) {
      throw item.invalid("presentation context id used twice");
    }
    ids.set(id);
    return id;
  }

  private ProposedContext proposed(ByteCursor item) throws PduException {
    int id = contextId(item);
    item.skip(3);
    String abstractSyntax = "";
    List<String> transferSyntaxes = new ArrayList<>(4);
    while (item.remaining() > 0) {
      int type = item.u8();
      item.skip(1);
      int length = item.u16();
      switch (type) {
        case ABSTRACT_SYNTAX -> abstractSyntax = item.uid(length);
        case TRANSFER_SYNTAX -> {
          if (transferSyntaxes.size() == PduLimits.MAX_TRANSFER_SYNTAXES) {
            throw item.invalid("too many transfer syntaxes in a presentation context");
          }
          transferSyntaxes.add(item.uid(length));
        }
        default -> item.skip(length);
      }
    }
    if (abstractSyntax.isEmpty()) {
      throw item.invalid("presentation context without an abstract syntax");
    }
    return new ProposedContext(id, abstractSyntax, transferSyntaxes);
  }

  private AnsweredContext answered(ByteCursor item) throws PduException {
    int id = contextId(item);
    item.skip(1);
    int result = item.u8();
    item.skip(1);
    String transferSyntax = "";
    while (item.remaining() > 0) {
      int type = item.u8();
      item.skip(1);
      int length = item.u16();
      if (type == TRANSFER_SYNTAX) {
        transferSyntax = item.uid(length);
      } else {
        item.skip(length);
      }
    }
    return new AnsweredContext(id, result, transferSyntax);
  }
}

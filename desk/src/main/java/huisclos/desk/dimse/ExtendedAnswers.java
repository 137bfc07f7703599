package huisclos.desk.dimse;

import huisclos.archive.Semantics;
import huisclos.net.Bytes;
import huisclos.net.UserItem.ExtendedNegotiation;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the archive can do beyond a service's baseline, and what of it a requestor asks for. Each
 * byte of the application information is one ability; an answer has no more bytes than were asked.
 */
final class ExtendedAnswers {
  /**
   * PS3.4 §C.5.1.1: relational queries, combined date-time matching, fuzzy semantic matching of
   * person names, timezone query adjustment; no enhanced multi-frame image conversion.
   */
  static final byte[] FIND = {1, 1, 1, 1, 0};

  /** PS3.4 §C.5.2.1, §C.5.3.1: relational retrieval; no enhanced multi-frame image conversion. */
  static final byte[] RETRIEVE = {1, 0};

  /**
   * PS3.4 §B.3.1: level of support 2 (all attributes, private ones included, are kept); level of
   * digital signature support 1 (what is kept is kept bit for bit, but a correction or another
   * transfer syntax on the way out may break a signature, and none is replaced); element coercion 1
   * (corrections by rule may apply on the way out). Every second byte is reserved.
   */
  static final byte[] STORAGE = {2, 0, 1, 0, 1, 0};

  private ExtendedAnswers() {}

  /** The answer to a proposal; empty where the service has nothing to negotiate. */
  static Optional<ExtendedNegotiation> answer(Service service, ExtendedNegotiation asked) {
    int length = asked.information().length();
    return switch (service) {
      case FIND -> answer(asked, both(asked.information().toArray(), FIND));
      case MOVE, GET -> answer(asked, both(asked.information().toArray(), RETRIEVE));
      // Not a choice: the acceptor says what it does.
      case STORAGE -> answer(asked, Arrays.copyOf(STORAGE, Math.min(length, STORAGE.length)));
      case VERIFICATION, COMMITMENT, WORKLIST, PERFORMED_STEP -> Optional.empty();
    };
  }

  private static Optional<ExtendedNegotiation> answer(ExtendedNegotiation asked, byte[] bytes) {
    return bytes.length == 0
        ? Optional.empty()
        : Optional.of(new ExtendedNegotiation(asked.sopClass(), Bytes.of(bytes)));
  }

  /** What is both asked for and known. */
  private static byte[] both(byte[] asked, byte[] known) {
    byte[] both = new byte[Math.min(asked.length, known.length)];
    for (int i = 0; i < both.length; i++) {
      both[i] = (byte) (asked[i] == 1 && known[i] == 1 ? 1 : 0);
    }
    return both;
  }

  /** What an answer to a proposal for a FIND model agrees on. */
  static Semantics semantics(ExtendedNegotiation answer) {
    byte[] bytes = Arrays.copyOf(answer.information().toArray(), FIND.length);
    return new Semantics(bytes[0] == 1, bytes[1] == 1, bytes[2] == 1, bytes[3] == 1);
  }
}

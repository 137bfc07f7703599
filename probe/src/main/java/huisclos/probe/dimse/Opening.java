package huisclos.probe.dimse;

import huisclos.net.Abort;
import huisclos.net.AssociateRj;
import huisclos.probe.wire.DialException;

/** How the request for an association was answered. */
sealed interface Opening {
  /** It stands. */
  record Stands(Talk talk) implements Opening {}

  /** A-ASSOCIATE-RJ. */
  record Rejected(AssociateRj why) implements Opening {
    /** Whether it is for want of room, not of a right (source 3). */
    boolean congested() {
      return why.source() == 3;
    }

    /** {@code result/source/reason}. */
    String numbers() {
      return why.result() + "/" + why.source() + "/" + why.reason();
    }
  }

  /** A-ABORT. */
  record Aborted(Abort why) implements Opening {}

  /** The connection was closed without a word. */
  record Closed() implements Opening {}

  /** Nothing, or not a whole answer, within the time. */
  record Silent(boolean began) implements Opening {}

  /**
   * Something that is no answer to it.
   *
   * @param tls whether it is a TLS record
   * @param words what it looks like
   */
  record Foreign(boolean tls, String words) implements Opening {}

  /** TLS didn't come about, or ended when our lack of a certificate was seen. */
  record NoTls(String words, boolean wantsCertificate, boolean spoken) implements Opening {}

  /** Not even a connection, on a further attempt. */
  record Unreached(DialException why) implements Opening {}
}

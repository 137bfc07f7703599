package huisclos.net;

/** How an association, or the attempt at one, ended. Nothing in it comes from a data set. */
public sealed interface Ending {
  /** In words, for a person. */
  String words();

  /** Both sides were through. */
  record Released() implements Ending {
    @Override
    public String words() {
      return "released";
    }
  }

  /** The request was answered by an A-ASSOCIATE-RJ. */
  record Rejected(AssociateRj answer) implements Ending {
    @Override
    public String words() {
      return "association " + answer.words();
    }
  }

  /** The peer sent an A-ABORT. */
  record AbortedByPeer(int source, int reason) implements Ending {
    @Override
    public String words() {
      if (source == Abort.SERVICE_USER) {
        return "aborted by the peer's application";
      }
      return "aborted by the peer's upper layer: "
          + switch (reason) {
            case Abort.UNRECOGNIZED_PDU -> "unrecognized PDU";
            case Abort.UNEXPECTED_PDU -> "unexpected PDU";
            case Abort.UNRECOGNIZED_PDU_PARAMETER -> "unrecognized PDU parameter";
            case Abort.UNEXPECTED_PDU_PARAMETER -> "unexpected PDU parameter";
            case Abort.INVALID_PDU_PARAMETER_VALUE -> "invalid PDU parameter value";
            default -> "no reason given";
          };
    }
  }

  /** Our side sent an A-ABORT. */
  record AbortedHere(Cause cause) implements Ending {
    @Override
    public String words() {
      return "aborted here: " + cause.words();
    }
  }

  /** The transport went away without a word. */
  record ConnectionLost() implements Ending {
    @Override
    public String words() {
      return "connection lost";
    }
  }

  /** A wait ran out. */
  record TimedOut(Wait during) implements Ending {
    @Override
    public String words() {
      return "timed out: " + during.words();
    }
  }

  /**
   * The TLS handshake failed.
   *
   * @param kind one of {@link HandshakeFailure}'s words
   */
  record TlsRefused(String kind) implements Ending {
    @Override
    public String words() {
      return "TLS handshake failed: " + kind;
    }
  }

  /** No connection came about. */
  record Unreachable(String kind) implements Ending {
    @Override
    public String words() {
      return "unreachable: " + kind;
    }
  }

  /** Why our side aborted. */
  enum Cause {
    PROTOCOL_VIOLATION("the peer broke the protocol"),
    LIMIT("the peer crossed a limit"),
    LOCAL_REQUEST("as asked for"),
    ACCESS_ENDED("the peer's access ended"),
    SHUTDOWN("this side is shutting down"),
    SOURCE_FAILED("what was to be sent could not be read");

    private final String words;

    Cause(String words) {
      this.words = words;
    }

    /** In words. */
    public String words() {
      return words;
    }
  }

  /** What was waited for. */
  enum Wait {
    CONNECT("connecting"),
    HANDSHAKE("the TLS handshake"),
    ASSOCIATE("the association request or its answer"),
    IDLE("the next PDU"),
    PDU("the rest of a PDU"),
    WRITE("the peer to take what we send");

    private final String words;

    Wait(String words) {
      this.words = words;
    }

    /** In words. */
    public String words() {
      return words;
    }
  }
}

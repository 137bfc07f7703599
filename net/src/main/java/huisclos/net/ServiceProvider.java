package huisclos.net;

import java.io.IOException;
import java.io.InputStream;

/**
 * What one association's operations are served by; an {@link Admission} makes it for that
 * association, whose thread alone calls it.
 *
 * <p>Before any of these is called: the command is well-formed, its SOP class is the abstract
 * syntax of an accepted presentation context in which the peer is SCU (of an event report: SCP).
 * Whether the SOP class fits the operation, and whether the peer may, is the provider's to decide.
 * What it throws is answered by a failure status, unless the association is gone. Services that a
 * provider doesn't have are answered 0x0211.
 */
public interface ServiceProvider {
  /** C-ECHO. */
  Reply echo(AcceptedContext context) throws IOException;

  /**
   * C-STORE.
   *
   * @param dataSet the data set as it comes in, in the context's transfer syntax; what is left
   *     unread is passed over. It ends with an exception where the association does
   */
  Reply store(StoreRequest request, InputStream dataSet) throws IOException;

  /** C-FIND; the matches go to {@code out}, the final status is returned. */
  Reply find(FindRequest request, FindReply out) throws IOException;

  /**
   * C-GET; the instances go to {@code out}. {@link Status#SUCCESS} returned becomes 0xB000 or
   * 0xA702 where some or all of them failed.
   */
  Reply get(GetRequest request, GetReply out) throws IOException;

  /**
   * C-MOVE; the sub-operations are counted at {@code out}. {@link Status#SUCCESS} returned becomes
   * 0xB000 or 0xA702 where some or all of them failed.
   */
  default Reply move(MoveRequest request, MoveReply out) throws IOException {
    return Reply.of(Status.UNRECOGNIZED_OPERATION);
  }

  /** N-ACTION. */
  default NormalizedReply nAction(NActionRequest request) throws IOException {
    return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
  }

  /** N-EVENT-REPORT of a peer that is SCP, by role selection, on an association it asked for. */
  default NormalizedReply nEventReport(NEventReportRequest request) throws IOException {
    return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
  }

  /** N-CREATE. */
  default NormalizedReply nCreate(NCreateRequest request) throws IOException {
    return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
  }

  /** N-SET. */
  default NormalizedReply nSet(NSetRequest request) throws IOException {
    return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
  }

  /** N-GET. */
  default NormalizedReply nGet(NGetRequest request) throws IOException {
    return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
  }

  /** N-DELETE. */
  default NormalizedReply nDelete(NDeleteRequest request) throws IOException {
    return NormalizedReply.of(Status.UNRECOGNIZED_OPERATION);
  }

  /** The association has ended; called once, whatever happened. */
  void closed(Ending ending);
}

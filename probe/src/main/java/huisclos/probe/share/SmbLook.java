package huisclos.probe.share;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Purpose;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks at SMB doors: the dialect, whether signing is required, whether nobody is given a session
 * and reaches the share that carries calls. Which shares nobody could read isn't asked, so that
 * {@code queryable} is never more than unclear.
 */
public final class SmbLook implements Look {
  static final Purpose CONNECT = Purpose.of(Rung.REACHABLE, "TCP connection, SMB");
  static final Purpose NEGOTIATE = Purpose.of(Rung.ASSOCIATES, "SMB2 NEGOTIATE, 4 dialects");
  static final Purpose SESSION =
      Purpose.of(Rung.QUERYABLE, "SMB2 SESSION_SETUP without a user or password");
  static final Purpose TREE = Purpose.of(Rung.QUERYABLE, "SMB2 TREE_CONNECT to IPC$");
  static final Purpose END = Purpose.of(Rung.QUERYABLE, "SMB2 TREE_DISCONNECT and LOGOFF");

  private static final int MORE_PROCESSING = 0xC0000016;
  private static final int SIGNING_REQUIRED = 2;
  private static final int GUEST = 1;
  private static final int LOWEST_DIALECT = 0x0202;
  private static final int HIGHEST_DIALECT = 0x0302;

  public SmbLook() {}

  @Override
  public Set<DoorKind> kinds() {
    return Set.of(DoorKind.SMB);
  }

  @Override
  public List<Purpose> purposes(DoorKind kind, Set<Rung> rungs, boolean namesMayCross) {
    return List.of(CONNECT, NEGOTIATE, SESSION, TREE, END).stream()
        .filter(purpose -> rungs.contains(purpose.rung()))
        .toList();
  }

  @Override
  public List<Finding> at(Visit visit) throws DialException {
    try (Line line = visit.dialer().dial(visit.door(), CONNECT)) {
      if (!visit.allows(Rung.ASSOCIATES)) {
        return List.of(unknown(visit, "the connection is accepted", Barrier.NONE));
      }
      return List.of(negotiated(visit, line).build());
    } catch (DialException e) {
      throw e;
    } catch (IOException e) {
      Barrier barrier =
          switch (e) {
            case SocketTimeoutException _ -> Barrier.SILENT;
            case SmbPacket.NotSmbException _ -> Barrier.NOT_THIS_PROTOCOL;
            default -> Barrier.CLOSED_AT_ONCE;
          };
      return List.of(unknown(visit, "the connection is accepted; SMB 2 isn't answered", barrier));
    }
  }

  private static Finding unknown(Visit visit, String words, Barrier barrier) {
    return Finding.at(visit.door(), Service.UNKNOWN, visit.now())
        .rung(Rung.REACHABLE, Evidence.yes(words))
        .barrier(barrier)
        .build();
  }

  private static FindingBuilder negotiated(Visit visit, Line line) throws IOException {
    byte[] guid = new byte[16];
    visit.random().nextBytes(guid);
    line.send(NEGOTIATE, SmbPacket.negotiate(guid));
    SmbPacket.Answer answer = SmbPacket.read(line.in());
    int dialect = answer.field(4);
    if (answer.command() != SmbPacket.NEGOTIATE) {
      throw new SmbPacket.NotSmbException();
    }
    FindingBuilder found =
        Finding.at(visit.door(), Service.SMB, visit.now())
            .rung(Rung.REACHABLE, Evidence.yes("SMB 2 answers"))
            .exposure(Exposure.none("which shares could be read isn't asked"));
    if (answer.status() != 0 || dialect < LOWEST_DIALECT || dialect > HIGHEST_DIALECT) {
      return found.rung(Rung.ASSOCIATES, Evidence.unclear("NEGOTIATE: status " + status(answer)));
    }
    boolean signs = (answer.field(2) & SIGNING_REQUIRED) != 0;
    found.note(
        "SMB dialect "
            + String.format(Locale.ROOT, "0x%04x", dialect)
            + (signs ? ", signing required" : ", signing not required"));
    if (visit.allows(Rung.QUERYABLE)) {
      try {
        session(line, found);
      } catch (IOException e) {
        FtpLook.rethrowStop(e);
        found.note("the conversation broke off");
      }
    }
    return found;
  }

  private static void session(Line line, FindingBuilder found) throws IOException {
    line.send(SESSION, SmbPacket.hello());
    SmbPacket.Answer challenge = SmbPacket.read(line.in());
    SmbPacket.Answer answer = challenge;
    if (challenge.status() == MORE_PROCESSING) {
      line.send(SESSION, SmbPacket.nobody(challenge.session()));
      answer = SmbPacket.read(line.in());
    }
    String words = "a session without a user: status " + status(answer);
    if (answer.status() != 0) {
      found.barrier(Barrier.LOGIN).rung(Rung.ASSOCIATES, Evidence.no(words));
      found.rung(Rung.QUERYABLE, Evidence.no(words));
      return;
    }
    boolean guest = (answer.field(2) & GUEST) != 0;
    found.rung(Rung.ASSOCIATES, Evidence.yes(words + (guest ? ", as a guest" : "")));
    line.send(TREE, SmbPacket.ipc(answer.session(), line.door().address()));
    SmbPacket.Answer tree = SmbPacket.read(line.in());
    found.rung(
        Rung.QUERYABLE,
        Evidence.unclear(
            "IPC$ without a user: status "
                + status(tree)
                + "; which shares can be read isn't asked"));
    int next = 4;
    if (tree.status() == 0) {
      line.send(END, SmbPacket.treeDisconnect(answer.session(), tree.tree()));
      SmbPacket.read(line.in());
      next++;
    }
    line.send(END, SmbPacket.logoff(next, answer.session()));
    SmbPacket.read(line.in());
  }

  private static String status(SmbPacket.Answer answer) {
    return String.format(Locale.ROOT, "0x%08x", answer.status());
  }
}

package huisclos.probe.share;

import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Software;
import huisclos.probe.look.Look;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.DialException;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Purpose;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at FTP doors: the greeting, whether a stranger is let in as {@code anonymous} (RFC 1635), a
 * listing of the root and one folder deep, of a few files the 132 bytes by which DICOM is told.
 */
public final class FtpLook implements Look {
  static final Purpose CONNECT = Purpose.of(Rung.REACHABLE, "TCP connection, FTP greeting awaited");
  static final Purpose QUIT = Purpose.of(Rung.REACHABLE, "FTP QUIT");
  static final Purpose LOGIN = Purpose.of(Rung.QUERYABLE, "FTP USER anonymous, PASS of ours");
  static final Purpose PASSIVE = Purpose.of(Rung.QUERYABLE, "FTP TYPE I, EPSV or PASV");
  static final Purpose DATA =
      Purpose.of(Rung.QUERYABLE, "TCP connection for FTP's data, to the same address");
  static final Purpose LIST = Purpose.of(Rung.QUERYABLE, "FTP LIST of the root");
  static final Purpose LIST_FOLDER =
      Purpose.of(Rung.COUNTABLE, "FTP LIST of at most 8 folders (names counted, not kept)");
  static final Purpose FILE_MARK =
      Purpose.of(Rung.RETRIEVABLE, "FTP RETR of at most 3 files, cut after 132 bytes");

  private static final Pattern PRODUCT =
      Pattern.compile(
          "(vsFTPd|ProFTPD|Pure-FTPd|FileZilla Server|pyftpdlib|Microsoft FTP Service|Serv-U)"
              + "(?:[ /(]{1,2}(?:version )?v?([0-9][0-9A-Za-z.]{0,11}))?");

  public FtpLook() {}

  @Override
  public Set<DoorKind> kinds() {
    return Set.of(DoorKind.FTP);
  }

  @Override
  public List<Purpose> purposes(DoorKind kind, Set<Rung> rungs, boolean namesMayCross) {
    return List.of(CONNECT, LOGIN, PASSIVE, DATA, LIST, LIST_FOLDER, FILE_MARK, QUIT).stream()
        .filter(purpose -> rungs.contains(purpose.rung()))
        .toList();
  }

  @Override
  public List<Finding> at(Visit visit) throws DialException {
    try (Line line = visit.dialer().dial(visit.door(), CONNECT)) {
      FtpControl control = new FtpControl(line);
      FtpControl.Reply greeting = control.reply();
      FindingBuilder found = greeted(visit, greeting);
      try {
        if (greeting.code() == 220 && visit.allows(Rung.QUERYABLE)) {
          logIn(visit, control, found);
        }
        control.command(QUIT, "QUIT");
      } catch (IOException e) {
        rethrowStop(e);
        found.note("the conversation broke off");
      }
      return List.of(found.build());
    } catch (DialException e) {
      throw e;
    } catch (IOException e) {
      return List.of(notFtp(visit, e));
    }
  }

  private static Finding notFtp(Visit visit, IOException e) {
    Barrier barrier =
        switch (e) {
          case SocketTimeoutException _ -> Barrier.SILENT;
          case FtpControl.NotFtpException _ -> Barrier.NOT_THIS_PROTOCOL;
          default -> Barrier.CLOSED_AT_ONCE;
        };
    return Finding.at(visit.door(), Service.UNKNOWN, visit.now())
        .rung(Rung.REACHABLE, Evidence.yes("the connection is accepted; no FTP greeting comes"))
        .barrier(barrier)
        .build();
  }

  static void rethrowStop(IOException e) throws DialException {
    if (e instanceof DialException stopped && stopped.kind() == DialException.Kind.STOPPED) {
      throw stopped;
    }
  }

  private static FindingBuilder greeted(Visit visit, FtpControl.Reply greeting) {
    FindingBuilder found =
        Finding.at(visit.door(), Service.FTP, visit.now())
            .rung(Rung.REACHABLE, Evidence.yes("FTP greeting " + greeting.code()))
            .exposure(Exposure.none("names of files aren't read, or it wasn't asked"));
    if (greeting.code() == 421) {
      found.barrier(Barrier.CONGESTION);
    }
    Matcher product = PRODUCT.matcher(greeting.text());
    if (product.find()) {
      String version = product.group(2) == null ? "" : product.group(2);
      found.software(
          new Software(
              product.group(1), version, Software.Grade.LIKELY, "its greeting says so", List.of()));
    }
    return found;
  }

  private static void logIn(Visit visit, FtpControl control, FindingBuilder found)
      throws IOException {
    FtpControl.Reply reply = control.command(LOGIN, "USER anonymous");
    if (reply.code() == 331) {
      reply = control.command(LOGIN, "PASS huisclos-probe@");
    }
    String words = "USER anonymous: " + reply.code();
    if (!reply.done()) {
      found.barrier(Barrier.LOGIN).rung(Rung.ASSOCIATES, Evidence.no(words));
      found.rung(Rung.QUERYABLE, Evidence.no(words));
      return;
    }
    found.rung(Rung.ASSOCIATES, Evidence.yes(words));
    found.rung(Rung.QUERYABLE, Evidence.unclear(words + ", and it was not listed"));
    new FtpFiles(visit, control, found).look();
  }

  /** What the names come to. */
  static Count counted(long number, boolean more) {
    String how = "names that look like DICOM";
    return more
        ? Count.atLeast(number, how + "; there are more folders")
        : Count.exact(number, how);
  }
}

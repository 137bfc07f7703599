package huisclos.app.probelab;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The scripted doors, each at a station of its own. */
final class Fakes implements AutoCloseable {
  static final int CONGESTED = 60;
  static final int ODD_REASON = 61;
  static final int SILENT = 62;
  static final int DRIPS = 63;
  static final int HUGE = 64;
  static final int GARBAGE = 65;
  static final int CLOSES = 66;
  static final int HTTP = 67;
  static final int SSH = 68;
  static final int TLS_ONLY = 69;
  static final int CAPPED = 70;
  static final int CAPPED_SILENTLY = 71;
  static final int NAMES_UNASKED = 72;
  static final int DICOMPOT = 73;
  static final int ANSWERS_ALL = 74;
  static final int ROUND = 75;
  static final int ONE_DAY = 76;
  static final int BUSY_AT_FIRST = 77;
  static final int REFUSES = 78;
  static final int HANGS = 79;
  static final int QIDO = 80;
  static final int FHIR = 81;
  static final int DCM4CHEE = 82;
  static final int BUCKET = 83;
  static final int SITE = 84;
  static final int SAME_PAGE = 85;
  static final int HL7 = 86;
  static final int LEADS_AWAY = 87;
  static final int BREAKS_OFF = 88;

  /** Not in the scope. */
  static final int ELSEWHERE = 99;

  static final int DAY = 150;

  static final int MANY = 340;
  static final int UNDATED = 7;
  static final int CAP = 100;
  static final int FEW = 24;

  private final List<AutoCloseable> all = new ArrayList<>();
  final int congested = door(CONGESTED, OddScripts.rejects(2, 3, 1));
  final int oddReason = door(ODD_REASON, OddScripts.rejects(1, 7, 42));
  final int silent = door(SILENT, OddScripts.silent());
  final int drips = door(DRIPS, OddScripts.drips());
  final int huge = door(HUGE, OddScripts.huge());
  final int garbage = door(GARBAGE, OddScripts.garbage());
  final int closes = door(CLOSES, OddScripts.closesAtOnce());
  final int http = door(HTTP, OddScripts.speaksHttp());
  final int ssh = door(SSH, OddScripts.speaksSsh());
  final int hl7 = door(HL7, OddScripts.silent());
  final int tlsOnly;
  final int capped =
      door(
          CAPPED,
          new FakeArchive(
              FakeArchive.Habits.capped(CAP, FakeArchive.Answering.CUTS_AND_SAYS_SO),
              FakeStudy.many(CAPPED, MANY, UNDATED)));
  final int cappedSilently =
      door(
          CAPPED_SILENTLY,
          new FakeArchive(
              FakeArchive.Habits.capped(CAP, FakeArchive.Answering.CUTS),
              FakeStudy.many(CAPPED_SILENTLY, MANY, UNDATED)));
  final int namesUnasked =
      door(
          NAMES_UNASKED,
          new FakeArchive(
              FakeArchive.Habits.capped(MANY, FakeArchive.Answering.CUTS).withNames(),
              FakeStudy.many(NAMES_UNASKED, MANY, 0)));
  final int dicompot =
      door(
          DICOMPOT,
          new FakeArchive(
              FakeArchive.Habits.bait("1.2.826.0.1.3680043.9.7133.1.1", "GODICOM_1_1"),
              FakeStudy.many(DICOMPOT, FEW, 0)));
  final int answersAll =
      door(
          ANSWERS_ALL,
          new FakeArchive(
              FakeArchive.Habits.bait("1.2.826.0.1.3680043.9.3811.2.0.2", "PYNETDICOM_202"),
              FakeStudy.many(ANSWERS_ALL, FEW, 0)));
  final int round = archive(ROUND, MANY, FakeArchive.Answering.CUTS, FakeStudy.many(ROUND, CAP, 0));
  final int oneDay =
      archive(ONE_DAY, CAP, FakeArchive.Answering.CUTS, FakeStudy.onOneDay(ONE_DAY, DAY));
  final int busyAtFirst =
      door(
          BUSY_AT_FIRST,
          OddScripts.busyAtFirst(
              1,
              new FakeArchive(
                  FakeArchive.Habits.capped(MANY, FakeArchive.Answering.CUTS),
                  FakeStudy.many(BUSY_AT_FIRST, FEW, 0))));
  final int refuses =
      archive(REFUSES, MANY, FakeArchive.Answering.REFUSES, FakeStudy.many(REFUSES, FEW, 0));
  final int hangs =
      archive(HANGS, MANY, FakeArchive.Answering.HANGS, FakeStudy.many(HANGS, FEW, 0));
  final int breaksOff =
      archive(
          BREAKS_OFF, CAP, FakeArchive.Answering.BREAKS_OFF, FakeStudy.many(BREAKS_OFF, MANY, 0));
  final AtomicInteger trips = new AtomicInteger();
  final int leadsAway =
      web(
          FakeWeb.leadsAway(
              LEADS_AWAY,
              "http://127.66.0." + ELSEWHERE + ":" + door(ELSEWHERE, OddScripts.tripwire(trips))));
  final int qido = web(FakeWeb.ignoresLimits(QIDO, FakeStudy.many(QIDO, MANY, 0)));
  final int fhir = web(FakeWeb.fhir(FHIR, 31, 57));
  final int dcm4chee = web(FakeWeb.dcm4chee(DCM4CHEE, 12, 34, 567));
  final int bucket = web(FakeWeb.bucket(BUCKET, 45));
  final int site = web(FakeWeb.plainSite(SITE));
  final int samePage = web(FakeWeb.samePageEverywhere(SAME_PAGE));

  Fakes(ServerSocket secure) throws IOException {
    FakeDoor door =
        FakeDoor.open(
            secure,
            TLS_ONLY,
            new FakeArchive(
                FakeArchive.Habits.capped(MANY, FakeArchive.Answering.CUTS), List.of()));
    all.add(door);
    tlsOnly = door.port();
  }

  private int door(int station, FakeDoor.Script script) throws IOException {
    FakeDoor door = FakeDoor.open(station, script);
    all.add(door);
    return door.port();
  }

  private int archive(
      int station, int most, FakeArchive.Answering answering, List<FakeStudy> studies)
      throws IOException {
    return door(station, new FakeArchive(FakeArchive.Habits.capped(most, answering), studies));
  }

  private int web(FakeWeb web) {
    all.add(web);
    return web.port();
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable door : all) {
      try {
        door.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("a fake did not close", e);
      }
    }
  }
}

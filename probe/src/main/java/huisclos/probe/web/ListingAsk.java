package huisclos.probe.web;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.Count;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.share.DicomMark;
import huisclos.probe.wire.DialException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Looks into an open listing or bucket: counts names that look like DICOM, one folder deep, and
 * reads of a few files the 132 bytes by which DICOM is told.
 */
final class ListingAsk {
  private final Scene scene;
  private final List<Names> pages = new ArrayList<>();
  private boolean more;

  ListingAsk(Scene scene) {
    this.scene = scene;
  }

  /** Looks; a listing that holds no DICOM is none. */
  Optional<FindingBuilder> look() throws DialException {
    Names top = scene.front().names();
    if (top.kind() == Names.Kind.NONE || !scene.allows(Rung.QUERYABLE)) {
      return Optional.empty();
    }
    pages.add(top);
    try {
      more = top.more() || top.tally().foldersSeen() > 0;
      if (scene.allows(Rung.COUNTABLE) && top.kind() == Names.Kind.FOLDER) {
        more = top.more() || top.tally().foldersSeen() > top.tally().folders().size();
        for (byte[] folder : top.tally().folders()) {
          folder(top.path(folder));
        }
      }
      return finding(top.kind());
    } finally {
      pages.forEach(page -> page.tally().wipe());
    }
  }

  private void folder(byte[] path) throws DialException {
    HttpAnswer answer = scene.door().ask(Asks.FOLDER, HttpAsk.get(path));
    if (!answer.is(200)) {
      more = true;
      return;
    }
    Names names =
        Names.count(Names.Kind.FOLDER, path, new byte[0], answer.body(FrontPage.MAX_LISTING));
    more |= names.more() || !answer.whole() || names.tally().foldersSeen() > 0;
    pages.add(names);
  }

  private Optional<FindingBuilder> finding(Names.Kind kind) throws DialException {
    long named = pages.stream().mapToLong(page -> page.tally().dicomNamed()).sum();
    long bare = pages.stream().mapToLong(page -> page.tally().extensionless()).sum();
    if (named + bare == 0) {
      return Optional.empty();
    }
    Marks marks = scene.allows(Rung.RETRIEVABLE) ? marks() : new Marks(0, 0, 0);
    boolean others = marks.given > 0 && marks.dicom == 0;
    if ((named == 0 && marks.dicom == 0) || (others && marks.given == named + bare)) {
      return Optional.empty();
    }
    FindingBuilder found =
        scene
            .finding(kind == Names.Kind.BUCKET ? Service.BUCKET : Service.LISTING)
            .barrier(Barrier.NONE)
            .rung(
                Rung.QUERYABLE,
                others
                    ? Evidence.unclear("names look like DICOM, and the files tried are not")
                    : Evidence.yes("it lists names of DICOM files to anyone"));
    if (marks.tried > 0) {
      found.rung(Rung.RETRIEVABLE, marks.evidence());
    }
    if (scene.allows(Rung.COUNTABLE) && others) {
      found.rung(Rung.COUNTABLE, Evidence.unclear("what the names belong to isn't DICOM so far"));
    } else if (scene.allows(Rung.COUNTABLE)) {
      long counted = marks.dicom > 0 ? named + bare : named;
      String how =
          marks.dicom > 0 && bare > 0
              ? "names that end like DICOM or have no ending"
              : "names that end like DICOM";
      found.rung(Rung.COUNTABLE, Evidence.yes(how + " were counted, and not kept"));
      found.exposure(
          new Exposure(
              Count.not("names of files aren't read"),
              Count.not("names of files aren't read"),
              more
                  ? Count.atLeast(counted, how + "; there are more folders or pages")
                  : Count.exact(counted, how),
              Optional.empty(),
              Optional.empty()));
    }
    return Optional.of(found);
  }

  /** How many files were tried, of those how many were given, and how many are DICOM. */
  private record Marks(int tried, int given, int dicom) {
    Evidence evidence() {
      String words = "first 132 bytes of " + tried + " files: " + given + " given, ";
      if (dicom > 0) {
        return Evidence.yes(words + dicom + " are DICOM");
      }
      return given > 0
          ? new Evidence(Answer.UNCLEAR, words + "none is DICOM")
          : Evidence.no(words + "none");
    }
  }

  private Marks marks() throws DialException {
    int tried = 0;
    int given = 0;
    int dicom = 0;
    for (Names page : pages) {
      for (byte[] name : page.tally().candidates()) {
        if (tried == huisclos.probe.share.NameTally.MAX_FILES) {
          return new Marks(tried, given, dicom);
        }
        byte[] path = page.path(name);
        HttpAnswer answer =
            scene
                .door()
                .ask(
                    Asks.FILE_MARK,
                    HttpAsk.get(path).with("Range: bytes=0-" + (DicomMark.LENGTH - 1)));
        Arrays.fill(path, (byte) 0);
        tried++;
        if (answer.is(206) || answer.is(200)) {
          given++;
          dicom += isDicom(answer) ? 1 : 0;
        }
        if (!answer.whole()) {
          // It sends the whole file: not one byte more of it is read.
          scene.door().drop();
        }
      }
    }
    return new Marks(tried, given, dicom);
  }

  private static boolean isDicom(HttpAnswer answer) {
    try {
      return DicomMark.begins(answer.body(DicomMark.LENGTH));
    } catch (IOException e) {
      return false;
    }
  }
}

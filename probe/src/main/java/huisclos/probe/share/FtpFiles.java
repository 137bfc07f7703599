package huisclos.probe.share;

import huisclos.probe.finding.Count;
import huisclos.probe.finding.Evidence;
import huisclos.probe.finding.Exposure;
import huisclos.probe.finding.FindingBuilder;
import huisclos.probe.finding.Rung;
import huisclos.probe.look.Visit;
import huisclos.probe.wire.Line;
import huisclos.probe.wire.Purpose;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What lies behind an anonymous FTP login: counts names, and tells DICOM by its mark. */
final class FtpFiles {
  private static final int MAX_NAME = 512;

  private final Visit visit;
  private final FtpControl control;
  private final FindingBuilder found;
  private boolean more;

  FtpFiles(Visit visit, FtpControl control, FindingBuilder found) {
    this.visit = visit;
    this.control = control;
    this.found = found;
  }

  void look() throws IOException {
    List<NameTally> tallies = new ArrayList<>();
    List<byte[]> paths = new ArrayList<>();
    try {
      control.command(FtpLook.PASSIVE, "TYPE I");
      NameTally root = list(FtpLook.LIST, new byte[0]);
      tallies.add(root);
      paths.add(new byte[0]);
      more |= root.foldersSeen() > (visit.allows(Rung.COUNTABLE) ? root.folders().size() : 0);
      if (visit.allows(Rung.COUNTABLE)) {
        for (byte[] folder : root.folders()) {
          NameTally below = list(FtpLook.LIST_FOLDER, folder);
          more |= below.foldersSeen() > 0;
          tallies.add(below);
          paths.add(folder);
        }
      }
      tell(tallies, paths);
    } catch (FtpControl.NoDataException e) {
      found.note(String.valueOf(e.getMessage()));
    } finally {
      tallies.forEach(NameTally::wipe);
    }
  }

  private NameTally list(Purpose purpose, byte[] folder) throws IOException {
    NameTally tally = new NameTally(FtpFiles::askable);
    try (Line data = data()) {
      FtpControl.Reply begun =
          folder.length == 0
              ? control.command(purpose, "LIST")
              : control.command(purpose, "LIST ", folder);
      if (!begun.begun()) {
        more = true;
        return tally;
      }
      more |= !FtpListing.count(data.in(), tally);
    }
    control.reply();
    return tally;
  }

  private Line data() throws IOException {
    return control.data(visit.dialer()::dialBeside, FtpLook.PASSIVE, FtpLook.DATA);
  }

  private void tell(List<NameTally> tallies, List<byte[]> paths) throws IOException {
    long named = tallies.stream().mapToLong(NameTally::dicomNamed).sum();
    long bare = tallies.stream().mapToLong(NameTally::extensionless).sum();
    int tried = 0;
    int dicom = 0;
    if (visit.allows(Rung.RETRIEVABLE)) {
      for (int i = 0; i < tallies.size(); i++) {
        for (byte[] name : tallies.get(i).candidates()) {
          if (tried < NameTally.MAX_FILES) {
            tried++;
            dicom += isDicom(paths.get(i), name) ? 1 : 0;
          }
        }
      }
    }
    if (tried > 0) {
      String words = "first 132 bytes of " + tried + " files: " + dicom + " are DICOM";
      found.rung(Rung.RETRIEVABLE, dicom > 0 ? Evidence.yes(words) : Evidence.unclear(words));
    }
    if (dicom == 0 && (named == 0 || tried > 0)) {
      found.rung(Rung.QUERYABLE, Evidence.unclear("anonymous is let in; nothing is told as DICOM"));
      return;
    }
    found.rung(Rung.QUERYABLE, Evidence.yes("it lists names of DICOM files to anyone"));
    if (visit.allows(Rung.COUNTABLE)) {
      Count files = FtpLook.counted(dicom > 0 ? named + bare : named, more);
      Count not = Count.not("names of files aren't read");
      found.rung(Rung.COUNTABLE, Evidence.yes("names were counted, and not kept"));
      found.exposure(new Exposure(not, not, files, Optional.empty(), Optional.empty()));
    }
  }

  private boolean isDicom(byte[] folder, byte[] name) throws IOException {
    byte[] path = name.clone();
    if (folder.length > 0) {
      path = Arrays.copyOf(folder, folder.length + 1 + name.length);
      path[folder.length] = '/';
      System.arraycopy(name, 0, path, folder.length + 1, name.length);
    }
    boolean dicom;
    try (Line data = data()) {
      if (!control.command(FtpLook.FILE_MARK, "RETR ", path).begun()) {
        return false;
      }
      dicom = DicomMark.begins(data.in());
    } finally {
      Arrays.fill(path, (byte) 0);
    }
    // It says that the transfer was cut, or that it is done: either ends it.
    control.reply();
    return dicom;
  }

  private static boolean askable(byte[] name) {
    if (name.length == 0 || name.length > MAX_NAME || name[0] == '-' || name[0] == '/') {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      boolean control = name[i] >= 0 && (name[i] < ' ' || name[i] == 0x7F);
      boolean glob = "*?[]{}".indexOf(name[i]) >= 0;
      if (control || glob || (name[i] == '.' && i + 1 < name.length && name[i + 1] == '.')) {
        return false;
      }
    }
    return true;
  }
}

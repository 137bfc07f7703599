package huisclos.probe.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one run. */
record RunFiles(Path folder, String id, Sealed sealed) {
  /** A checkpoint as it lies in its file: with what the log held by then. */
  record Mark(Progress progress, long findings, long bytes) {
    static Mark none() {
      return new Mark(Progress.none(), 0, 0);
    }
  }

  /** A tail as it lies in its file: with what the log holds. */
  record End(RunTail tail, long findings, long bytes) {}

  Path log() {
    return folder.resolve("findings.log");
  }

  Path lock() {
    return folder.resolve("lock");
  }

  private Path head() {
    return folder.resolve("head.sealed");
  }

  private Path end() {
    return folder.resolve("tail.sealed");
  }

  private String place(String what) {
    return "run " + id + " " + what;
  }

  RunHead readHead() throws IOException {
    RunHead head =
        sealed
            .read(head(), place("head"), RunHead.class)
            .orElseThrow(() ->
                new ResultsException(
                    "there is no run " + id, "list the runs with `huisclos probe runs`"));
    if (!head.id().equals(id)) {
      throw new ResultsException("a run's name is not its own: " + id, "restore the folder");
    }
    return head;
  }

  boolean hasHead() {
    return Files.exists(head());
  }

  ScopeNote readScope() throws IOException {
    return sealed
        .read(folder.resolve("scope.sealed"), place("scope"), ScopeNote.class)
        .orElseGet(ScopeNote::none);
  }

  Optional<End> readEnd() throws IOException {
    return sealed.read(end(), place("tail"), End.class);
  }

  Mark readMark() throws IOException {
    return sealed
        .read(folder.resolve("progress.sealed"), place("progress"), Mark.class)
        .orElseGet(Mark::none);
  }

  void writeHead(RunHead value) throws IOException {
    sealed.write(head(), value, place("head"));
  }

  void writeScope(ScopeNote value) throws IOException {
    sealed.write(folder.resolve("scope.sealed"), value, place("scope"));
  }

  void writeMark(Mark value) throws IOException {
    sealed.write(folder.resolve("progress.sealed"), value, place("progress"));
  }

  void writeEnd(End value) throws IOException {
    sealed.write(end(), value, place("tail"));
  }

  void removeEnd() throws IOException {
    Files.deleteIfExists(end());
  }
}

package huisclos.app.movein;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Goes through files, folders, DICOMDIRs and ZIPs. Of one thread. */
final class Sources {
  /** Deepest folder visited. */
  private static final int MAX_DEPTH = 64;

  /** Where what is found goes. */
  interface Sink {
    /** A file to look into. */
    void candidate(Candidate candidate) throws IOException;

    /** Waits until all that was handed on is done with: what it lies in is about to be closed. */
    void settled();

    /** One that can't be looked into; counted as refused. */
    void refused(String name, String reason);
  }

  private final Sink sink;

  Sources(Sink sink) {
    this.sink = sink;
  }

  /** Goes through one; a folder is gone through to its leaves, its symbolic links not followed. */
  void visit(Path source) throws IOException {
    if (Files.isDirectory(source)) {
      walk(source);
    } else if (Files.isRegularFile(source)) {
      if (DicomDirectory.isOne(source)) {
        file(source, Files.readAttributes(source, BasicFileAttributes.class));
        DicomDirectory.visit(source, sink, this::file);
      } else {
        fileOrZip(source, Files.readAttributes(source, BasicFileAttributes.class));
      }
    } else {
      sink.refused(source.toString(), "there is no such file, or it can't be reached");
    }
  }

  private void walk(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        java.util.Set.of(),
        MAX_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isSymbolicLink()) {
              sink.refused(file.toString(), "a symbolic link: import what it leads to by itself");
            } else if (attributes.isDirectory()) {
              sink.refused(file.toString(), "folders are nested too deep");
            } else if (attributes.isRegularFile()) {
              fileOrZip(file, attributes);
            } else {
              sink.refused(file.toString(), "no regular file");
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            sink.refused(file.toString(), "can't be read");
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void fileOrZip(Path file, BasicFileAttributes attributes) throws IOException {
    if (ZipSource.isOne(file)) {
      ZipSource.visit(file, stamp(file, attributes), sink);
      return;
    }
    file(file, attributes);
    if (String.valueOf(file.getFileName()).equalsIgnoreCase("DICOMDIR")
        && DicomDirectory.isOne(file)) {
      // The walk comes to its files by itself; what it names and isn't there would go unnoticed.
      DicomDirectory.visit(file, sink, (_, _) -> {});
    }
  }

  private void file(Path file, BasicFileAttributes attributes) throws IOException {
    sink.candidate(
        new Candidate(
            file.toString(),
            stamp(file, attributes),
            () ->
                new BufferedInputStream(
                    Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), 1 << 17)));
  }

  private static String stamp(Path file, BasicFileAttributes attributes) {
    return file.toAbsolutePath()
        + "\n"
        + attributes.size()
        + "\n"
        + attributes.lastModifiedTime().toMillis();
  }
}

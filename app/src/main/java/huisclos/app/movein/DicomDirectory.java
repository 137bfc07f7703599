package huisclos.app.movein;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.Part10;
import huisclos.dicom.Part10File;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.Uids;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a DICOMDIR (PS3.3 §F.2): each directory record that references a file names it by up to
 * eight components under the DICOMDIR's own folder (PS3.10 §8.2). None leads out of it.
 */
final class DicomDirectory {
  /** PS3.10 §8.2.1. */
  private static final int MAX_COMPONENTS = 8;

  /** A component is 8 characters (PS3.10 §8.2.1); what wrote longer ones is still read. */
  private static final int MAX_COMPONENT = 64;

  /** The longest DICOMDIR taken; a record is about half a kilobyte. */
  private static final long MAX_BYTES = 512L << 20;

  /** What takes a file that it names. */
  interface Target {
    void file(Path file, BasicFileAttributes attributes) throws IOException;
  }

  private DicomDirectory() {}

  /** Whether the file is a DICOMDIR, by its file meta information. */
  static boolean isOne(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return isOne(Part10.open(in));
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isOne(Part10File file) {
    return file.fileMeta()
        .string(Tag.MEDIA_STORAGE_SOP_CLASS_UID, "")
        .equals(Uids.MEDIA_STORAGE_DIRECTORY_STORAGE);
  }

  /** Hands on every file that it names and that is there; the others are refused. */
  static void visit(Path directory, Sources.Sink sink, Target target) throws IOException {
    Path folder = directory.toAbsolutePath().getParent();
    if (folder == null || Files.size(directory) > MAX_BYTES) {
      sink.refused(directory.toString(), "the DICOMDIR is too long");
      return;
    }
    Set<List<String>> references;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(directory))) {
      references = references(in);
    } catch (IOException e) {
      sink.refused(directory.toString(), "the DICOMDIR is malformed");
      return;
    }
    for (List<String> reference : references) {
      String name = folder + "/" + String.join("/", reference);
      Optional<Path> file = resolve(folder, reference);
      if (file.isPresent()) {
        target.file(
            file.get(),
            Files.readAttributes(file.get(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
      } else {
        sink.refused(name, "named by the DICOMDIR, but no file of this medium");
      }
    }
  }

  private static Set<List<String>> references(InputStream in) throws IOException {
    DataSet set = DataSetDecoder.read(Part10.open(in).reader(), ReadOptions.whole());
    Set<List<String>> found = new LinkedHashSet<>();
    // An inactive record (0004,1410 = 0) stands for a file that was taken away (PS3.3 §F.3.2.2).
    for (DataSet record : set.items(Tag.DIRECTORY_RECORD_SEQUENCE)) {
      List<String> id = record.strings(Tag.REFERENCED_FILE_ID);
      boolean inUse = record.integer(Tag.RECORD_IN_USE_FLAG).orElse(0xFFFF) != 0;
      if (inUse && !id.isEmpty() && !String.join("", id).isEmpty()) {
        found.add(id);
      }
    }
    return found;
  }

  /** The file of this id, if it is a regular one within the folder; letter case may differ. */
  private static Optional<Path> resolve(Path folder, List<String> id) throws IOException {
    if (id.size() > MAX_COMPONENTS) {
      return Optional.empty();
    }
    Path at = folder;
    for (String component : id) {
      if (component.isEmpty()
          || component.length() > MAX_COMPONENT
          || component.startsWith(".")
          || component.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')) {
        return Optional.empty();
      }
      Optional<Path> next = child(at, component);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)
            && at.toRealPath().startsWith(folder.toRealPath())
        ? Optional.of(at)
        : Optional.empty();
  }

  /** On a medium that was mounted elsewhere, names may have become lower case. */
  private static Optional<Path> child(Path folder, String name) throws IOException {
    Path exact = folder.resolve(name);
    if (Files.exists(exact, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(exact);
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(c -> String.valueOf(c.getFileName()).equalsIgnoreCase(name))
          .findFirst();
    }
  }
}

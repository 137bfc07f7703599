package huisclos.probe.share;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Counts file names as they go by, and how many look like DICOM. A file's name may be a patient's:
 * none is kept but, as bytes and until {@link #wipe}, the few that are going to be asked for. Not
 * thread-safe.
 */
public final class NameTally {
  /** Files asked for their first 132 bytes, at most. */
  public static final int MAX_FILES = 3;

  /** Folders looked into, at most. */
  public static final int MAX_FOLDERS = 8;

  private static final List<byte[]> ENDINGS = endings(".dcm", ".dicom", ".dcm30", ".ima");
  private static final byte[] DICOMDIR = ascii("dicomdir");

  private final Predicate<byte[]> askable;
  private final List<byte[]> named = new ArrayList<>();
  private final List<byte[]> bare = new ArrayList<>();
  private final List<byte[]> folders = new ArrayList<>();
  private long files;
  private long dicomNamed;
  private long extensionless;
  private long foldersSeen;

  /** Counts; keeps only names that can be asked for. */
  public NameTally(Predicate<byte[]> askable) {
    this.askable = askable;
  }

  /** A file's name; copied where it is kept. */
  public void file(byte[] buffer, int from, int to) {
    int name = from;
    for (int i = from; i < to; i++) {
      name = buffer[i] == '/' ? i + 1 : name;
    }
    if (name == to) {
      return;
    }
    files++;
    if (looksDicom(buffer, name, to)) {
      dicomNamed++;
      keep(named, MAX_FILES, buffer, from, to);
    } else if (!hasDot(buffer, name, to)) {
      extensionless++;
      keep(bare, MAX_FILES, buffer, from, to);
    }
  }

  /** A folder's name. */
  public void folder(byte[] buffer, int from, int to) {
    foldersSeen++;
    keep(folders, MAX_FOLDERS, buffer, from, to);
  }

  private void keep(List<byte[]> list, int most, byte[] buffer, int from, int to) {
    if (list.size() < most) {
      byte[] copy = Arrays.copyOfRange(buffer, from, to);
      if (askable.test(copy)) {
        list.add(copy);
      } else {
        Arrays.fill(copy, (byte) 0);
      }
    }
  }

  private static boolean looksDicom(byte[] buffer, int from, int to) {
    if (to - from == DICOMDIR.length && endsWith(buffer, from, to, DICOMDIR)) {
      return true;
    }
    return ENDINGS.stream().anyMatch(ending -> endsWith(buffer, from, to, ending));
  }

  private static boolean endsWith(byte[] buffer, int from, int to, byte[] ending) {
    if (to - from < ending.length) {
      return false;
    }
    for (int i = 0; i < ending.length; i++) {
      byte b = buffer[to - ending.length + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != ending[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasDot(byte[] buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '.') {
        return true;
      }
    }
    return false;
  }

  /** Files seen. */
  public long files() {
    return files;
  }

  /** Those of them that are named like DICOM. */
  public long dicomNamed() {
    return dicomNamed;
  }

  /** Those without an extension, as modalities write them. */
  public long extensionless() {
    return extensionless;
  }

  /** Folders seen. */
  public long foldersSeen() {
    return foldersSeen;
  }

  /** At most {@value #MAX_FILES} that are worth a look at their first bytes. */
  public List<byte[]> candidates() {
    List<byte[]> some = new ArrayList<>(named);
    some.addAll(bare);
    return some.subList(0, Math.min(MAX_FILES, some.size()));
  }

  /** At most {@value #MAX_FOLDERS} to look into. */
  public List<byte[]> folders() {
    return List.copyOf(folders);
  }

  /** Forgets every name. */
  public void wipe() {
    named.forEach(name -> Arrays.fill(name, (byte) 0));
    bare.forEach(name -> Arrays.fill(name, (byte) 0));
    folders.forEach(name -> Arrays.fill(name, (byte) 0));
    named.clear();
    bare.clear();
    folders.clear();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static List<byte[]> endings(String... texts) {
    return Arrays.stream(texts).map(NameTally::ascii).toList();
  }
}

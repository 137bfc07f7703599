package huisclos.gate;

import huisclos.gate.internal.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The files of a device's identity in a folder, 0600, never overwritten unasked. */
public final class IdentityFiles {
  /** The authority's certificate, one for all identities of a folder. */
  public static final String AUTHORITY = "ca.pem";

  private static final String PLAIN = "_-. ";

  private IdentityFiles() {}

  /**
   * A title as the beginning of a file name: as it is, where it has letters, digits and {@code _-.
   * } only; anything else, and a dot at the start, as {@code %} and two hex digits.
   */
  public static String stem(String aet) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < aet.length(); i++) {
      char c = aet.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (letter || (PLAIN.indexOf(c) >= 0 && !(c == '.' && i == 0))) {
        out.append(c);
      } else {
        out.append('%').append(String.format("%02X", (int) c));
      }
    }
    return out.toString();
  }

  /** The title that a file name begins with; empty when that isn't one. */
  static Optional<String> title(String stem) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < stem.length(); i++) {
      char c = stem.charAt(i);
      if (c == '%'
          && i + 2 < stem.length()
          && Character.digit(stem.charAt(i + 1), 16) >= 0
          && Character.digit(stem.charAt(i + 2), 16) >= 0) {
        out.append((char) Integer.parseInt(stem.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.append(c);
      }
    }
    return AeTitle.of(out.toString());
  }

  /**
   * Whether an identity of this title could be written: to be asked before it is issued, since a
   * key is handed over only once.
   *
   * @throws FileAlreadyExistsException naming the file that stands in the way
   */
  public static void check(Path folder, String aet, boolean replace) throws IOException {
    PrivateFiles.folder(folder);
    if (!Files.isWritable(folder)) {
      throw new IOException("the folder for the identity can't be written to");
    }
    if (replace) {
      return;
    }
    for (String end : new String[] {".key.pem", ".cert.pem", ".p12", ".p12.password"}) {
      Path file = folder.resolve(stem(aet) + end);
      if (PrivateFiles.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
    }
  }

  /**
   * Writes an identity's files; a {@code ca.pem} that is there already must be the same.
   *
   * @throws FileAlreadyExistsException when one exists and {@code replace} is false
   */
  public static void write(Path folder, Map<String, byte[]> files, boolean replace)
      throws IOException {
    PrivateFiles.folder(folder);
    Path authority = folder.resolve(AUTHORITY);
    byte[] ca = files.getOrDefault(AUTHORITY, new byte[0]);
    boolean same =
        PrivateFiles.exists(authority) && Arrays.equals(PrivateFiles.read(authority), ca);
    if (PrivateFiles.exists(authority) && !same && !replace) {
      throw new FileAlreadyExistsException(
          authority.toString(), null, "the certificate of another archive is there");
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!(file.getKey().equals(AUTHORITY) && same)) {
        PrivateFiles.write(folder.resolve(plainName(file.getKey())), file.getValue(), replace);
      }
    }
  }

  /** Names may have come over a socket: none may lead out of the folder. */
  private static String plainName(String name) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean plain = bytes.length > 0 && bytes.length <= 255 && bytes[0] != '.';
    if (!plain || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf(0) >= 0) {
      throw new IOException("not a plain file name");
    }
    return name;
  }
}

package huisclos.app.home;

import huisclos.app.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Changes {@code [keys] site_key} in a home's settings and nothing else: every other line stays as
 * somebody wrote it. The file is replaced whole, durably.
 */
public final class SettingsEditor {
  private static final String TABLE = "[keys]";

  private SettingsEditor() {}

  /**
   * Sets it; empty text takes it out.
   *
   * @throws UserError if the file can't be written, with the line to write by hand
   */
  public static void siteKey(Home home, String source) throws IOException {
    Path file = home.settings();
    String before = Files.exists(file) ? Files.readString(file) : "";
    String after = edited(before, source);
    if (!Settings.parse(after, file).siteKey().equals(source)) {
      throw UserError.refused(
          file + " is written in a way that can't be changed here",
          "take the setting keys.site_key out of it by hand, then repeat");
    }
    Path temp = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temp);
    try (FileChannel out =
        FileChannel.open(
            temp,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      var bytes = java.nio.ByteBuffer.wrap(after.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(home.root(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static String edited(String text, String source) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    boolean inTable = false;
    int table = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("[")) {
        inTable = line.replaceAll("\\s*#.*", "").replace(" ", "").equals(TABLE);
        table = inTable ? i : table;
      } else if ((inTable && line.matches("site_key\\s*=.*"))
          || line.matches("keys\\.site_key\\s*=.*")) {
        lines.remove(i--);
      }
    }
    if (!source.isEmpty()) {
      String setting = "site_key = \"" + source.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
      if (table >= 0) {
        lines.add(table + 1, setting);
      } else {
        lines.add("");
        lines.add(TABLE);
        lines.add(setting);
      }
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}

package huisclos.app.probelab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks for byte strings in files of any size. */
final class Search {
  private static final int CHUNK = 1 << 20;
  private static final int AROUND = 64;

  private Search() {}

  /** The first that is found, with what is around it. */
  static Optional<String> first(List<byte[]> needles, Path file) throws IOException {
    int overlap = needles.stream().mapToInt(n -> n.length).max().orElse(0) + AROUND;
    byte[] buffer = new byte[CHUNK + overlap];
    int held = 0;
    try (InputStream in = Files.newInputStream(file)) {
      while (true) {
        int read = in.readNBytes(buffer, held, buffer.length - held);
        int end = held + read;
        for (byte[] needle : needles) {
          int at = find(buffer, end, needle);
          if (at >= 0) {
            return Optional.of(shown(buffer, Math.max(0, at - AROUND), Math.min(end, at + AROUND)));
          }
        }
        if (end < buffer.length) {
          return Optional.empty();
        }
        System.arraycopy(buffer, end - overlap, buffer, 0, overlap);
        held = overlap;
      }
    }
  }

  private static int find(byte[] bytes, int end, byte[] needle) {
    byte first = needle[0];
    for (int i = 0; i <= end - needle.length; i++) {
      if (bytes[i] == first && matches(bytes, i, needle)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] bytes, int at, byte[] needle) {
    for (int i = needle.length - 1; i > 0; i--) {
      if (bytes[at + i] != needle[i]) {
        return false;
      }
    }
    return true;
  }

  private static String shown(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
        .replaceAll("[^ -~]", ".");
  }
}

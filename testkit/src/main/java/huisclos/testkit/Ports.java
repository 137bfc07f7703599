package huisclos.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that have to be told theirs. None is handed out twice, and none is one that the
 * system gives to outgoing connections: of those, another test's may take it before the server has.
 */
public final class Ports {
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
  private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 65_535;
  private static final int ENOUGH = 2_000;

  private Ports() {}

  /**
   * A port that was free a moment ago on every address.
   *
   * @throws IOException if none is
   */
  public static int free() throws IOException {
    int[] outgoing = outgoing();
    if (outgoing[0] - LOWEST >= ENOUGH) {
      return within(LOWEST, outgoing[0] - 1);
    }
    return HIGHEST - outgoing[1] >= ENOUGH ? within(outgoing[1] + 1, HIGHEST) : within(0, 0);
  }

  private static int[] outgoing() throws IOException {
    if (!Files.isReadable(OUTGOING)) {
      return new int[] {32_768, 60_999};
    }
    String[] range;
    try (InputStream in = Files.newInputStream(OUTGOING)) {
      // In one read: at any other place than its beginning the file is empty.
      range = new String(in.readNBytes(64), StandardCharsets.US_ASCII).strip().split("\\s+", -1);
    }
    return new int[] {Integer.parseInt(range[0]), Integer.parseInt(range[1])};
  }

  private static int within(int from, int to) throws IOException {
    for (int attempt = 0; attempt < ENOUGH; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(from, to + 1);
      try (ServerSocket socket = new ServerSocket(port)) {
        if (GIVEN.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        // Somebody has it; the next one.
      }
    }
    throw new IOException("no free port between " + from + " and " + to);
  }
}

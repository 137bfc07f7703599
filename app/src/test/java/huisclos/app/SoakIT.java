package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.gate.ClientIdentity;
import huisclos.net.Abort;
import huisclos.net.AssociateAc;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device associates and aborts, over and over: heap, descriptors and resident memory stay flat.
 *
 * <p>One round in twenty comes over TLS through the door that {@code serve} opens; the others
 * through {@link SoakServer}'s second door without TLS, because a full handshake with two
 * certificates costs more than all that is to be soaked. {@code ./dev soak --rounds N} does more.
 */
class SoakIT {
  private static final int ROUNDS = Integer.getInteger("soak.rounds", 20_000);
  private static final int TLS_EVERY = 20;
  private static final int STEPS = 10;
  private static final int CALLERS = 8;

  /** What a step's heap may differ by: what is due to be collected, or summed up each minute. */
  private static final long NOISE_BYTES = 3L << 20;

  private static final long RESIDENT_NOISE_KIB = 64 << 10;

  @TempDir static Path folder;

  private record Step(int rounds, long heapBytes, int descriptors, long residentKiB) {}

  @Test
  void comesAndGoesAndLeavesNothing() throws Exception {
    Path home = folder.resolve("home");
    Processes.here(
            "device",
            "add",
            "SOAK",
            "--out",
            folder.resolve("ids").toString(),
            "--home",
            home.toString())
        .ok();
    Path identity = folder.resolve("ids/SOAK");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "huisclos.app.SoakServer",
            home.toString(),
            identity.toString());
    Process server =
        new ProcessBuilder(command).redirectError(new File(folder.toFile(), "stderr.txt")).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
      String[] ready = words(out, "ready");
      soak(server, out, identity, Integer.parseInt(ready[1]), Integer.parseInt(ready[2]));
      server.getOutputStream().close();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).as("it stops").isTrue();
    } finally {
      server.destroyForcibly();
    }
  }

  /** The next line that begins so, in words; the server's log also comes this way. */
  private static String[] words(BufferedReader out, String first) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals(first)) {
        return words;
      }
    }
    throw new IOException("the server ended");
  }

  private static void soak(Process server, BufferedReader out, Path identity, int tls, int plain)
      throws Exception {
    byte[] request = RawDevice.request("SOAK");
    ClientIdentity device = ClientIdentity.load(identity);
    List<Step> steps = new ArrayList<>();
    // The first tenth warms up: code is compiled, buffers and tables are made once.
    for (int step = 0; step <= STEPS; step++) {
      rounds(ROUNDS / STEPS, request, device, tls, plain);
      Step now = look(server, out, step * (ROUNDS / STEPS));
      System.out.printf(
          "%,10d rounds: heap %,d KiB, %d descriptors, resident %,d KiB%n",
          now.rounds(), now.heapBytes() >> 10, now.descriptors(), now.residentKiB());
      steps.add(now);
    }
    double slope = slope(steps);
    System.out.printf("heap grows by %.2f bytes a round%n", slope);
    Step first = steps.getFirst();
    Step last = steps.getLast();
    assertThat(slope * ROUNDS).as("bytes of heap grown").isLessThan(NOISE_BYTES);
    assertThat(last.heapBytes()).isLessThan(first.heapBytes() + NOISE_BYTES);
    assertThat(last.descriptors()).isLessThanOrEqualTo(first.descriptors() + 2);
    assertThat(last.residentKiB()).isLessThan(first.residentKiB() + RESIDENT_NOISE_KIB);
  }

  private static void rounds(int rounds, byte[] request, ClientIdentity device, int tls, int plain)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(
            threads.submit(() -> {
              for (int n = next.getAndIncrement(); n < rounds; n = next.getAndIncrement()) {
                boolean over = n % TLS_EVERY == 0;
                try (Socket raw = connect(over ? tls : plain, n)) {
                  round(over ? secured(raw, device, tls) : raw, request);
                }
              }
              return null;
            }));
      }
    }
    for (Future<?> caller : callers) {
      caller.get();
    }
  }

  /** Not closed by itself: its goodbye would find nobody. */
  private static SSLSocket secured(Socket raw, ClientIdentity device, int port) throws IOException {
    return (SSLSocket)
        device.context().getSocketFactory().createSocket(raw, "127.0.0.1", port, true);
  }

  /** From many addresses, so that no pair of them runs out of ports. */
  private static Socket connect(int port, int number) throws IOException {
    Socket socket = new Socket();
    byte[] own = {127, 4, (byte) (number >> 6), (byte) (1 + (number & 0x3F))};
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(own), 0));
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static void round(Socket socket, byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    PduReader pdus = new PduReader(socket.getInputStream(), 1 << 17);
    if (!(pdus.read() instanceof AssociateAc)) {
      throw new IOException("not associated");
    }
    socket.getOutputStream().write(PduWriter.encode(new Abort(0, 0)));
    if (socket.getInputStream().read() >= 0) {
      throw new IOException("answered an abort");
    }
  }

  private static Step look(Process server, BufferedReader out, int rounds) throws Exception {
    long[] seen = {0, 1};
    for (int i = 0; i < 100 && seen[1] > 0; i++) {
      server.getOutputStream().write('\n');
      server.getOutputStream().flush();
      String[] words = words(out, "heap");
      seen = new long[] {Long.parseLong(words[1]), Long.parseLong(words[3])};
    }
    assertThat(seen[1]).as("connections left").isZero();
    return new Step(rounds, seen[0], Vital.descriptors(server.pid()), Vital.resident(server.pid()));
  }

  /** Of the line that lies closest to the heap of each step. */
  private static double slope(List<Step> steps) {
    double x = steps.stream().mapToDouble(Step::rounds).average().orElse(0);
    double y = steps.stream().mapToDouble(Step::heapBytes).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Step step : steps) {
      above += (step.rounds() - x) * (step.heapBytes() - y);
      below += (step.rounds() - x) * (step.rounds() - x);
    }
    return above / below;
  }
}

package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.gate.ClientIdentity;
import huisclos.testkit.Ports;
import huisclos.testkit.ScriptedPeer;
import huisclos.trail.Outcome;
import huisclos.trail.TrailEntry;
import huisclos.trail.TrailReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile peers harm nobody but themselves: while they do their worst to the real process, in a
 * small heap, a well-behaved device stores and queries; afterwards heap and descriptors are what
 * they were, and what happened is on record in a bounded way. What each costs the well-behaved is
 * printed.
 */
class HostileIT {
  private static final String HEAP = "-Xmx256m";
  private static final int IDLE_SOCKETS = 5_000;

  /** Connections that may wait, places, and what the process has open by itself. */
  private static final int MOST_DESCRIPTORS = 1_024 + 256 + 200;

  /** One minute's refusals that are recorded one by one, and the sums, of two minutes. */
  private static final int MOST_RECORDS = 2 * (600 + 601);

  private static final long GROWTH_BYTES = 24L << 20;
  private static final double LOOSE_MILLIS = 15_000;

  @TempDir static Path folder;
  private static RunningArchive archive;
  private static int hl7Port;
  private static Path hostileFiles;
  private static ClientIdentity hostile;
  private static Path good;
  private static Vital start;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private WellBehaved device;
  private long refusedBefore;

  @BeforeAll
  static void serve() throws Exception {
    hl7Port = Ports.free();
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.setPosixFilePermissions(
        home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        home.resolve("huisclos.toml"), "[listen]\nhl7 = \"127.0.0.1:" + hl7Port + "\"\n");
    archive =
        RunningArchive.start(
            folder,
            home,
            List.of("serve", "--home", home.toString(), "--dicom-port", "0"),
            Map.of("JAVA_TOOL_OPTIONS", HEAP));
    hostileFiles = archive.device(folder.resolve("ids"), "HOSTILE", "store,find,find-all,get,hl7");
    hostile = ClientIdentity.load(hostileFiles);
    good = archive.device(folder.resolve("ids"), "GOOD", "store,find");
    try (WellBehaved device = new WellBehaved(archive, good)) {
      // Until the compiler has done its part.
      device.await(30);
      device.report("warming up");
      device.await(50);
      System.out.println(device.report("quiet"));
    }
    start = Vital.of(archive.process().pid());
    System.out.println("at first: " + start);
  }

  @AfterAll
  static void stop() throws Exception {
    Vital end = Vital.of(archive.process().pid());
    System.out.println("at last:  " + end);
    archive.close();
    assertThat(end.liveBytes()).isLessThan(start.liveBytes() + GROWTH_BYTES);
    assertThat(Files.readString(archive.err)).doesNotContain("OutOfMemoryError");
  }

  @BeforeEach
  void beWellBehaved() throws Exception {
    refusedBefore = refused();
    device = new WellBehaved(archive, good);
  }

  @AfterEach
  void isAsBefore() throws Exception {
    for (AutoCloseable one : opened) {
      try {
        one.close();
      } catch (IOException e) {
        // It was ended from the other side.
      }
    }
    device.close();
    device.report("to the end");
    int descriptors = 0;
    for (int i = 0; i < 300; i++) {
      descriptors = Vital.descriptors(archive.process().pid());
      if (descriptors <= start.descriptors() + 4) {
        break;
      }
      Thread.sleep(50);
    }
    assertThat(descriptors).as("descriptors").isLessThanOrEqualTo(start.descriptors() + 4);
    assertThat(archive.process().isAlive()).isTrue();
    long records = refused() - refusedBefore;
    System.out.println("refusals on record: " + records);
    assertThat(records).as("a flood doesn't flood the trail").isLessThan(MOST_RECORDS);
  }

  private void report(String during) {
    WellBehaved.Report report = device.report(during);
    System.out.println(report);
    assertThat(report.finds()).isNotEmpty();
    assertThat(report.worst()).isLessThan(LOOSE_MILLIS);
  }

  private static long refused() throws IOException {
    try (Stream<TrailEntry> entries = TrailReader.records(archive.home.resolve("trail"))) {
      return entries.filter(e -> e.record().outcome() == Outcome.REFUSED).count();
    }
  }

  /** A connection from one of loopback's addresses, of which there are as many as one likes. */
  private Socket from(int address) throws IOException {
    Socket socket = new Socket();
    byte[] own = {127, 2, (byte) (address >> 8), (byte) Math.max(1, address & 0xFF)};
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(own), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), archive.port), 10_000);
    return socket;
  }

  /** Descriptors that this process may have open; half of them at most are for idle sockets. */
  private static int idleSockets() throws IOException {
    Matcher limit =
        Pattern.compile("Max open files\\s+(\\d+)")
            .matcher(Files.readString(Path.of("/proc/self/limits")));
    int most = limit.find() ? Integer.parseInt(limit.group(1)) : 1_024;
    int sockets = Math.min(IDLE_SOCKETS, most / 2);
    System.out.println(
        sockets == IDLE_SOCKETS
            ? sockets + " idle sockets"
            : "only " + sockets + " idle sockets: ulimit -n is " + most);
    return sockets;
  }

  /** Lets attackers do what they do for so long, each on its thread. */
  private static void attack(long millis, List<Attack> attacks) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    List<Thread> threads =
        attacks.stream()
            .map(one ->
                Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                      while (System.nanoTime() - end < 0) {
                        try {
                          one.go();
                        } catch (IOException | InterruptedException e) {
                          // It was put out; the next time.
                        }
                      }
                    }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private interface Attack {
    void go() throws IOException, InterruptedException;
  }

  @Test
  void strangersByTheThousand() throws Exception {
    int idle = idleSockets();
    for (int i = 0; i < idle; i++) {
      opened.add(from(i / 4));
    }
    int most = Vital.descriptors(archive.process().pid());
    assertThat(most).as("descriptors while they idle").isLessThan(MOST_DESCRIPTORS);
    Thread.sleep(1_000);
    report(idle + " idle sockets");
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      slow.add(from(3_000 + i));
    }
    opened.addAll(slow);
    attack(
        2_000,
        List.of(
            () -> {
              for (Socket one : slow) {
                one.getOutputStream().write(22);
              }
              Thread.sleep(100);
            },
            () -> {
              try (Socket plain = from(4_000)) {
                plain.getOutputStream().write(RawDevice.request("HOSTILE"));
                plain.setSoTimeout(1_000);
                plain.getInputStream().read();
              }
            }));
    report("plain text, byte by byte");
    SSLContext nobody = SSLContext.getInstance("TLS");
    nobody.init(null, new javax.net.ssl.TrustManager[] {new Anyone()}, null);
    AtomicInteger number = new AtomicInteger(5_000);
    AtomicInteger handshakes = new AtomicInteger();
    Attack flood =
        () -> {
          Socket raw = from(number.getAndIncrement());
          raw.setSoTimeout(5_000);
          try (SSLSocket secure =
              (SSLSocket) nobody.getSocketFactory().createSocket(raw, "127.0.0.1", 1, true)) {
            handshakes.incrementAndGet();
            secure.startHandshake();
            secure.getInputStream().read();
          }
        };
    attack(3_000, List.of(flood, flood, flood, flood));
    System.out.println(handshakes + " handshakes without a certificate in 3 s");
    report("handshake flood");
  }

  @Test
  void objectsThatAreBombs() throws Exception {
    for (Bombs.Bomb bomb : Bombs.all()) {
      try (RawDevice attacker = RawDevice.associate(archive, hostile, "HOSTILE")) {
        attacker.message(bomb.context(), RawDevice.storeCommand(1, "1.2.3.4"), bomb.dataSet());
        assertThat(attacker.status()).as(bomb.name()).isNotZero();
      } catch (java.io.EOFException | java.net.SocketException e) {
        // Ended: its own harm alone.
      }
    }
    report("bombs in C-STORE");
    // Each beyond what is kept in memory, none ever finished.
    List<RawDevice> unfinished = new ArrayList<>();
    byte[] part = new byte[5 << 20];
    byte[] head = Bombs.openPixels();
    System.arraycopy(head, 0, part, 0, head.length);
    for (int i = 0; i < 16; i++) {
      RawDevice one = RawDevice.associate(archive, hostile, "HOSTILE");
      unfinished.add(one);
      one.send(
          RawDevice.value(
              RawDevice.STORE_EXPLICIT, true, true, RawDevice.storeCommand(1, "1.2.3." + i)));
      one.fragments(RawDevice.STORE_EXPLICIT, part, false);
    }
    report("16 stores never finished");
    assertThat(spilled()).isBetween(1L, 16L);
    for (RawDevice one : unfinished) {
      one.close();
    }
    for (int i = 0; i < 100 && spilled() > 0; i++) {
      Thread.sleep(50);
    }
    assertThat(spilled()).as("spill files left").isZero();
  }

  private static long spilled() throws IOException {
    try (Stream<Path> files = Files.list(archive.home.resolve("tmp"))) {
      return files.count();
    }
  }

  @Test
  void pdusThatLie() throws Exception {
    byte[] glued = new byte[0];
    for (byte[] lie : Bombs.pdus()) {
      try (RawDevice attacker = RawDevice.associate(archive, hostile, "HOSTILE")) {
        attacker.send(lie);
        assertThat(attacker.receive()).as("aborted").isInstanceOf(huisclos.net.Abort.class);
      }
    }
    byte[] echo = Bombs.echo();
    try (RawDevice attacker = RawDevice.associate(archive, hostile, "HOSTILE")) {
      glued = new byte[200 * echo.length];
      for (int i = 0; i < 200; i++) {
        System.arraycopy(echo, 0, glued, i * echo.length, echo.length);
      }
      attacker.send(glued);
      for (int i = 0; i < 200; i++) {
        assertThat(attacker.status()).isZero();
      }
    }
    // P-DATA byte by byte, on many associations at once.
    List<RawDevice> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slow.add(RawDevice.associate(archive, hostile, "HOSTILE"));
    }
    opened.addAll(slow);
    AtomicInteger at = new AtomicInteger();
    attack(
        1_500,
        List.of(() -> {
          int next = at.getAndIncrement();
          for (RawDevice one : slow) {
            one.send(echo[next % (echo.length - 1)]);
          }
          Thread.sleep(100);
        }));
    report("PDUs that lie, or dribble");
    AtomicLong storms = new AtomicLong();
    byte[] abort = huisclos.net.PduWriter.encode(new huisclos.net.Abort(0, 0));
    Attack storm =
        () -> {
          try (RawDevice one = RawDevice.associate(archive, hostile, "HOSTILE")) {
            one.send(abort);
            storms.incrementAndGet();
          }
        };
    attack(2_000, List.of(storm, storm, storm));
    System.out.println(storms + " associations aborted in 2 s");
    report("A-ABORT storm");
  }

  /** The idle on the local sockets are hung up on while the queries go on: both take a while. */
  @Test
  void queriesThatAreHeavyAndTheOtherDoors() throws Exception {
    for (int i = 0; i < 16; i++) {
      opened.add(local("admin.sock"));
      opened.add(local("metrics.sock"));
    }
    heavyQueries();
    theOtherDoors();
  }

  private void heavyQueries() throws Exception {
    for (byte[] identifier : Bombs.identifiers()) {
      try (RawDevice attacker = RawDevice.associate(archive, hostile, "HOSTILE")) {
        attacker.message(RawDevice.FIND, RawDevice.findCommand(1), identifier);
        assertThat(attacker.status()).isBetween(0, 0xFFFF);
        attacker.send(Bombs.echo());
        assertThat(attacker.status()).as("the association stays").isZero();
      }
    }
    report("huge identifiers");
    byte[] unfinished = Bombs.identifiers().getFirst();
    for (int i = 0; i < 30; i++) {
      RawDevice one = RawDevice.associate(archive, hostile, "HOSTILE");
      opened.add(one);
      one.send(RawDevice.value(RawDevice.FIND, true, true, RawDevice.findCommand(1)));
      one.fragments(RawDevice.FIND, unfinished, false);
    }
    report("30 identifiers unfinished");
    AtomicInteger queries = new AtomicInteger();
    List<Attack> flood = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      RawDevice one = RawDevice.associate(archive, hostile, "HOSTILE");
      opened.add(one);
      flood.add(() -> {
        one.message(RawDevice.FIND, RawDevice.findCommand(1), Bombs.everyone());
        assertThat(one.status()).isIn(0, 0xA700, 0x0124);
        queries.incrementAndGet();
      });
    }
    attack(2_000, flood);
    System.out.println(queries + " queries in 2 s");
    report("C-FIND flood");
  }

  private void theOtherDoors() throws Exception {
    SSLContext identity = hostile.context();
    Predicate<Integer> endless =
        ignored -> {
          byte[] frame = new byte[64 << 10];
          frame[0] = 0x0B;
          try (Socket socket = hl7(identity)) {
            for (int i = 0; i < 40; i++) {
              socket.getOutputStream().write(frame);
              frame[0] = 'A';
            }
            return socket.getInputStream().read() < 0;
          } catch (IOException e) {
            return true; // Put out in the middle of it.
          }
        };
    assertThat(endless.test(0)).as("an endless message is ended").isTrue();
    for (int i = 0; i < 200; i++) {
      Socket idle = new Socket();
      opened.add(idle);
      idle.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hl7Port));
    }
    try (ScriptedPeer noise =
        ScriptedPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hl7Port))) {
      noise.send("MSH|^~\\&|plain".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // Its address has its share of connections already.
    }
    report("the HL7 door");
    // Those that say nothing are hung up on, and the verb has its turn.
    assertThat(archive.verb("device", "list").ok().out()).contains("HOSTILE");
    try (SocketChannel metrics = local("metrics.sock")) {
      metrics.write(
          ByteBuffer.wrap("GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(1_024);
      assertThat(metrics.read(answer)).isPositive();
    }
    report("idle local sockets");
    assertThat(archive.verb("trail", "refusals").ok().out()).contains("HANDSHAKE");
  }

  private static Socket hl7(SSLContext identity) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            identity.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), hl7Port);
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static SocketChannel local(String name) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(archive.home.resolve(name)));
    return channel;
  }
}

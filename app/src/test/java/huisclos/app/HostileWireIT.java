package huisclos.app;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.UidRegistry;
import huisclos.dicom.Uids;
import huisclos.gate.ClientIdentity;
import huisclos.net.Abort;
import huisclos.net.AnsweredContext;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRj;
import huisclos.net.AssociateRq;
import huisclos.net.PDataTf;
import huisclos.net.Pdu;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import huisclos.net.Pdv;
import huisclos.net.ProposedContext;
import huisclos.net.ReleaseRp;
import huisclos.net.ReleaseRq;
import huisclos.testkit.SharedData;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A peer with a sound identity that says anything at any time, to the real process over TLS: every
 * cell of PS3.8 Table 9-10 that a remote can reach on either side, and every malformed file of the
 * shared data by C-STORE. {@code UpperLayerCellsTest} has the cells that need a local event.
 */
class HostileWireIT {
  private static final byte[] NO_PDU = {0x42, 0, 0, 0, 0, 0};
  private static final PDataTf DATA =
      new PDataTf(List.of(new Pdv(99, true, true, ByteBuffer.wrap(new byte[] {1, 2}))));

  @TempDir static Path folder;
  private static RunningArchive archive;
  private static ClientIdentity hostile;
  private static SSLServerSocket listener;

  @BeforeAll
  static void serve() throws Exception {
    archive = RunningArchive.start(folder);
    ClientIdentity peer =
        ClientIdentity.load(archive.device(folder.resolve("ids"), "PEER", "store"));
    archive
        .verb(
            "device",
            "add",
            "HOSTILE",
            "--can",
            "store,find,find-all,move",
            "--move-to",
            "PEER",
            "--out",
            folder.resolve("ids").toString())
        .ok();
    hostile = ClientIdentity.load(folder.resolve("ids/HOSTILE"));
    SSLContext own = peer.context();
    listener =
        (SSLServerSocket)
            own.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(HostileWireIT::answerAll);
    archive.verb("peer", "add", "PEER", "127.0.0.1:" + listener.getLocalPort()).ok();
  }

  @AfterAll
  static void stop() throws Exception {
    listener.close();
    archive.close();
    assertThat(Files.readString(archive.err)).doesNotContain("ERROR");
  }

  /** What a remote can make happen, by its number in the table. */
  private static byte[] event(int number) {
    return switch (number) {
      case 3 -> PduWriter.encode(acceptance(List.of()));
      case 4 -> PduWriter.encode(new AssociateRj(1, 1, 1));
      case 6 -> RawDevice.request("HOSTILE");
      case 10 -> PduWriter.encode(DATA);
      case 12 -> PduWriter.encode(new ReleaseRq());
      case 13 -> PduWriter.encode(new ReleaseRp());
      case 16 -> PduWriter.encode(new Abort(Abort.SERVICE_USER, 0));
      case 19 -> NO_PDU;
      default -> new byte[0];
    };
  }

  private static AssociateAc acceptance(List<ProposedContext> contexts) {
    return new AssociateAc(
        1,
        AssociateRq.of("PEER", "HUISCLOS", List.of(), List.of()).titles(),
        AssociateRq.DICOM_APPLICATION_CONTEXT,
        contexts.stream()
            .map(c -> new AnsweredContext(c.id(), 0, c.transferSyntaxes().getFirst()))
            .toList(),
        List.of());
  }

  /** What then comes, PDU by PDU, to the end; an abort with its source and reason. */
  private static String heard(PduReader pdus) {
    List<String> kinds = new ArrayList<>();
    try {
      while (true) {
        Pdu pdu = pdus.read();
        kinds.add(
            pdu instanceof Abort(int source, int why) ? "7/" + source + "/" + why : kind(pdu));
      }
    } catch (IOException e) {
      return String.join(" ", kinds);
    }
  }

  private static String kind(Pdu pdu) {
    return Integer.toString(pdu.type());
  }

  /** One cell: what is said to get there, the event, and what is to be heard after it. */
  private record Cell(String state, int event, String heard) {}

  private static final List<Cell> ACCEPTOR =
      List.of(
          new Cell("Sta2", 3, "7/0/0"),
          new Cell("Sta2", 4, "7/0/0"),
          new Cell("Sta2", 6, "2"),
          new Cell("Sta2", 10, "7/0/0"),
          new Cell("Sta2", 12, "7/0/0"),
          new Cell("Sta2", 13, "7/0/0"),
          new Cell("Sta2", 16, ""),
          new Cell("Sta2", 17, ""),
          new Cell("Sta2", 19, "7/0/0"),
          new Cell("Sta6", 3, "7/2/2"),
          new Cell("Sta6", 4, "7/2/2"),
          new Cell("Sta6", 6, "7/2/2"),
          // Data is indicated; this is none of a context that was accepted.
          new Cell("Sta6", 10, "7/0/0"),
          new Cell("Sta6", 12, "6"),
          new Cell("Sta6", 13, "7/2/2"),
          new Cell("Sta6", 16, ""),
          new Cell("Sta6", 17, ""),
          new Cell("Sta6", 19, "7/2/1"),
          new Cell("Sta13", 3, ""),
          new Cell("Sta13", 4, ""),
          new Cell("Sta13", 6, "7/2/2"),
          new Cell("Sta13", 10, ""),
          new Cell("Sta13", 12, ""),
          new Cell("Sta13", 13, ""),
          new Cell("Sta13", 16, ""),
          new Cell("Sta13", 17, ""),
          new Cell("Sta13", 18, ""),
          new Cell("Sta13", 19, "7/2/2"));

  @Test
  void everyCellThatACallerReaches() throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (Cell cell : ACCEPTOR) {
      all.add(CompletableFuture.runAsync(() -> assertCell(cell)));
    }
    all.forEach(CompletableFuture::join);
  }

  private static void assertCell(Cell cell) {
    try (RawDevice device = RawDevice.connect(archive, hostile.context())) {
      if (cell.state().equals("Sta6")) {
        device.send(RawDevice.request("HOSTILE"));
        assertThat(device.receive()).isInstanceOf(AssociateAc.class);
      } else if (cell.state().equals("Sta13")) {
        device.send(RawDevice.request("SOMEBODY"));
        assertThat(device.receive()).isEqualTo(new AssociateRj(1, 1, 1));
      }
      device.send(event(cell.event()));
      if (cell.event() != 18) {
        device.socket().shutdownOutput();
      }
      assertThat(heard(device.pdus())).as("%s", cell).isEqualTo(cell.heard());
    } catch (IOException e) {
      throw new AssertionError(cell.toString(), e);
    }
  }

  private static final List<Cell> REQUESTOR =
      List.of(
          new Cell("Sta5", 4, ""),
          new Cell("Sta5", 6, "7/2/2"),
          new Cell("Sta5", 10, "7/2/2"),
          new Cell("Sta5", 12, "7/2/2"),
          new Cell("Sta5", 13, "7/2/2"),
          new Cell("Sta5", 16, ""),
          new Cell("Sta5", 17, ""),
          new Cell("Sta5", 19, "7/2/1"),
          new Cell("Sta6", 3, "7/2/2"),
          new Cell("Sta6", 4, "7/2/2"),
          new Cell("Sta6", 6, "7/2/2"),
          new Cell("Sta6", 13, "7/2/2"),
          new Cell("Sta6", 16, ""),
          new Cell("Sta6", 17, ""),
          new Cell("Sta6", 19, "7/2/1"),
          new Cell("Sta7", 3, "7/2/2"),
          new Cell("Sta7", 4, "7/2/2"),
          new Cell("Sta7", 6, "7/2/2"),
          new Cell("Sta7", 10, ""),
          // A collision: the requestor answers, and has its own answered by nobody.
          new Cell("Sta7", 12, "6"),
          new Cell("Sta7", 13, ""),
          new Cell("Sta7", 16, ""),
          new Cell("Sta7", 17, ""),
          new Cell("Sta7", 19, "7/2/1"));

  @Test
  void everyCellThatADialledPeerReaches() throws Exception {
    Synthetic image = Synthetic.of(1);
    try (RawDevice mover = RawDevice.associate(archive, hostile, "HOSTILE")) {
      mover.message(
          RawDevice.STORE_EXPLICIT,
          RawDevice.storeCommand(1, image.sopInstance()),
          RawDevice.encoded(image.set, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
      assertThat(mover.status()).isZero();
      DataSet keys = new DataSet();
      keys.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
      keys.putString(
          Tag.STUDY_INSTANCE_UID, image.set.string(Tag.STUDY_INSTANCE_UID).orElseThrow());
      byte[] identifier = RawDevice.encoded(keys, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
      for (Cell cell : REQUESTOR) {
        CompletableFuture<String> dialled = new CompletableFuture<>();
        scripts.set(new Script(cell, dialled));
        mover.message(RawDevice.MOVE, RawDevice.moveCommand(2, "PEER"), identifier);
        assertThat(dialled.get()).as("%s", cell).isEqualTo(cell.heard());
        int status = mover.status();
        assertThat(status).as("the move's end: %s", cell).isNotEqualTo(-1);
        if (!cell.state().equals("Sta7")) {
          assertThat(status).as("%s", cell).isNotZero();
        }
      }
    }
  }

  /** What the dialled peer does now, and who is told what it then heard. */
  private record Script(Cell cell, CompletableFuture<String> heard) {}

  private static final AtomicReference<Script> scripts = new AtomicReference<>();

  /** Answers whoever dials: a move that fails may be tried a second time. */
  private static void answerAll() {
    while (!listener.isClosed()) {
      try (SSLSocket socket = (SSLSocket) listener.accept()) {
        Script script = scripts.get();
        var _ = script.heard().complete(answer(script.cell(), socket));
      } catch (IOException e) {
        // Closed at the end, or a caller that went away.
      }
    }
  }

  /** The dialled peer's side of one move. */
  private static String answer(Cell cell, SSLSocket socket) {
    try {
      socket.setSoTimeout(20_000);
      PduReader pdus = new PduReader(socket.getInputStream(), 1 << 20);
      AssociateRq request = (AssociateRq) pdus.read();
      if (!cell.state().equals("Sta5")) {
        socket.getOutputStream().write(PduWriter.encode(acceptance(request.contexts())));
        int context = takeObject(pdus);
        if (cell.state().equals("Sta7")) {
          socket.getOutputStream().write(stored(context));
          if (!(pdus.read() instanceof ReleaseRq)) {
            return "no release";
          }
        }
      }
      socket.getOutputStream().write(event(cell.event()));
      try {
        socket.shutdownOutput();
      } catch (IOException e) {
        // It has aborted and hung up already: what it said is still to be heard.
      }
      return heard(pdus);
    } catch (IOException e) {
      return "broken: " + e;
    }
  }

  /** Takes a C-STORE to its last fragment; its context. */
  private static int takeObject(PduReader pdus) throws IOException {
    while (true) {
      for (Pdv value : ((PDataTf) pdus.read()).values()) {
        if (!value.command() && value.last()) {
          return value.contextId();
        }
      }
    }
  }

  private static byte[] stored(int context) {
    DataSet set = new DataSet();
    set.putInt(Tag.COMMAND_GROUP_LENGTH, 0);
    set.putString(Tag.AFFECTED_SOP_CLASS_UID, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE);
    set.putInt(Tag.COMMAND_FIELD, 0x8001);
    set.putInt(Tag.MESSAGE_ID_BEING_RESPONDED_TO, 1);
    set.putInt(Tag.COMMAND_DATA_SET_TYPE, 0x0101);
    set.putInt(Tag.STATUS, 0);
    return RawDevice.value(
        context, true, true, RawDevice.encoded(set, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
  }

  @Test
  void everyMalformedFileByStore() throws Exception {
    List<SharedData.Entry> malformed =
        SharedData.entries().stream().filter(SharedData.Entry::malformed).toList();
    assertThat(malformed).hasSizeGreaterThan(100);
    Map<ProposedContext, List<SharedData.Entry>> byContext = new HashMap<>();
    for (SharedData.Entry file : malformed) {
      byContext.computeIfAbsent(context(file), _ -> new ArrayList<>()).add(file);
    }
    Map<String, Integer> ends = new TreeMap<>();
    for (var one : byContext.entrySet()) {
      Deque<SharedData.Entry> files = new ArrayDeque<>(one.getValue());
      while (!files.isEmpty()) {
        store(one.getKey(), files, ends);
      }
    }
    assertThat(ends.values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(malformed.size());
    System.out.println("malformed files by C-STORE: " + malformed.size() + " " + ends);
    try (RawDevice device = RawDevice.associate(archive, hostile, "HOSTILE")) {
      device.send(Bombs.echo());
      assertThat(device.status()).isZero();
    }
  }

  private static ProposedContext context(SharedData.Entry file) {
    String sopClass =
        UidRegistry.storageSopClasses().contains(file.sopClass())
            ? file.sopClass()
            : Uids.SECONDARY_CAPTURE_IMAGE_STORAGE;
    String syntax =
        TransferSyntax.of(file.transferSyntax()).isPresent()
            ? file.transferSyntax()
            : Uids.EXPLICIT_VR_LITTLE_ENDIAN;
    return new ProposedContext(1, sopClass, List.of(syntax));
  }

  /**
   * Sends, for as long as the association lasts, what follows each file's meta information as it
   * lies there; counts the statuses, or the one that ended it.
   */
  private static void store(
      ProposedContext context, Deque<SharedData.Entry> files, Map<String, Integer> ends)
      throws IOException {
    try (RawDevice device = RawDevice.associate(archive, hostile, "HOSTILE", List.of(context))) {
      while (!files.isEmpty()) {
        byte[] dataSet = dataSet(Files.readAllBytes(files.pop().file()));
        String end;
        try {
          device.message(1, RawDevice.storeCommand(1, context.abstractSyntax(), "1.2.3"), dataSet);
          end = "%04X".formatted(device.status());
        } catch (IOException e) {
          end = "ended";
        }
        ends.merge(end, 1, Integer::sum);
        if (end.equals("ended")) {
          return;
        }
      }
    }
  }

  /** Past preamble and group 0002, as its length says; all of it where there is none. */
  private static byte[] dataSet(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    if (file.length < 144 || bytes.getInt(128) != 0x4D434944) {
      return file;
    }
    long length = bytes.getInt(140) & 0xFFFFFFFFL;
    return Arrays.copyOfRange(file, (int) Math.min(file.length, 144 + length), file.length);
  }
}

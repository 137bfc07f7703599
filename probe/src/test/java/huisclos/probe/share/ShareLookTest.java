package huisclos.probe.share;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.probe.finding.Answer;
import huisclos.probe.finding.Barrier;
import huisclos.probe.finding.DoorKind;
import huisclos.probe.finding.Finding;
import huisclos.probe.finding.Rung;
import huisclos.probe.finding.Service;
import huisclos.probe.finding.Verdict;
import huisclos.probe.look.Look;
import huisclos.probe.wire.DialException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ShareLookTest {
  private static final String FILE = "\0".repeat(128) + "DICM" + "CANARY".repeat(1000);
  private static final String UNIX =
      """
      total 3
      drwxr-xr-x    2 0        0            4096 Jan 01 00:00 CANARY ANNA
      -rw-r--r--    1 0        0          160132 Jan 01 00:00 CANARY ANNA.dcm
      -rw-r--r--    1 0        0               5 Jan 01 00:00 readme.txt
      """
          .replace("\n", "\r\n");
  private static final String IIS =
      "01-01-20  10:00AM       <DIR>          CANARY\r\n01-01-20  10:00AM   4711 CANARY.DCM\r\n";

  private final Walk walk = new Walk().patience(Duration.ofMillis(400), Duration.ofSeconds(5));

  private Finding look(Look look, DoorKind kind, FakeTcp.Script script) throws DialException {
    try (FakeTcp server = new FakeTcp(script)) {
      Finding found = walk.at(look, kind, server.port()).getFirst();
      assertThat(found.toString()).doesNotContain("CANARY");
      return found;
    }
  }

  @Test
  void anonymousFtpIsListedOneFolderDeepAndItsFilesToldByTheirMark() throws DialException {
    FakeFtp ftp =
        new FakeFtp(
            Map.of(
                "LIST", UNIX,
                "LIST CANARY ANNA", "-rw-r--r-- 1 0 0 1 Jan 01 00:00 IM0001\r\n",
                "RETR CANARY ANNA.dcm", FILE,
                "RETR CANARY ANNA/IM0001", FILE));
    Finding found = look(new FtpLook(), DoorKind.FTP, ftp);
    assertThat(found.verdict()).isEqualTo(Verdict.DOWNLOADABLE);
    assertThat(found.exposure().instances().shown()).isEqualTo("2");
    assertThat(found.software().product()).isEqualTo("vsFTPd");
    assertThat(found.software().version()).isEqualTo("3.0.3");
    assertThat(ftp.asked.getLast()).as("it ends in good order").isEqualTo("QUIT");
  }

  @Test
  void iisListsInItsOwnWay() throws DialException {
    walk.upTo(Rung.QUERYABLE);
    FakeFtp ftp = new FakeFtp(Map.of("LIST", IIS)).passive("127,0,0,1");
    Finding found = look(new FtpLook(), DoorKind.FTP, ftp);
    assertThat(found.verdict()).isEqualTo(Verdict.READABLE);
    assertThat(ftp.asked).noneMatch(line -> line.startsWith("RETR") || line.startsWith("LIST "));
  }

  @Test
  void aDataConnectionToAnotherAddressIsRefused() throws DialException {
    FakeFtp ftp = new FakeFtp(Map.of("LIST", UNIX)).passive("10,0,0,1");
    Finding found = look(new FtpLook(), DoorKind.FTP, ftp);
    assertThat(found.notes()).anyMatch(note -> note.contains("another address"));
    assertThat(found.verdict()).isEqualTo(Verdict.ASSOCIATES);
    assertThat(walk.journal).doesNotContain(FtpLook.DATA);
  }

  @Test
  void ftpThatLetsNobodyInIsClosed() throws DialException {
    FakeFtp ftp = new FakeFtp(Map.of()).closed();
    Finding found = look(new FtpLook(), DoorKind.FTP, ftp);
    assertThat(found.barrier()).isEqualTo(Barrier.LOGIN);
    assertThat(found.verdict()).isEqualTo(Verdict.CLOSED);
  }

  @Test
  void ftpThatNobodyTriedToEnterIsNotCalledClosed() throws DialException {
    walk.upTo(Rung.ASSOCIATES);
    Finding found = look(new FtpLook(), DoorKind.FTP, new FakeFtp(Map.of("LIST", UNIX)));
    assertThat(found.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatDoesNotGreetIsNotCalledFtp() throws DialException {
    Finding found = look(new FtpLook(), DoorKind.FTP, ShareLookTest::silent);
    assertThat(found.service()).isEqualTo(Service.UNKNOWN);
    assertThat(found.barrier()).isEqualTo(Barrier.SILENT);
  }

  private static void silent(Socket socket) throws IOException {
    assertThat(socket.getInputStream().read()).as("nothing is sent").isEqualTo(-1);
  }

  @Test
  void hl7IsConnectedToAndNeverSpokenTo() throws DialException {
    Finding found = look(new MllpLook(), DoorKind.HL7, ShareLookTest::silent);
    assertThat(found.service()).isEqualTo(Service.HL7_MLLP);
    assertThat(found.notes()).anyMatch(note -> note.contains("only"));
    assertThat(walk.journal).hasSize(1);
    Finding greets =
        look(
            new MllpLook(),
            DoorKind.HL7,
            socket ->
                socket
                    .getOutputStream()
                    .write("220 CANARY\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertThat(greets.service()).isEqualTo(Service.UNKNOWN);
    Finding closes = look(new MllpLook(), DoorKind.HL7, Socket::close);
    assertThat(closes.barrier()).isEqualTo(Barrier.CLOSED_AT_ONCE);
  }

  @Test
  void smbTellsWhetherNobodyIsGivenASessionAndNoMore() throws DialException {
    Finding open = look(new SmbLook(), DoorKind.SMB, socket -> smb(socket, 0));
    assertThat(open.service()).isEqualTo(Service.SMB);
    assertThat(open.rung(Rung.ASSOCIATES).answer()).isEqualTo(Answer.YES);
    assertThat(open.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.UNCLEAR);
    assertThat(open.notes()).contains("SMB dialect 0x0302, signing required");
    Finding closed = look(new SmbLook(), DoorKind.SMB, socket -> smb(socket, 0xC0000022));
    assertThat(closed.barrier()).isEqualTo(Barrier.LOGIN);
    assertThat(closed.rung(Rung.QUERYABLE).answer()).isEqualTo(Answer.NO);
  }

  @Test
  void whatIsNotSmbIsUnknown() throws DialException {
    Finding found =
        look(
            new SmbLook(),
            DoorKind.SMB,
            socket -> socket.getOutputStream().write(new byte[] {0x7F, 0, 0, 0, 1}));
    assertThat(found.barrier()).isEqualTo(Barrier.NOT_THIS_PROTOCOL);
  }

  /** Answers as a server does that asks for one more round, and then says this. */
  private static void smb(Socket socket, int last) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int sessions = 0;
    while (true) {
      ByteBuffer asked =
          ByteBuffer.wrap(in.readNBytes(in.readInt())).order(ByteOrder.LITTLE_ENDIAN);
      int command = asked.getShort(12);
      ByteBuffer answer = ByteBuffer.allocate(4 + 64 + 64).order(ByteOrder.BIG_ENDIAN);
      answer.putInt(128).order(ByteOrder.LITTLE_ENDIAN);
      answer.position(4).put(asked.array(), 0, 64);
      answer.putInt(4 + 16, 1).putInt(4 + 8, 0);
      if (command == SmbPacket.SESSION_SETUP) {
        answer.putInt(4 + 8, sessions == 0 ? 0xC0000016 : last).putLong(4 + 40, 77);
        sessions++;
      } else if (command == SmbPacket.NEGOTIATE) {
        answer.putShort(4 + 64 + 2, (short) 3).putShort(4 + 64 + 4, (short) 0x0302);
      } else {
        assertThat(asked.getLong(40)).as("session").isEqualTo(77);
      }
      socket.getOutputStream().write(answer.array());
    }
  }
}

package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.testkit.ScriptedPeer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that come before the answers to earlier ones, and the bytes of an N-ACTION. */
class PipeliningTest {
  private static final int COMMIT = 3;
  private static final int FIND = 9;

  private final MemoryServices services = new MemoryServices();
  private final AcceptorServer server =
      AcceptorServer.dangerouslyPlainText(
          TestTls.loopback(), services, NetLimits.DEFAULT, new RecordingListener());

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ScriptedPeer associated() throws IOException {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    AssociateRequestSpec spec =
        MemoryServices.everything().with(new UserItem.AsyncOperationsWindow(8, 1));
    peer.send(new WireSession().pdu(spec.request(NetLimits.DEFAULT, "1.2.3")).toByteArray());
    AssociateAc answer = (AssociateAc) ServicesTest.parse(peer.receivePdu());
    assertThat(answer.asyncOperationsWindow()).contains(new UserItem.AsyncOperationsWindow(8, 1));
    return peer;
  }

  private static WireSession find(WireSession to, int id, String study, int padding) {
    DataSet identifier = new DataSet();
    identifier.putString(Tag.STUDY_INSTANCE_UID, study);
    if (padding > 0) {
      identifier.putString(Tag.IMAGE_COMMENTS, "x".repeat(padding));
    }
    return to.value(FIND, true, true, WireSession.command(0x20, id, MemoryServices.FIND, "", true))
        .value(FIND, false, true, WireSession.encode(identifier));
  }

  private static WireSession cancel(WireSession to, int id) {
    DataSet set = new DataSet();
    set.putInt(Tag.COMMAND_GROUP_LENGTH, 0);
    set.putInt(Tag.COMMAND_FIELD, 0x0FFF);
    set.putInt(Tag.MESSAGE_ID_BEING_RESPONDED_TO, id);
    set.putInt(Tag.COMMAND_DATA_SET_TYPE, 0x0101);
    return to.value(FIND, true, true, WireSession.encode(set));
  }

  /** The final answers, in order, as "message id: status". */
  private static List<String> finals(ScriptedPeer peer, int count) throws IOException {
    List<String> answers = new ArrayList<>();
    while (answers.size() < count) {
      for (Pdv value : ((PDataTf) ServicesTest.parse(peer.receivePdu())).values()) {
        if (value.command()) {
          byte[] bytes = new byte[value.value().remaining()];
          value.value().get(bytes);
          DataSet command =
              DataSetDecoder.read(
                  new ByteArrayInputStream(bytes),
                  TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                  ReadOptions.whole());
          int status = command.integer(Tag.STATUS).orElseThrow();
          if (!Status.isPending(status)) {
            answers.add(
                command.integer(Tag.MESSAGE_ID_BEING_RESPONDED_TO).orElseThrow()
                    + ": "
                    + Status.format(status));
          }
        }
      }
    }
    return answers;
  }

  @Test
  void what_comes_early_is_served_in_order_and_cancels_are_heard_behind_it() throws Exception {
    services.held = new CountDownLatch(1);
    WireSession session = new WireSession();
    for (int i = 1; i <= 4; i++) {
      find(session, i, "1.2." + i, 0);
    }
    session.echo(5);
    cancel(session, 1);
    cancel(session, 3);
    try (ScriptedPeer peer = associated()) {
      peer.send(session.toByteArray());
      MemoryServices.await(services.begun);
      Thread.sleep(300);
      services.held.countDown();
      assertThat(finals(peer, 5))
          .containsExactly("1: 0xFE00", "2: 0x0000", "3: 0xFE00", "4: 0x0000", "5: 0x0000");
    }
    assertThat(services.log)
        .startsWith("cancelled 1.2.1", "found 1.2.2", "cancelled 1.2.3", "found 1.2.4", "echo");
  }

  @Test
  void more_than_the_window_or_than_is_kept_waits_on_the_wire_and_is_not_lost() throws Exception {
    services.held = new CountDownLatch(1);
    WireSession session = new WireSession();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      find(session, i, "1.2." + i, i % 3 == 0 ? 100_000 : 10);
      expected.add(i + ": 0x0000");
    }
    try (ScriptedPeer peer = associated()) {
      Thread sender = Thread.ofVirtual().start(() -> send(peer, session));
      MemoryServices.await(services.begun);
      services.held.countDown();
      assertThat(finals(peer, 30)).isEqualTo(expected);
      sender.join();
    }
  }

  private static void send(ScriptedPeer peer, WireSession session) {
    try {
      peer.send(session.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_bytes_of_an_action_and_of_its_answer() throws Exception {
    DataSet information = new DataSet();
    information.putString(Tag.TRANSACTION_UID, "1.2");
    // PS3.7 Table 10.3-7: group length, requested class, command field, message id, data set type,
    // requested instance, action type.
    String request =
        "00000000 04000000 62000000"
            + "00000300 14000000"
            + hex("1.2.840.10008.1.20.1")
            + "00000001 02000000 3001"
            + "00001001 02000000 0700"
            + "00000008 02000000 0201"
            + "00000110 16000000"
            + hex("1.2.840.10008.1.20.1.1")
            + "00000810 02000000 0100";
    byte[] command = HexFormat.of().parseHex(request.replace(" ", ""));
    assertThat(command.length - 12).isEqualTo(0x62);
    try (ScriptedPeer peer = associated()) {
      peer.send(
          new WireSession()
              .value(COMMIT, true, true, command)
              .value(COMMIT, false, true, WireSession.encode(information))
              .toByteArray());
      Pdv answer = ((PDataTf) ServicesTest.parse(peer.receivePdu())).values().getFirst();
      byte[] bytes = new byte[answer.value().remaining()];
      answer.value().get(bytes);
      // Table 10.3-8: affected class, command field, responded to, no data set, status, instance.
      assertThat(HexFormat.of().formatHex(bytes))
          .isEqualTo(
              ("00000000 04000000 62000000"
                      + "00000200 14000000"
                      + hex("1.2.840.10008.1.20.1")
                      + "00000001 02000000 3081"
                      + "00002001 02000000 0700"
                      + "00000008 02000000 0101"
                      + "00000009 02000000 0000"
                      + "00000010 16000000"
                      + hex("1.2.840.10008.1.20.1.1"))
                  .replace(" ", ""));
      assertThat(services.log).contains("action 1 1.2");
    }
  }

  private static String hex(String uid) {
    return HexFormat.of().formatHex(uid.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}

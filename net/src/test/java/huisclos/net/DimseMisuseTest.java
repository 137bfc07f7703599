package huisclos.net;

import static org.assertj.core.api.Assertions.assertThat;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.testkit.ScriptedPeer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are not as PS3.7 has them: a status where that is possible, else an abort. */
class DimseMisuseTest {
  private static final String FIND_UID = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;

  private final MemoryArchive archive = new MemoryArchive();
  private final RecordingListener events = new RecordingListener();
  private final AcceptorServer server =
      AcceptorServer.dangerouslyPlainText(TestTls.loopback(), archive, NetLimits.DEFAULT, events);

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(server.freePlaces()).isEqualTo(NetLimits.DEFAULT.maxAssociations());
  }

  private static Pdu parse(byte[] pdu) throws IOException {
    return new PduReader(new ByteArrayInputStream(pdu), 1 << 20).read();
  }

  private static DataSet command(byte[] pdu) throws IOException {
    Pdv value = ((PDataTf) parse(pdu)).values().getFirst();
    assertThat(value.command()).isTrue();
    byte[] bytes = new byte[value.value().remaining()];
    value.value().get(bytes);
    return DataSetDecoder.read(
        new ByteArrayInputStream(bytes),
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
        ReadOptions.whole());
  }

  /** The status of a response. */
  static int status(byte[] pdu) throws IOException {
    return command(pdu).integer(Tag.STATUS).orElseThrow();
  }

  private ScriptedPeer associated() throws IOException {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    peer.send(new WireSession().associate().toByteArray());
    assertThat(parse(peer.receivePdu())).isInstanceOf(AssociateAc.class);
    return peer;
  }

  private void assertStatus(WireSession message, int status) throws IOException {
    try (ScriptedPeer peer = associated()) {
      peer.send(message.echo(99).toByteArray());
      assertThat(status(peer.receivePdu())).isEqualTo(status);
      DataSet echo = command(peer.receivePdu());
      assertThat(echo.integer(Tag.MESSAGE_ID_BEING_RESPONDED_TO)).hasValue(99);
    }
  }

  private void assertAborts(WireSession message) throws IOException {
    try (ScriptedPeer peer = associated()) {
      peer.send(message.toByteArray());
      assertThat(parse(peer.receivePdu())).isInstanceOf(Abort.class);
      peer.endOutput();
      assertThat(peer.receiveAll()).isEmpty();
    }
    assertThat(archive.instances).isEmpty();
  }

  private static byte[] command(int field, int id, String sopClass, String uid, boolean dataSet) {
    return WireSession.command(field, id, sopClass, uid, dataSet);
  }

  @Test
  void operations_that_nobody_provides_are_unrecognized() throws Exception {
    byte[] some = WireSession.encode(new DataSet());
    int[] fields = {0x0021, 0x0100, 0x0110, 0x0120, 0x0140, 0x0150, 0x1234};
    for (int field : fields) {
      assertStatus(
          new WireSession()
              .value(1, true, true, command(field, 7, Uids.VERIFICATION, "1.2.3", true))
              .value(1, false, false, new byte[0])
              .value(1, false, true, some),
          Status.UNRECOGNIZED_OPERATION);
    }
  }

  @Test
  void an_action_without_its_type_or_a_change_without_a_data_set_is_mistyped() throws Exception {
    for (int field : new int[] {0x0130, 0x0120}) {
      assertStatus(
          new WireSession()
              .value(1, true, true, command(field, 7, Uids.VERIFICATION, "1.2.3", false)),
          Status.MISTYPED_ARGUMENT);
    }
    for (int field : new int[] {0x0110, 0x0120, 0x0130, 0x0150}) {
      assertStatus(
          new WireSession().value(1, true, true, command(field, 7, Uids.VERIFICATION, "", false)),
          Status.INVALID_SOP_INSTANCE);
    }
  }

  @Test
  void a_sop_class_does_not_come_in_through_another_ones_context() throws Exception {
    assertStatus(
        new WireSession()
            .value(1, true, true, command(1, 7, Uids.CT_IMAGE_STORAGE, "1.2.3", true))
            .value(1, false, true, new byte[100]),
        Status.SOP_CLASS_NOT_SUPPORTED);
    assertThat(archive.instances).isEmpty();
  }

  @Test
  void a_store_without_an_instance_or_a_data_set_is_refused() throws Exception {
    assertStatus(
        new WireSession()
            .value(3, true, true, command(1, 7, Uids.CT_IMAGE_STORAGE, "", true))
            .value(3, false, true, new byte[100]),
        Status.INVALID_SOP_INSTANCE);
    assertStatus(
        new WireSession()
            .value(3, true, true, command(1, 7, Uids.CT_IMAGE_STORAGE, "../../etc", true))
            .value(3, false, true, new byte[100]),
        Status.INVALID_SOP_INSTANCE);
    assertStatus(
        new WireSession()
            .value(3, true, true, command(1, 7, Uids.CT_IMAGE_STORAGE, "1.2.3", false)),
        Status.MISTYPED_ARGUMENT);
    assertThat(archive.instances).isEmpty();
  }

  @Test
  void a_query_without_an_identifier_or_with_a_broken_one_is_refused() throws Exception {
    assertStatus(
        new WireSession().value(5, true, true, command(0x20, 7, FIND_UID, "", false)),
        Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS);
    assertStatus(
        new WireSession()
            .value(5, true, true, command(0x20, 7, FIND_UID, "", true))
            .value(5, false, true, new byte[] {8, 0, 0x52, 0, 100, 0, 0, 0, 'X', 'X'}),
        Status.CANNOT_UNDERSTAND);
  }

  @Test
  void a_late_cancel_is_passed_over() throws Exception {
    DataSet cancel = new DataSet();
    cancel.putInt(Tag.COMMAND_GROUP_LENGTH, 0);
    cancel.putInt(Tag.COMMAND_FIELD, 0x0FFF);
    cancel.putInt(Tag.MESSAGE_ID_BEING_RESPONDED_TO, 1);
    cancel.putInt(Tag.COMMAND_DATA_SET_TYPE, 0x0101);
    assertStatus(
        new WireSession().value(5, true, true, WireSession.encode(cancel)).echo(1), Status.SUCCESS);
  }

  @Test
  void what_is_no_message_aborts() throws Exception {
    // A data set where a command is due.
    assertAborts(new WireSession().value(3, false, true, new byte[10]));
    // A context that was never proposed.
    assertAborts(
        new WireSession().value(9, true, true, command(0x30, 1, Uids.VERIFICATION, "", false)));
    // A command that changes its context half way.
    byte[] echo = command(0x30, 1, Uids.VERIFICATION, "", false);
    assertAborts(
        new WireSession()
            .value(1, true, false, Arrays.copyOf(echo, 20))
            .value(3, true, true, Arrays.copyOfRange(echo, 20, echo.length)));
    // A command that is no data set.
    assertAborts(new WireSession().value(1, true, true, new byte[] {1, 2, 3}));
    // A request without a message id.
    assertAborts(
        new WireSession().value(1, true, true, command(0x30, 0, Uids.VERIFICATION, "", false)));
    // A response to nothing.
    assertAborts(
        new WireSession().value(1, true, true, command(0x8030, 1, Uids.VERIFICATION, "", false)));
    // A command where a data set is due.
    assertAborts(
        new WireSession()
            .value(3, true, true, command(1, 7, Uids.CT_IMAGE_STORAGE, "1.2.3", true))
            .echo(2));
    // A release in the middle of a message.
    assertAborts(
        new WireSession()
            .value(3, true, true, command(1, 7, Uids.CT_IMAGE_STORAGE, "1.2.3", true))
            .value(3, false, false, new byte[100])
            .release());
  }

  @Test
  void a_connection_lost_in_the_middle_of_a_store_stores_nothing() throws Exception {
    byte[] session =
        new WireSession().store(1, "1.2.3", new byte[50_000], new Random(1)).toByteArray();
    try (ScriptedPeer peer = associated()) {
      peer.send(Arrays.copyOf(session, session.length - 10));
    }
    assertThat(events.await("ended")).isEqualTo("ended connection lost");
    assertThat(archive.instances).isEmpty();
  }

  @Test
  void pipelined_requests_are_answered_one_after_the_other() throws Exception {
    try (ScriptedPeer peer = associated()) {
      WireSession session = new WireSession();
      for (int i = 1; i <= 50; i++) {
        session.echo(i);
      }
      peer.send(session.release().toByteArray());
      for (int i = 1; i <= 50; i++) {
        assertThat(command(peer.receivePdu()).integer(Tag.MESSAGE_ID_BEING_RESPONDED_TO))
            .hasValue(i);
      }
      assertThat(parse(peer.receivePdu())).isInstanceOf(ReleaseRp.class);
    }
  }
}

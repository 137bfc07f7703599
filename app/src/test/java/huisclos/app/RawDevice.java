package huisclos.app;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import huisclos.gate.ClientIdentity;
import huisclos.net.AssociateAc;
import huisclos.net.AssociateRq;
import huisclos.net.PDataTf;
import huisclos.net.Pdu;
import huisclos.net.PduReader;
import huisclos.net.PduWriter;
import huisclos.net.Pdv;
import huisclos.net.ProposedContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A device with a sound identity that says exactly the bytes it is told to. Of one thread; a read
 * that takes more than 20 s fails.
 */
final class RawDevice implements AutoCloseable {
  static final int VERIFICATION = 1;
  static final int STORE_IMPLICIT = 3;
  static final int STORE_EXPLICIT = 5;
  static final int STORE_DEFLATED = 7;
  static final int STORE_JPEG = 9;
  static final int FIND = 11;
  static final int MOVE = 13;

  static final String FIND_CLASS = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
  static final String MOVE_CLASS = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE;

  private static final List<ProposedContext> CONTEXTS =
      List.of(
          context(VERIFICATION, Uids.VERIFICATION, Uids.IMPLICIT_VR_LITTLE_ENDIAN),
          context(
              STORE_IMPLICIT, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, Uids.IMPLICIT_VR_LITTLE_ENDIAN),
          context(
              STORE_EXPLICIT, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, Uids.EXPLICIT_VR_LITTLE_ENDIAN),
          context(
              STORE_DEFLATED,
              Uids.SECONDARY_CAPTURE_IMAGE_STORAGE,
              Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN),
          context(STORE_JPEG, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, Uids.JPEG_BASELINE8_BIT),
          context(FIND, FIND_CLASS, Uids.IMPLICIT_VR_LITTLE_ENDIAN),
          context(MOVE, MOVE_CLASS, Uids.IMPLICIT_VR_LITTLE_ENDIAN));

  private final SSLSocket socket;
  private final PduReader pdus;

  private RawDevice(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.pdus = new PduReader(socket.getInputStream(), 1 << 20);
  }

  private static ProposedContext context(int id, String sopClass, String syntax) {
    return new ProposedContext(id, sopClass, List.of(syntax));
  }

  /** Connects and shakes hands, from one of loopback's addresses. */
  static RawDevice connect(RunningArchive archive, SSLContext identity) throws IOException {
    Socket raw = new Socket();
    raw.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), archive.port));
    raw.setTcpNoDelay(true);
    raw.setSoTimeout(20_000);
    SSLSocket secure =
        (SSLSocket) identity.getSocketFactory().createSocket(raw, "127.0.0.1", archive.port, true);
    try {
      secure.startHandshake();
      return new RawDevice(secure);
    } catch (IOException e) {
      secure.close();
      throw e;
    }
  }

  /** Connects and associates. */
  static RawDevice associate(RunningArchive archive, ClientIdentity identity, String aet)
      throws IOException {
    return associate(archive, identity, aet, CONTEXTS);
  }

  /** The same with other contexts. */
  static RawDevice associate(
      RunningArchive archive, ClientIdentity identity, String aet, List<ProposedContext> contexts)
      throws IOException {
    RawDevice device = connect(archive, identity.context());
    device.send(PduWriter.encode(AssociateRq.of("HUISCLOS", aet, contexts, List.of())));
    Pdu answer = device.receive();
    if (!(answer instanceof AssociateAc)) {
      device.close();
      throw new IOException("not associated: " + answer);
    }
    return device;
  }

  /** The A-ASSOCIATE-RQ of {@code aet}. */
  static byte[] request(String aet) {
    return PduWriter.encode(AssociateRq.of("HUISCLOS", aet, CONTEXTS, List.of()));
  }

  PduReader pdus() {
    return pdus;
  }

  SSLSocket socket() {
    return socket;
  }

  void send(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  Pdu receive() throws IOException {
    return pdus.read();
  }

  /** One P-DATA-TF of one value. */
  static byte[] value(int context, boolean command, boolean last, byte[] value) {
    return PduWriter.encode(
        new PDataTf(List.of(new Pdv(context, command, last, ByteBuffer.wrap(value)))));
  }

  /** A whole message with a data set in P-DATA-TFs of at most 60,000 bytes. */
  void message(int context, byte[] command, byte[] dataSet) throws IOException {
    send(value(context, true, true, command));
    fragments(context, dataSet, true);
  }

  /** Fragments of a data set, the last of them marked so or not. */
  void fragments(int context, byte[] dataSet, boolean ends) throws IOException {
    int at = 0;
    do {
      int count = Math.min(60_000, dataSet.length - at);
      boolean last = ends && at + count == dataSet.length;
      send(
          PduWriter.encode(
              new PDataTf(
                  List.of(
                      new Pdv(
                          context, false, last, ByteBuffer.wrap(dataSet, at, count).slice())))));
      at += count;
    } while (at < dataSet.length);
  }

  /** The status of the next response; those that are pending are passed over. */
  int status() throws IOException {
    while (true) {
      if (!(receive() instanceof PDataTf data)) {
        throw new IOException("no response");
      }
      for (Pdv part : data.values()) {
        if (part.command()) {
          byte[] bytes = new byte[part.value().remaining()];
          part.value().get(bytes);
          int status =
              huisclos.dicom.DataSetDecoder.read(
                      new ByteArrayInputStream(bytes),
                      TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                      huisclos.dicom.ReadOptions.whole())
                  .integer(Tag.STATUS)
                  .orElse(-1);
          if (status != 0xFF00 && status != 0xFF01) {
            return status;
          }
        }
      }
    }
  }

  static byte[] storeCommand(int messageId, String sopInstance) {
    return storeCommand(messageId, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, sopInstance);
  }

  static byte[] storeCommand(int messageId, String sopClass, String sopInstance) {
    return command(0x0001, messageId, sopClass, sopInstance, "");
  }

  static byte[] findCommand(int messageId) {
    return command(0x0020, messageId, FIND_CLASS, "", "");
  }

  static byte[] moveCommand(int messageId, String to) {
    return command(0x0021, messageId, MOVE_CLASS, "", to);
  }

  private static byte[] command(
      int field, int messageId, String sopClass, String sopInstance, String to) {
    DataSet set = new DataSet();
    set.putInt(Tag.COMMAND_GROUP_LENGTH, 0);
    set.putString(Tag.AFFECTED_SOP_CLASS_UID, sopClass);
    set.putInt(Tag.COMMAND_FIELD, field);
    set.putInt(Tag.MESSAGE_ID, messageId);
    if (!to.isEmpty()) {
      set.putString(Tag.MOVE_DESTINATION, to);
    }
    set.putInt(Tag.PRIORITY, 0);
    set.putInt(Tag.COMMAND_DATA_SET_TYPE, 0);
    if (!sopInstance.isEmpty()) {
      set.putString(Tag.AFFECTED_SOP_INSTANCE_UID, sopInstance);
    }
    return encoded(set, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
  }

  static byte[] encoded(DataSet set, TransferSyntax syntax) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      DataSetWriter.write(set, out, syntax);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

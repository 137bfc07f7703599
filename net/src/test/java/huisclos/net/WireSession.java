package huisclos.net;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Uids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Builds what a requestor would send, byte by byte, cut into fragments as one likes. */
final class WireSession {
  static final int VERIFICATION = 1;
  static final int CT = 3;
  static final int FIND = 5;
  static final int GET = 7;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** An A-ASSOCIATE-RQ for verification, CT storage, study root find and get. */
  WireSession associate() {
    return pdu(MemoryArchive.everything().request(NetLimits.DEFAULT, "1.2.3"));
  }

  WireSession pdu(Pdu pdu) {
    bytes.writeBytes(PduWriter.encode(pdu));
    return this;
  }

  WireSession raw(byte... some) {
    bytes.writeBytes(some);
    return this;
  }

  /** One P-DATA-TF of one value. */
  WireSession value(int context, boolean command, boolean last, byte[] value) {
    return pdu(new PDataTf(List.of(new Pdv(context, command, last, ByteBuffer.wrap(value)))));
  }

  WireSession echo(int messageId) {
    return value(
        VERIFICATION, true, true, command(0x0030, messageId, Uids.VERIFICATION, "", false));
  }

  /** A C-STORE-RQ and its data set in fragments and PDUs of random sizes. */
  WireSession store(int messageId, String uid, byte[] dataSet, Random random) {
    List<Pdv> values = new ArrayList<>();
    cut(command(0x0001, messageId, Uids.CT_IMAGE_STORAGE, uid, true), true, values, 40, random);
    cut(dataSet, false, values, 20_000, random);
    int at = 0;
    while (at < values.size()) {
      int count = Math.min(values.size() - at, 1 + random.nextInt(4));
      pdu(new PDataTf(values.subList(at, at + count)));
      at += count;
    }
    return this;
  }

  private static void cut(byte[] all, boolean command, List<Pdv> values, int most, Random random) {
    int at = 0;
    do {
      int count = Math.min(all.length - at, random.nextInt(most));
      boolean last = at + count == all.length;
      values.add(new Pdv(CT, command, last, ByteBuffer.wrap(all, at, count).slice()));
      at += count;
    } while (at < all.length);
  }

  WireSession release() {
    return pdu(new ReleaseRq());
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** A command set. */
  static byte[] command(
      int field, int messageId, String sopClass, String sopInstance, boolean dataSet) {
    DataSet set = new DataSet();
    set.putInt(Tag.COMMAND_GROUP_LENGTH, 0);
    if (!sopClass.isEmpty()) {
      set.putString(Tag.AFFECTED_SOP_CLASS_UID, sopClass);
    }
    set.putInt(Tag.COMMAND_FIELD, field);
    if (messageId != 0) {
      set.putInt(Tag.MESSAGE_ID, messageId);
    }
    set.putInt(Tag.COMMAND_DATA_SET_TYPE, dataSet ? 0 : 0x0101);
    if (!sopInstance.isEmpty()) {
      set.putString(Tag.AFFECTED_SOP_INSTANCE_UID, sopInstance);
    }
    return encode(set);
  }

  /** A data set in implicit VR little endian. */
  static byte[] encode(DataSet set) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      DataSetWriter.write(set, out, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }
}

package huisclos.app.probelab;

import huisclos.net.PDataTf;
import huisclos.net.Pdv;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** As much of DIMSE (PS3.7 §6.3) as a fake server needs; one message at a time, one thread. */
final class Dimse {
  static final int C_FIND_RQ = 0x0020;
  static final int C_GET_RQ = 0x0010;
  static final int C_CANCEL_RQ = 0x0FFF;
  static final int SUCCESS = 0;
  static final int PENDING = 0xFF00;
  static final int OUT_OF_RESOURCES = 0xA700;
  static final int NOT_AUTHORIZED = 0x0124;

  private static final int AFFECTED_CLASS = 0x00000002;
  private static final int COMMAND_FIELD = 0x00000100;
  private static final int MESSAGE_ID = 0x00000110;
  private static final int RESPONDED_TO = 0x00000120;
  private static final int DATA_SET_TYPE = 0x00000800;
  private static final int STATUS = 0x00000900;
  private static final int SUB_OPERATIONS = 0x00001021;
  private static final int NO_DATA_SET = 0x0101;
  private static final int RESPONSE = 0x8000;

  private ByteArrayOutputStream commandBytes = new ByteArrayOutputStream();
  private ByteArrayOutputStream dataBytes = new ByteArrayOutputStream();
  private Map<Integer, byte[]> command = Map.of();
  private boolean commandDone;
  private boolean dataDone;
  private int contextId;

  void take(Pdv value) {
    byte[] bytes = new byte[value.value().remaining()];
    value.value().get(bytes);
    contextId = value.contextId();
    if (value.command()) {
      commandBytes.writeBytes(bytes);
      if (value.last()) {
        commandDone = true;
        command = elements(commandBytes.toByteArray());
      }
    } else {
      dataBytes.writeBytes(bytes);
      dataDone = value.last();
    }
  }

  boolean complete() {
    return commandDone && (dataDone || number(DATA_SET_TYPE) == NO_DATA_SET);
  }

  void next() {
    commandBytes = new ByteArrayOutputStream();
    dataBytes = new ByteArrayOutputStream();
    commandDone = false;
    dataDone = false;
  }

  int contextId() {
    return contextId;
  }

  int commandField() {
    return number(COMMAND_FIELD);
  }

  private int number(int tag) {
    byte[] bytes = command.getOrDefault(tag, new byte[2]);
    return (bytes[0] & 0xFF) | ((bytes[1] & 0xFF) << 8);
  }

  /** What is asked for, in implicit VR. */
  Map<Integer, String> identifier() {
    Map<Integer, String> read = new HashMap<>();
    elements(dataBytes.toByteArray())
        .forEach((tag, bytes) ->
            read.put(
                tag, new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip()));
    return read;
  }

  private static Map<Integer, byte[]> elements(byte[] bytes) {
    Map<Integer, byte[]> read = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.remaining() >= 8) {
      int tag = ((in.getShort() & 0xFFFF) << 16) | (in.getShort() & 0xFFFF);
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        return read;
      }
      byte[] value = new byte[length];
      in.get(value);
      read.put(tag, value);
    }
    return read;
  }

  /** The response to what is being asked. */
  PDataTf response(int status, boolean dataSet) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    element(body, AFFECTED_CLASS, command.getOrDefault(AFFECTED_CLASS, new byte[0]));
    element(body, COMMAND_FIELD, u16(commandField() | RESPONSE));
    element(body, RESPONDED_TO, u16(number(MESSAGE_ID)));
    element(body, DATA_SET_TYPE, u16(dataSet ? 0 : NO_DATA_SET));
    element(body, STATUS, u16(status));
    if (commandField() == C_GET_RQ) {
      for (int i = 0; i < 3; i++) {
        element(body, SUB_OPERATIONS + i, u16(0));
      }
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(body.size());
    element(whole, 0, length.array());
    whole.writeBytes(body.toByteArray());
    return new PDataTf(
        List.of(new Pdv(contextId, true, true, ByteBuffer.wrap(whole.toByteArray()))));
  }

  private static byte[] u16(int value) {
    return new byte[] {(byte) value, (byte) (value >> 8)};
  }

  /** An element in implicit VR, little endian. */
  static void element(ByteArrayOutputStream out, int tag, byte[] value) {
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) (tag >>> 16)).putShort((short) tag).putInt((value.length + 1) & ~1);
    out.writeBytes(head.array());
    out.writeBytes(value);
    if (value.length % 2 != 0) {
      out.write(0);
    }
  }
}

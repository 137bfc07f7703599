package huisclos.probe.dimse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Command sets (PS3.7 §6.3.1, Annex E), always implicit VR little endian. Of an answer only numbers
 * are read: its comment may name a patient, so it is never decoded.
 */
final class CommandSet {
  static final int C_STORE = 0x0001;
  static final int C_GET = 0x0010;
  static final int C_FIND = 0x0020;
  static final int C_CANCEL = 0x0FFF;
  static final int RESPONSE = 0x8000;

  /** Longest command set taken; the standard's longest are a few hundred bytes. */
  static final int MAX_BYTES = 16 * 1024;

  private static final int NO_DATA_SET = 0x0101;
  private static final int DATA_SET = 0x0102;
  private static final int HEADER_BYTES = 8;

  private CommandSet() {}

  /**
   * A request of this SOP class, with the instance for C-STORE and without for all else.
   *
   * @param sopInstance empty for none
   */
  static byte[] request(int field, int messageId, String sopClass, String sopInstance) {
    ByteBuffer set = buffer();
    uid(set, 0x0002, sopClass);
    us(set, 0x0100, field);
    us(set, 0x0110, messageId);
    us(set, 0x0700, 0); // medium priority
    us(set, 0x0800, DATA_SET);
    if (!sopInstance.isEmpty()) {
      uid(set, 0x1000, sopInstance);
    }
    return grouped(set);
  }

  /** A C-CANCEL-RQ of the request with this id. */
  static byte[] cancel(int messageId) {
    ByteBuffer set = buffer();
    us(set, 0x0100, C_CANCEL);
    us(set, 0x0120, messageId);
    us(set, 0x0800, NO_DATA_SET);
    return grouped(set);
  }

  /**
   * What an answer says in numbers.
   *
   * @param field Command Field, 0 where missing
   * @param status empty where missing
   * @param completed sub-operations that went through (0000,1021), 0 where not told
   */
  record Answer(int field, int respondedTo, OptionalInt status, boolean dataSet, long completed) {}

  /** Reads an answer; what is cut off or repeated is left out. */
  static Answer read(byte[] bytes, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    int field = 0;
    int respondedTo = -1;
    OptionalInt status = OptionalInt.empty();
    boolean dataSet = false;
    long completed = 0;
    while (in.remaining() >= HEADER_BYTES) {
      int group = in.getShort() & 0xFFFF;
      int element = in.getShort() & 0xFFFF;
      int size = in.getInt();
      if (group != 0 || size < 0 || size > in.remaining()) {
        break;
      }
      if (size == 2) {
        int value = in.getShort(in.position()) & 0xFFFF;
        switch (element) {
          case 0x0100 -> field = value;
          case 0x0120 -> respondedTo = value;
          case 0x0800 -> dataSet = value != NO_DATA_SET;
          case 0x0900 -> status = OptionalInt.of(value);
          case 0x1021 -> completed = value;
          default -> {}
        }
      }
      in.position(in.position() + size);
    }
    return new Answer(field, respondedTo, status, dataSet, completed);
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void us(ByteBuffer set, int element, int value) {
    set.putShort((short) 0).putShort((short) element).putInt(2).putShort((short) value);
  }

  private static void uid(ByteBuffer set, int element, String uid) {
    byte[] text = uid.getBytes(StandardCharsets.US_ASCII);
    int even = text.length + text.length % 2;
    set.putShort((short) 0).putShort((short) element).putInt(even).put(text);
    if (even > text.length) {
      set.put((byte) 0);
    }
  }

  private static byte[] grouped(ByteBuffer set) {
    set.flip();
    ByteBuffer whole = ByteBuffer.allocate(12 + set.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    whole.putShort((short) 0).putShort((short) 0).putInt(4).putInt(set.remaining()).put(set);
    return whole.array();
  }
}

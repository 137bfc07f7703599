package huisclos.app;

import huisclos.dicom.DataSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.Deflater;

/** Small things that want to become large: what a hostile sender makes. */
final class Bombs {
  private static final int MANY = 100_000;
  private static final int UNDEFINED = 0xFFFFFFFF;

  private Bombs() {}

  /** A data set for a C-STORE, in one of the presentation contexts of {@link RawDevice}. */
  static final class Bomb {
    private final String name;
    private final int context;
    private final byte[] dataSet;

    Bomb(String name, int context, byte[] dataSet) {
      this.name = name;
      this.context = context;
      this.dataSet = dataSet;
    }

    String name() {
      return name;
    }

    int context() {
      return context;
    }

    byte[] dataSet() {
      return dataSet;
    }
  }

  /** Every kind. */
  static List<Bomb> all() {
    return List.of(
        new Bomb("10^5 sequences deep", RawDevice.STORE_EXPLICIT, deep()),
        new Bomb("10^5 items wide", RawDevice.STORE_EXPLICIT, wide()),
        new Bomb("a value longer than all", RawDevice.STORE_EXPLICIT, longValue()),
        new Bomb("a deflate bomb", RawDevice.STORE_DEFLATED, deflated()),
        new Bomb("an offset table of 4 GiB", RawDevice.STORE_JPEG, offsetTable()),
        new Bomb("a million fragments", RawDevice.STORE_JPEG, fragments()),
        new Bomb("noise", RawDevice.STORE_IMPLICIT, new byte[200_000]),
        new Bomb("nothing", RawDevice.STORE_EXPLICIT, new byte[0]));
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All of it, what wasn't written as zeros. */
  private static byte[] bytes(ByteBuffer buffer) {
    byte[] all = new byte[buffer.capacity()];
    buffer.clear().get(all);
    return all;
  }

  private static ByteBuffer tag(ByteBuffer buffer, int tag) {
    return buffer.putShort((short) (tag >>> 16)).putShort((short) tag);
  }

  private static ByteBuffer longForm(ByteBuffer buffer, int tag, String vr, int length) {
    return tag(buffer, tag)
        .put((byte) vr.charAt(0))
        .put((byte) vr.charAt(1))
        .putShort((short) 0)
        .putInt(length);
  }

  private static byte[] deep() {
    ByteBuffer all = buffer(20 * MANY);
    for (int i = 0; i < MANY; i++) {
      longForm(all, Tag.REFERENCED_STUDY_SEQUENCE, "SQ", UNDEFINED);
      tag(all, Tag.ITEM).putInt(UNDEFINED);
    }
    return bytes(all);
  }

  private static byte[] wide() {
    ByteBuffer all = buffer(12 + 8 * MANY);
    longForm(all, Tag.REFERENCED_STUDY_SEQUENCE, "SQ", UNDEFINED);
    for (int i = 0; i < MANY; i++) {
      tag(all, Tag.ITEM).putInt(0);
    }
    return bytes(all);
  }

  private static byte[] longValue() {
    return bytes(longForm(buffer(1_000), Tag.PIXEL_DATA, "OB", 0xFFFFFFF0));
  }

  /** Pixel data that go on for a gigabyte. */
  static byte[] openPixels() {
    return bytes(longForm(buffer(12), Tag.PIXEL_DATA, "OB", 1 << 30));
  }

  private static byte[] deflated() {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[1 << 16];
    byte[] zeros = new byte[1 << 20];
    deflater.setInput(openPixels());
    for (int i = 0; i < 96; i++) {
      for (int n = deflater.deflate(piece); n > 0; n = deflater.deflate(piece)) {
        out.write(piece, 0, n);
      }
      deflater.setInput(zeros);
    }
    deflater.end();
    return out.toByteArray();
  }

  private static byte[] offsetTable() {
    ByteBuffer all = buffer(2_000);
    longForm(all, Tag.PIXEL_DATA, "OB", UNDEFINED);
    tag(all, Tag.ITEM).putInt(0xFFFFFFFC);
    return bytes(all);
  }

  private static byte[] fragments() {
    ByteBuffer all = buffer(12 + 8 * 10 * MANY);
    longForm(all, Tag.PIXEL_DATA, "OB", UNDEFINED);
    while (all.hasRemaining() && all.remaining() >= 8) {
      tag(all, Tag.ITEM).putInt(0);
    }
    return bytes(all);
  }

  /** P-DATA-TFs that say of themselves what isn't so. */
  static List<byte[]> pdus() {
    return List.of(
        new byte[] {4, 0, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
        new byte[] {4, 0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
        new byte[] {4, 0, 0, 0, 0, 6, 0, 0, 0, 90, 1, 3},
        new byte[] {4, 0, 0, 0, 0, 6, (byte) 0x80, 0, 0, 2, 1, 3},
        new byte[] {4, 0, 0, 0, 0, 6, 0, 0, 0, 0, 1, 3},
        new byte[] {4, 0, 0, 0, 0, 0},
        new byte[] {0x42, 0, 0, 0, 0, 0},
        // A command that goes on and on.
        RawDevice.value(RawDevice.VERIFICATION, true, false, new byte[60_000]));
  }

  /** A C-ECHO-RQ in its PDU. */
  static byte[] echo() {
    DataSet set = new DataSet();
    set.putInt(Tag.COMMAND_GROUP_LENGTH, 0);
    set.putString(Tag.AFFECTED_SOP_CLASS_UID, huisclos.dicom.Uids.VERIFICATION);
    set.putInt(Tag.COMMAND_FIELD, 0x0030);
    set.putInt(Tag.MESSAGE_ID, 1);
    set.putInt(Tag.COMMAND_DATA_SET_TYPE, 0x0101);
    return RawDevice.value(
        RawDevice.VERIFICATION,
        true,
        true,
        RawDevice.encoded(set, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
  }

  /** Identifiers in implicit VR, the first below the limit of 1 MiB. */
  static List<byte[]> identifiers() {
    ByteBuffer items = buffer(16 + 8 * MANY);
    tag(items, Tag.REFERENCED_STUDY_SEQUENCE).putInt(UNDEFINED);
    for (int i = 0; i < MANY; i++) {
      tag(items, Tag.ITEM).putInt(0);
    }
    tag(items, Tag.SEQUENCE_DELIMITATION_ITEM).putInt(0);
    ByteBuffer keys = buffer(8 * MANY);
    for (int i = 0; i < MANY; i++) {
      tag(keys, 0x00110010 + 2 * i).putInt(0);
    }
    ByteBuffer one = buffer(2 << 20);
    tag(one, Tag.PATIENT_NAME).putInt((2 << 20) - 8);
    return List.of(bytes(items), bytes(keys), bytes(one));
  }

  /** A query by the first letters of a name that every invented patient has. */
  static byte[] everyone() {
    DataSet set = new DataSet();
    set.putString(Tag.QUERY_RETRIEVE_LEVEL, "STUDY");
    set.putString(Tag.PATIENT_NAME, "SYNTHETIC*");
    set.putEmpty(Tag.STUDY_INSTANCE_UID);
    return RawDevice.encoded(set, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
  }
}

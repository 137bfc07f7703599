package huisclos.net.internal;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.net.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A command set (PS3.7 §6.3.1, Annex E): always implicit VR little endian. Not thread-safe. */
final class Command {
  /** Longest command set taken. The longest of the standard's are a few hundred bytes. */
  static final int MAX_BYTES = 32 * 1024;

  private static final int NO_DATA_SET = 0x0101;
  private static final int DATA_SET = 0x0102;
  private static final int MEDIUM_PRIORITY = 0;
  private static final int GROUP_LENGTH_BYTES = 12;

  private final DataSet set;

  private Command(DataSet set) {
    this.set = set;
  }

  static Command read(byte[] bytes, int length) throws IOException {
    return new Command(
        DataSetDecoder.read(
            new ByteArrayInputStream(bytes, 0, length),
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            ReadOptions.whole()));
  }

  static Command request(CommandField field, int messageId, String sopClass, boolean dataSet) {
    Command command = new Command(new DataSet());
    command.set.putString(Tag.AFFECTED_SOP_CLASS_UID, sopClass);
    command.set.putInt(Tag.COMMAND_FIELD, field.request());
    command.set.putInt(Tag.MESSAGE_ID, messageId);
    command.set.putInt(Tag.COMMAND_DATA_SET_TYPE, dataSet ? DATA_SET : NO_DATA_SET);
    if (dataSet) {
      command.set.putInt(Tag.PRIORITY, MEDIUM_PRIORITY);
    }
    return command;
  }

  /**
   * The request of an N-operation (PS3.7 §10.3). Event reports and creations affect an instance,
   * the others are requested of one.
   */
  static Command normalized(
      CommandField field,
      int messageId,
      String sopClass,
      Optional<String> sopInstance,
      boolean dataSet) {
    boolean affected = field == CommandField.N_EVENT_REPORT || field == CommandField.N_CREATE;
    Command command = new Command(new DataSet());
    command.set.putString(
        affected ? Tag.AFFECTED_SOP_CLASS_UID : Tag.REQUESTED_SOP_CLASS_UID, sopClass);
    command.set.putInt(Tag.COMMAND_FIELD, field.request());
    command.set.putInt(Tag.MESSAGE_ID, messageId);
    command.set.putInt(Tag.COMMAND_DATA_SET_TYPE, dataSet ? DATA_SET : NO_DATA_SET);
    sopInstance.ifPresent(uid ->
        command.set.putString(
            affected ? Tag.AFFECTED_SOP_INSTANCE_UID : Tag.REQUESTED_SOP_INSTANCE_UID, uid));
    return command;
  }

  /** A C-CANCEL-RQ of the operation with this message id. */
  static Command cancel(int messageId) {
    Command command = new Command(new DataSet());
    command.set.putInt(Tag.COMMAND_FIELD, CommandField.C_CANCEL.request());
    command.set.putInt(Tag.MESSAGE_ID_BEING_RESPONDED_TO, messageId);
    command.set.putInt(Tag.COMMAND_DATA_SET_TYPE, NO_DATA_SET);
    return command;
  }

  /** The response to a request, naming the instance it named. */
  static Command response(Command request, Reply reply, boolean dataSet) {
    Command command = new Command(new DataSet());
    DataSet set = command.set;
    String sopClass = request.sopClass();
    if (!sopClass.isEmpty()) {
      set.putString(Tag.AFFECTED_SOP_CLASS_UID, sopClass);
    }
    set.putInt(Tag.COMMAND_FIELD, request.field() | CommandField.RESPONSE);
    set.putInt(Tag.MESSAGE_ID_BEING_RESPONDED_TO, request.messageId().orElse(0));
    set.putInt(Tag.COMMAND_DATA_SET_TYPE, dataSet ? DATA_SET : NO_DATA_SET);
    set.putInt(Tag.STATUS, reply.status());
    if (!reply.offendingElements().isEmpty()) {
      set.putInt(
          Tag.OFFENDING_ELEMENT,
          reply.offendingElements().stream().mapToInt(Integer::intValue).toArray());
    }
    if (!reply.comment().isEmpty()) {
      set.putString(Tag.ERROR_COMMENT, reply.comment());
    }
    reply.errorId().ifPresent(id -> set.putInt(Tag.ERROR_ID, id));
    String instance = request.sopInstance();
    if (!instance.isEmpty()) {
      set.putString(Tag.AFFECTED_SOP_INSTANCE_UID, instance);
    }
    return command;
  }

  Command with(int tag, int value) {
    set.putInt(tag, value);
    return this;
  }

  Command with(int tag, String value) {
    set.putString(tag, value);
    return this;
  }

  Command withTags(int tag, List<Integer> tags) {
    set.putInt(tag, tags.stream().mapToInt(Integer::intValue).toArray());
    return this;
  }

  /** The bytes, group length first. */
  byte[] encode() throws IOException {
    set.putInt(Tag.COMMAND_GROUP_LENGTH, 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    DataSetWriter.write(set, out, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    byte[] bytes = out.toByteArray();
    int length = bytes.length - GROUP_LENGTH_BYTES;
    for (int i = 0; i < 4; i++) {
      bytes[8 + i] = (byte) (length >>> (8 * i));
    }
    return bytes;
  }

  /** Command Field, 0 where there is none. */
  int field() {
    return set.integer(Tag.COMMAND_FIELD).orElse(0);
  }

  boolean isResponse() {
    return (field() & CommandField.RESPONSE) != 0;
  }

  boolean is(CommandField field) {
    return field() == field.request();
  }

  boolean answers(CommandField field, int messageId) {
    return field() == field.response() && respondedTo().orElse(-1) == messageId;
  }

  boolean answers(CommandField field) {
    return field() == field.response();
  }

  boolean hasDataSet() {
    return set.integer(Tag.COMMAND_DATA_SET_TYPE).orElse(NO_DATA_SET) != NO_DATA_SET;
  }

  OptionalInt messageId() {
    return set.integer(Tag.MESSAGE_ID);
  }

  OptionalInt respondedTo() {
    return set.integer(Tag.MESSAGE_ID_BEING_RESPONDED_TO);
  }

  OptionalInt status() {
    return set.integer(Tag.STATUS);
  }

  /** Affected, else Requested SOP Class UID; empty where there is neither. */
  String sopClass() {
    return set.string(Tag.AFFECTED_SOP_CLASS_UID)
        .orElseGet(() -> set.string(Tag.REQUESTED_SOP_CLASS_UID, ""));
  }

  /** Affected, else Requested SOP Instance UID; empty where there is neither. */
  String sopInstance() {
    return set.string(Tag.AFFECTED_SOP_INSTANCE_UID)
        .orElseGet(() -> set.string(Tag.REQUESTED_SOP_INSTANCE_UID, ""));
  }

  String string(int tag) {
    return set.string(tag, "");
  }

  List<Integer> tags(int tag) {
    return Arrays.stream(set.tagValues(tag)).boxed().toList();
  }

  OptionalInt integer(int tag) {
    return set.integer(tag);
  }

  /** Status, comment and offending elements of a response. */
  Reply reply() {
    return new Reply(
        status().orElse(0xC000),
        set.string(Tag.ERROR_COMMENT, ""),
        tags(Tag.OFFENDING_ELEMENT),
        set.integer(Tag.ERROR_ID));
  }
}

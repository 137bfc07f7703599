package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.vault.BlobAddress;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * An act as it lies in the vault.
 *
 * @param address where; its object's id is the act's
 * @param time when it was done
 * @param actor who did it: an operator's account, or the title of a device whose object came
 * @param reason why, in the words of whoever did it; may be empty, may name a patient
 * @param act what
 */
record ActEntry(BlobAddress address, Instant time, String actor, String reason, Act act) {
  /** The UID that stands for a SOP class in the descriptor of an act: no query ever meets it. */
  static final String SOP_CLASS = "2.25.44894558280082534242161081848625637035";

  /** Bytes of one act. */
  static final int MAX_BYTES = 16 << 20;

  /** How the act is named. */
  String id() {
    return address.object().toString();
  }

  /** The bytes of an act that is about to be laid down. */
  static byte[] encode(Instant time, String actor, String reason, Act act) throws IOException {
    ActFields fields =
        ActFields.empty()
            .text(Field.KIND, act.kind())
            .text(Field.TIME, time.toString())
            .text(Field.ACTOR, actor)
            .text(Field.REASON, reason);
    act.write(fields);
    byte[] bytes = fields.encode();
    if (bytes.length > MAX_BYTES) {
      throw new ArchiveException("a housekeeping act is about too much at once");
    }
    return bytes;
  }

  /** The act of bytes found in the vault. */
  static ActEntry decode(BlobAddress address, byte[] bytes) throws IOException {
    ActFields fields = ActFields.decode(bytes);
    try {
      return new ActEntry(
          address,
          Instant.parse(fields.required(Field.TIME)),
          fields.text(Field.ACTOR),
          fields.text(Field.REASON),
          Act.read(fields));
    } catch (DateTimeParseException e) {
      throw new ArchiveException("a housekeeping act has no time", e);
    }
  }

  /** The kind and id; the reason may be about a patient. */
  @Override
  public String toString() {
    return "ActEntry[" + act.kind() + " " + id() + "]";
  }
}

package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetWriter;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import huisclos.dicom.Vr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The fields of an {@link Act} as they lie in the vault: private elements of a data set in explicit
 * little endian and UTF-8. A field that a reader doesn't know is passed over. Not thread-safe.
 */
final class ActFields {
  /** The fields; their numbers are part of the stored format: one may be added, none changed. */
  enum Field {
    KIND(1),
    TIME(2),
    ACTOR(3),
    REASON(4),
    STUDIES(5),
    SERIES(6),
    INSTANCE(7),
    FROM(8),
    INTO(9),
    VALUES(10),
    REMOVED(11),
    CHARACTER_SET(12),
    ON_ARRIVAL(13),
    SAME_PATIENT(14),
    TARGET(15),
    OBJECT(16),
    ALIAS(17),
    IDENTITY(18),
    UNTIL(19),
    CODE(20),
    NOTE(21),
    INSTANCES(22);

    private final int tag;

    Field(int number) {
      this.tag = 0x00111000 + number;
    }
  }

  private static final int CREATOR = 0x00110010;
  private static final String BLOCK = "ACT 1";

  private final DataSet set;

  private ActFields(DataSet set) {
    this.set = set;
  }

  /** Fields to be filled. */
  static ActFields empty() {
    DataSet set = new DataSet();
    set.putString(
        Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
    set.putString(CREATOR, Vr.LO, BLOCK);
    return new ActFields(set);
  }

  /**
   * The fields of bytes that {@link #encode} made.
   *
   * @throws ArchiveException if they are none
   */
  static ActFields decode(byte[] bytes) throws IOException {
    DataSet set = SealedAttributes.decode(bytes);
    if (!set.string(CREATOR, "").equals(BLOCK)) {
      throw new ArchiveException("a housekeeping act is of an unknown form");
    }
    return new ActFields(set);
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    DataSetWriter.write(set, bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return bytes.toByteArray();
  }

  /** Puts a text of any length and characters; an empty one is left out. */
  ActFields text(Field field, String text) {
    if (!text.isEmpty()) {
      set.putString(field.tag, Vr.UT, text);
    }
    return this;
  }

  /** Puts values without backslashes; an empty list is left out. */
  ActFields list(Field field, List<String> values) {
    if (!values.isEmpty()) {
      set.putString(field.tag, Vr.UC, values.toArray(String[]::new));
    }
    return this;
  }

  /** Puts attributes with the character set they name. */
  ActFields attributes(Field field, DataSet attributes) {
    set.putItems(field.tag, List.of(attributes));
    return this;
  }

  String text(Field field) {
    return set.string(field.tag, "");
  }

  /** A text that has to be there. */
  String required(Field field) throws ArchiveException {
    return set.string(field.tag)
        .orElseThrow(() -> new ArchiveException("a housekeeping act lacks the field " + field));
  }

  List<String> list(Field field) {
    return set.strings(field.tag);
  }

  Optional<DataSet> attributes(Field field) {
    List<DataSet> items = set.items(field.tag);
    return items.isEmpty() ? Optional.empty() : Optional.of(items.getFirst());
  }
}

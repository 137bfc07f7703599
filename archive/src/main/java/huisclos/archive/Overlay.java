package huisclos.archive;

import huisclos.archive.ActFields.Field;
import huisclos.dicom.DataSet;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a correction changes of a data set's outermost level. Immutable as long as nobody changes
 * the values.
 *
 * @param values attributes that take the place of those stored, in UTF-8; an empty one empties
 * @param removed attributes that are left out
 * @param characterSet defined terms by which the stored text is to be read, where those that came
 *     with it are wrong or missing; empty where they are right
 */
record Overlay(DataSet values, List<Integer> removed, List<String> characterSet) {
  Overlay {
    removed = List.copyOf(removed);
    characterSet = List.copyOf(characterSet);
  }

  static Overlay of(DataSet values, List<Integer> removed) {
    return new Overlay(values, removed, List.of());
  }

  /** An empty data set for {@link #values}. */
  static DataSet utf8() {
    DataSet set = new DataSet();
    set.putString(
        Tag.SPECIFIC_CHARACTER_SET, SpecificCharacterSet.UTF_8.terms().toArray(String[]::new));
    return set;
  }

  boolean isEmpty() {
    return tags().isEmpty() && characterSet.isEmpty();
  }

  /** The attributes that are changed, Specific Character Set aside. */
  Set<Integer> tags() {
    Set<Integer> tags = new TreeSet<>(huisclos.dicom.Tags::compare);
    for (int tag : values.tags()) {
      if (tag != Tag.SPECIFIC_CHARACTER_SET) {
        tags.add(tag);
      }
    }
    tags.addAll(removed);
    return tags;
  }

  void write(ActFields to) {
    to.attributes(Field.VALUES, values)
        .list(Field.REMOVED, removed.stream().map(tag -> HexFormat.of().toHexDigits(tag)).toList())
        .list(Field.CHARACTER_SET, characterSet);
  }

  static Overlay from(ActFields fields) throws ArchiveException {
    try {
      return new Overlay(
          fields.attributes(Field.VALUES).orElseGet(Overlay::utf8),
          fields.list(Field.REMOVED).stream().map(HexFormat::fromHexDigits).toList(),
          fields.list(Field.CHARACTER_SET));
    } catch (IllegalArgumentException e) {
      throw new ArchiveException("a correction names what is no tag", e);
    }
  }
}

package huisclos.archive;

import huisclos.dicom.BulkElement;
import huisclos.dicom.DataSet;
import huisclos.dicom.DataSetDecoder;
import huisclos.dicom.DataSetRewriter;
import huisclos.dicom.Element;
import huisclos.dicom.ReadOptions;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.TransferSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A stored data set as its corrections let it out: a stream in the syntax it is kept in, with what
 * was changed told in its Original Attributes Sequence (PS3.3 §C.12.1.1.9).
 *
 * <p>A move to another person's record doesn't tell the former identity: that would hand one
 * patient's data out with another's.
 */
final class CorrectedObject {
  /** A value longer than this is replaced but not told. */
  private static final int TOLD_BYTES = 64 << 10;

  /** Nothing from here on can be corrected. */
  private static final int PIXELS = 0x7FE00000;

  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx").withZone(ZoneOffset.UTC);

  private final List<Correction> corrections;
  private final String system;

  /**
   * @param corrections those about the object, in order
   * @param system what the sequence names as the modifying system
   */
  CorrectedObject(List<Correction> corrections, String system) {
    this.corrections = corrections;
    this.system = system;
  }

  /** Opens the stored bytes; asked twice, since what comes late may have to be told early. */
  interface Source {
    InputStream open() throws IOException;
  }

  InputStream open(Source stored, TransferSyntax syntax) throws IOException {
    DataSetRewriter.Change change;
    try (InputStream in = stored.open()) {
      change = change(DataSetDecoder.read(in, syntax, new ReadOptions(PIXELS, TOLD_BYTES)));
    }
    return new DataSetRewriter(stored.open(), syntax, change);
  }

  private DataSetRewriter.Change change(DataSet header) {
    Set<Integer> touched = new HashSet<>();
    corrections.forEach(c -> touched.addAll(c.overlay().tags()));
    touched.add(Tag.SPECIFIC_CHARACTER_SET);
    DataSet before = held(header.copyOf(touched));
    DataSet after = Effective.of(before, corrections);
    SpecificCharacterSet readAs = readAs(header);
    boolean toUtf8 = !after.characterSet().terms().equals(readAs.terms());
    DataSet put = new DataSet();
    Set<Integer> removed = new HashSet<>();
    for (int tag : touched) {
      Optional<Element> value = after.get(tag);
      value.ifPresent(put::put);
      if (value.isEmpty()) {
        removed.add(tag);
      }
    }
    List<DataSet> told = told(header, before, after.characterSet(), toUtf8);
    if (!told.isEmpty()) {
      put.putItems(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE, told);
    }
    return new DataSetRewriter.Change(put, removed, readAs, toUtf8);
  }

  /** Without what was left in the source. */
  private static DataSet held(DataSet set) {
    DataSet held = new DataSet();
    for (Element element : Effective.copy(set)) {
      if (!(element instanceof BulkElement)) {
        held.put(element);
      }
    }
    return held;
  }

  /** The repertoire of the stored text: the last that a correction names, else the object's own. */
  private SpecificCharacterSet readAs(DataSet header) {
    SpecificCharacterSet set = header.characterSet();
    for (Correction correction : corrections) {
      if (!correction.overlay().characterSet().isEmpty()) {
        set = SpecificCharacterSet.of(correction.overlay().characterSet());
      }
    }
    return set;
  }

  /** The items of the sequence: those that came with the object, and one for each correction. */
  private List<DataSet> told(
      DataSet header, DataSet before, SpecificCharacterSet target, boolean toUtf8) {
    List<DataSet> items = new ArrayList<>();
    for (DataSet item : header.items(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE)) {
      items.add(toUtf8 ? Effective.inUtf8(item) : held(item));
    }
    DataSet state = before;
    for (Correction correction : corrections) {
      if (correction.showsOriginal()) {
        items.add(item(correction, state, target));
      }
      state = Effective.of(state, List.of(correction));
    }
    return items;
  }

  private DataSet item(Correction correction, DataSet state, SpecificCharacterSet target) {
    DataSet former = new DataSet();
    if (!target.terms().isEmpty()) {
      former.putString(Tag.SPECIFIC_CHARACTER_SET, target.terms().toArray(String[]::new));
    }
    boolean alike = state.characterSet().terms().equals(target.terms());
    for (int tag : correction.overlay().tags()) {
      Optional<Element> value = state.get(tag);
      if (value.isEmpty()) {
        former.putEmpty(tag);
      } else if (alike) {
        former.put(value.get());
      } else {
        convert(value.get(), state, former);
      }
    }
    former.remove(Tag.SPECIFIC_CHARACTER_SET);
    if (!correction.overlay().characterSet().isEmpty()) {
      former.putString(
          Tag.SPECIFIC_CHARACTER_SET, state.characterSet().terms().toArray(String[]::new));
    }
    DataSet item = new DataSet();
    item.putString(Tag.SOURCE_OF_PREVIOUS_VALUES, "");
    item.putString(Tag.ATTRIBUTE_MODIFICATION_DATE_TIME, DATE_TIME.format(correction.time()));
    item.putString(Tag.MODIFYING_SYSTEM, system);
    item.putString(
        Tag.REASON_FOR_THE_ATTRIBUTE_MODIFICATION, correction.onArrival() ? "COERCE" : "CORRECT");
    item.putItems(Tag.MODIFIED_ATTRIBUTES_SEQUENCE, List.of(former));
    return item;
  }

  /** Text that the result's repertoire lacks was wrongly declared: it is told as it was, empty. */
  private static void convert(Element element, DataSet source, DataSet target) {
    if (target
            .characterSet()
            .canEncode(String.join("\\", source.strings(element.tag())), element.vr())
        || !element.vr().usesCharacterSet()) {
      Answer.convert(element, source, target);
    } else {
      target.putEmpty(element.tag());
    }
  }
}

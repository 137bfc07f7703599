package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Element;
import huisclos.dicom.SequenceElement;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import java.util.ArrayList;
import java.util.List;

/**
 * The data set that answers for one entry: the attributes that were asked for, in the entry's
 * character set; one that is supported and has no value is returned empty. A sequence that is asked
 * for without naming what of it is given whole (PS3.4 §C.2.2.2.6).
 */
final class WorklistAnswer {
  private WorklistAnswer() {}

  static DataSet of(DataSet entry, DataSet identifier) {
    DataSet answer = new DataSet();
    entry.get(Tag.SPECIFIC_CHARACTER_SET).ifPresent(answer::put);
    for (int tag : identifier.tags()) {
      if (tag != Tag.SPECIFIC_CHARACTER_SET && (tag & 0xFFFF) != 0) {
        boolean known = WorklistKeys.supported(tag) && tag != Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE;
        put(answer, entry, identifier, tag, known);
      }
    }
    return answer;
  }

  private static void put(
      DataSet answer, DataSet source, DataSet identifier, int tag, boolean supported) {
    var held = source.get(tag);
    if (held.isEmpty()) {
      if (supported) {
        answer.putEmpty(tag);
      }
      return;
    }
    List<DataSet> asked = identifier.items(tag);
    if (!(held.get() instanceof SequenceElement sequence)
        || asked.isEmpty()
        || asked.getFirst().isEmpty()) {
      answer.put(whole(held.get()));
      return;
    }
    boolean step = tag == Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE;
    List<DataSet> items = new ArrayList<>();
    for (DataSet item : sequence.items()) {
      DataSet narrowed = new DataSet();
      for (int nested : asked.getFirst().tags()) {
        if ((nested & 0xFFFF) != 0) {
          boolean known = step ? WorklistKeys.supportedInStep(nested) : !Tags.isPrivate(nested);
          put(narrowed, item, asked.getFirst(), nested, known);
        }
      }
      items.add(narrowed);
    }
    answer.put(new SequenceElement(tag, items));
  }

  /** A sequence gets items of its own: an item inherits the character set of where it lies. */
  private static Element whole(Element element) {
    if (!(element instanceof SequenceElement sequence)) {
      return element;
    }
    List<DataSet> items = new ArrayList<>();
    for (DataSet item : sequence.items()) {
      DataSet copy = new DataSet();
      item.forEach(nested -> copy.put(whole(nested)));
      items.add(copy);
    }
    return new SequenceElement(sequence.tag(), items);
  }
}

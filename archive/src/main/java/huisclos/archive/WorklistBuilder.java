package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a worklist data set out of texts, in the smallest of three character sets that holds them
 * all: the default repertoire, Latin-1, UTF-8. Control characters and backslashes, which DICOM
 * gives a meaning of its own, don't get in. Not thread-safe.
 */
public final class WorklistBuilder {
  private final Map<Integer, String[]> order = new LinkedHashMap<>();
  private final Map<Integer, String[]> step = new LinkedHashMap<>();
  private final Map<Integer, Code> orderCodes = new LinkedHashMap<>();
  private final Map<Integer, Code> stepCodes = new LinkedHashMap<>();
  private final StringBuilder all = new StringBuilder();

  /** An entry without a value yet. */
  public WorklistBuilder() {}

  private record Code(String value, String scheme, String meaning) {}

  /** Sets an attribute outside of the step; nothing where the value is empty. */
  public WorklistBuilder put(int tag, String value) {
    set(order, tag, value);
    return this;
  }

  /** Sets an attribute of the scheduled step; empty values are left out. */
  public WorklistBuilder step(int tag, String... values) {
    set(step, tag, values);
    return this;
  }

  /** Sets a code sequence of one item outside of the step; nothing where there is no value. */
  public WorklistBuilder code(int tag, String value, String scheme, String meaning) {
    code(orderCodes, tag, value, scheme, meaning);
    return this;
  }

  /** Sets a code sequence of one item in the step; nothing where there is no value. */
  public WorklistBuilder stepCode(int tag, String value, String scheme, String meaning) {
    code(stepCodes, tag, value, scheme, meaning);
    return this;
  }

  /** Whether an attribute outside of the step was set. */
  public boolean has(int tag) {
    return order.containsKey(tag);
  }

  /** Whether an attribute of the step was set. */
  public boolean stepHas(int tag) {
    return step.containsKey(tag);
  }

  private void set(Map<Integer, String[]> target, int tag, String... values) {
    String[] clean =
        List.of(values).stream()
            .map(WorklistBuilder::clean)
            .filter(v -> !v.isEmpty())
            .toArray(String[]::new);
    if (clean.length > 0) {
      target.put(tag, clean);
      all.append(String.join(" ", clean));
    }
  }

  private void code(
      Map<Integer, Code> target, int tag, String value, String scheme, String meaning) {
    if (!clean(value).isEmpty()) {
      // Code Meaning is of type 1; the scheme of a code that names none is the site's own.
      Code code =
          new Code(
              clean(value),
              clean(scheme).isEmpty() ? "99LOCAL" : clean(scheme),
              clean(meaning).isEmpty() ? clean(value) : clean(meaning));
      target.put(tag, code);
      all.append(code.value).append(code.scheme).append(code.meaning);
    }
  }

  private static String clean(String value) {
    StringBuilder text = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? ' ' : c == '\\' ? '/' : c));
    return text.toString().strip();
  }

  /** The data set. */
  public DataSet build() {
    SpecificCharacterSet set = characterSet(all.toString());
    DataSet whole = begin(set);
    order.forEach((tag, values) -> whole.putString(tag, Dictionary.vrOf(tag), values));
    orderCodes.forEach((tag, code) -> whole.putItems(tag, List.of(item(set, code))));
    DataSet scheduled = begin(set);
    step.forEach((tag, values) -> scheduled.putString(tag, Dictionary.vrOf(tag), values));
    stepCodes.forEach((tag, code) -> scheduled.putItems(tag, List.of(item(set, code))));
    if (!step.isEmpty()) {
      scheduled.remove(Tag.SPECIFIC_CHARACTER_SET);
      whole.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(scheduled));
    }
    return whole;
  }

  private static DataSet begin(SpecificCharacterSet set) {
    DataSet begun = new DataSet();
    if (!set.terms().isEmpty()) {
      begun.putString(Tag.SPECIFIC_CHARACTER_SET, set.terms().toArray(String[]::new));
    }
    return begun;
  }

  /** An item is written in the set's character set and then inherits it. */
  private static DataSet item(SpecificCharacterSet set, Code code) {
    DataSet item = begin(set);
    item.putString(Tag.CODE_VALUE, code.value);
    item.putString(Tag.CODING_SCHEME_DESIGNATOR, code.scheme);
    item.putString(Tag.CODE_MEANING, code.meaning);
    item.remove(Tag.SPECIFIC_CHARACTER_SET);
    return item;
  }

  private static SpecificCharacterSet characterSet(String text) {
    SpecificCharacterSet latin = SpecificCharacterSet.of(List.of("ISO_IR 100"));
    if (SpecificCharacterSet.DEFAULT.canEncode(text, Vr.LT)) {
      return SpecificCharacterSet.DEFAULT;
    }
    return latin.canEncode(text, Vr.LT) ? latin : SpecificCharacterSet.UTF_8;
  }
}

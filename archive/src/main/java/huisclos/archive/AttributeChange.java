package huisclos.archive;

import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.Tag;
import huisclos.dicom.Tags;
import huisclos.dicom.UnencodableTextException;
import huisclos.dicom.Vr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The attributes of a correction, checked one by one as they are named. Not thread-safe. */
public final class AttributeChange {
  /** Characters of one value. */
  public static final int MAX_CHARS = 8_192;

  /** Attributes of one correction. */
  public static final int MAX_ATTRIBUTES = 200;

  /** They say what an object is and how it is built, so that no correction could be right. */
  private static final Set<Integer> FIXED =
      Set.of(
          Tag.SPECIFIC_CHARACTER_SET,
          Tag.SOP_CLASS_UID,
          Tag.SOP_INSTANCE_UID,
          Tag.STUDY_INSTANCE_UID,
          Tag.SERIES_INSTANCE_UID,
          Tag.ORIGINAL_ATTRIBUTES_SEQUENCE);

  private final DataSet values = Overlay.utf8();
  private final Map<Integer, Boolean> removed = new LinkedHashMap<>();

  /** Changes nothing yet. */
  public AttributeChange() {}

  /** An attempt to add an attribute. */
  public enum Added {
    YES,
    /** UIDs, pixel data, numbers that describe them, sequences and binary values. */
    FIXED,
    /** The value isn't one of the attribute's VR. */
    BAD_VALUE
  }

  /** Overrides an attribute; values are parted by backslashes, an empty one empties it. */
  public Added set(int tag, String value) {
    Vr vr = Dictionary.vrOf(tag);
    boolean empty = value.isEmpty();
    if (isFixed(tag) || (!empty && !(vr.isString() && vr != Vr.UI))) {
      return Added.FIXED;
    }
    if (value.length() > MAX_CHARS || values.size() > MAX_ATTRIBUTES) {
      return Added.BAD_VALUE;
    }
    if (empty) {
      values.putEmpty(tag);
      return Added.YES;
    }
    try {
      values.putString(tag, vr, value.split("\\\\", -1));
    } catch (UnencodableTextException e) {
      return Added.BAD_VALUE;
    }
    return fits(tag, vr) ? Added.YES : Added.BAD_VALUE;
  }

  /** Leaves an attribute out. */
  public Added remove(int tag) {
    if (isFixed(tag)) {
      return Added.FIXED;
    }
    removed.put(tag, true);
    return removed.size() > MAX_ATTRIBUTES ? Added.BAD_VALUE : Added.YES;
  }

  private static boolean isFixed(int tag) {
    int group = Tags.group(tag);
    return FIXED.contains(tag)
        || group <= 0x0002
        || group == 0x0028
        || group >= 0x5000
        || Tags.isPrivate(tag)
        || Tags.isGroupLength(tag)
        || Dictionary.vrOf(tag) == Vr.UI;
  }

  private boolean fits(int tag, Vr vr) {
    for (String value : values.strings(tag)) {
      boolean good =
          switch (vr) {
            case DA -> value.isEmpty() || DateRange.day(value).isPresent();
            case TM -> value.isEmpty() || TimeRange.moment(value).isPresent();
            case IS -> value.matches("\\s*[+-]?\\d{1,11}\\s*|");
            case DS -> value.matches("[ 0-9.eE+-]{0,16}");
            case CS -> value.matches("[A-Z0-9_ ]{0,16}");
            case SH, AE -> value.length() <= 16;
            case LO -> value.length() <= 64;
            case AS -> value.matches("\\d{3}[DWMY]|");
            default -> true;
          };
      if (!good) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing was named. */
  public boolean isEmpty() {
    return overlay().isEmpty();
  }

  Overlay overlay() {
    List<Integer> out = new ArrayList<>(removed.keySet());
    return Overlay.of(values, out);
  }
}

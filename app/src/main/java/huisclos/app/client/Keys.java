package huisclos.app.client;

import huisclos.app.UserError;
import huisclos.dicom.DataSet;
import huisclos.dicom.Dictionary;
import huisclos.dicom.SpecificCharacterSet;
import huisclos.dicom.Tag;
import huisclos.dicom.Vr;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The matching and return keys of a query, as typed: {@code KEY=VALUE}, {@code KEY=} or {@code
 * KEY}.
 */
public final class Keys {
  /** PS3.5 §6.1.2: what text outside the default repertoire is sent in. */
  private static final String UTF_8 = SpecificCharacterSet.UTF_8.terms().getFirst();

  private final DataSet identifier = new DataSet();
  private final List<Integer> typed = new ArrayList<>();

  public Keys(List<String> texts) {
    if (texts.stream().anyMatch(t -> t.chars().anyMatch(c -> c > 0x7e))) {
      identifier.putString(Tag.SPECIFIC_CHARACTER_SET, UTF_8);
    }
    texts.forEach(this::add);
  }

  /** The identifier so far, to be sent. */
  public DataSet identifier() {
    return identifier;
  }

  /** The tags that were typed, in order. */
  public List<Integer> typed() {
    return List.copyOf(typed);
  }

  /** Asks for these too, unless they are keys already. */
  public void returning(int... tags) {
    for (int tag : tags) {
      if (!identifier.contains(tag)) {
        identifier.putEmpty(tag);
        typed.add(tag);
      }
    }
  }

  private void add(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    int tag = tag(key);
    Vr vr = Dictionary.vrOf(tag);
    if (vr == Vr.SQ) {
      if (!value.isEmpty()) {
        throw UserError.usage(key + " is a sequence", "ask for it without a value");
      }
      identifier.putEmpty(tag);
    } else if (value.isEmpty()) {
      identifier.putEmpty(tag);
    } else if (vr.isString()) {
      identifier.putString(tag, value.split("\\\\", -1));
    } else {
      throw UserError.usage(key + " can't be matched on", "ask for it without a value");
    }
    typed.add(tag);
  }

  private static int tag(String key) {
    String digits = key.replaceAll("[(),]", "");
    if (digits.matches("[0-9A-Fa-f]{8}")) {
      return HexFormat.fromHexDigits(digits);
    }
    return Dictionary.tagOf(key)
        .orElseThrow(() ->
            UserError.usage(
                "no attribute is called " + key,
                "use a keyword such as PatientName, or a tag such as 0010,0010"));
  }
}

package huisclos.dicom;

import huisclos.dicom.Token.ElementHeader;
import huisclos.dicom.Token.End;
import huisclos.dicom.Token.Fragment;
import huisclos.dicom.Token.FragmentsEnd;
import huisclos.dicom.Token.FragmentsStart;
import huisclos.dicom.Token.ItemEnd;
import huisclos.dicom.Token.ItemStart;
import huisclos.dicom.Token.SequenceEnd;
import huisclos.dicom.Token.SequenceStart;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a data set while it is read: bytes pass through, and of all else no more than {@link
 * Limits#MAX_JSON_TEXT_BYTES} is held. For one document and one thread.
 */
final class JsonTokenWriter {
  /** A data set or item that is open. */
  private static final class Level {
    private final Set<Integer> tags = new HashSet<>();
    private SpecificCharacterSet characterSet;

    Level(SpecificCharacterSet characterSet) {
      this.characterSet = characterSet;
    }
  }

  private final DataSetReader in;
  private final JsonGenerator json;
  private final JsonOptions options;
  private final JsonValueWriter values;
  private final Deque<Level> levels = new ArrayDeque<>();

  /** Tags remembered at all open levels. */
  private int remembered;

  /** Whether the sequence just begun has no item yet, so that its array is not open. */
  private boolean bare;

  JsonTokenWriter(DataSetReader in, JsonGenerator json, JsonOptions options) {
    this.in = in;
    this.json = json;
    this.options = options;
    this.values = new JsonValueWriter(json);
  }

  void dataSet() throws IOException {
    open(SpecificCharacterSet.DEFAULT);
    boolean more = true;
    while (more) {
      switch (in.next()) {
        case ElementHeader element -> element(element);
        case SequenceStart sequence -> {
          name(sequence.tag());
          vr(Vr.SQ);
          bare = true;
        }
        case ItemStart _ -> {
          if (bare) {
            json.writeName("Value");
            json.writeStartArray();
          }
          open(level().characterSet);
        }
        case ItemEnd _ -> close();
        case SequenceEnd _ -> {
          if (!bare) {
            json.writeEndArray();
          }
          bare = false;
          json.writeEndObject();
        }
        case FragmentsStart fragments -> {
          name(fragments.tag());
          vr(fragments.vr());
          if (options.everything()) {
            json.writeName(DicomJson.FRAGMENTS);
            json.writeStartArray();
          }
        }
        case Fragment fragment -> fragment(fragment);
        case FragmentsEnd _ -> {
          if (options.everything()) {
            json.writeEndArray();
          }
          json.writeEndObject();
        }
        case End _ -> more = false;
      }
    }
    close();
  }

  private Level level() {
    return levels.getFirst();
  }

  private void open(SpecificCharacterSet inherited) {
    levels.push(new Level(inherited));
    bare = false;
    json.writeStartObject();
  }

  private void close() {
    remembered -= levels.pop().tags.size();
    json.writeEndObject();
  }

  private void name(int tag) throws DicomException {
    if (!level().tags.add(tag)) {
      throw new DicomException(Rule.DUPLICATE_ELEMENT, in.offset(), tag);
    }
    if (++remembered > Limits.MAX_ELEMENTS) {
      throw new DicomException(Rule.ELEMENTS, in.offset(), tag);
    }
    json.writeName(Tags.hex(tag));
    json.writeStartObject();
  }

  private void vr(Vr vr) {
    json.writeStringProperty("vr", vr.code());
  }

  private void element(ElementHeader element) throws IOException {
    int tag = element.tag();
    if (!DicomJson.isShown(tag)) {
      return;
    }
    name(tag);
    if (tag == Tag.SPECIFIC_CHARACTER_SET) {
      characterSet();
      json.writeEndObject();
      return;
    }
    Vr vr = JsonValueWriter.shown(element.vr(), element.length());
    vr(vr);
    if (element.length() > 0 && element.length() <= options.maxValueBytes()) {
      if (vr.isString() || JsonValueWriter.isNumbers(vr)) {
        DicomJson.checkText(vr, element.length(), in.offset(), tag);
        values.value(vr, read(vr), level().characterSet);
      } else {
        boolean swapped = in.valueIsBigEndian() && vr.unitBytes() > 1;
        values.inlineBinary(
            swapped ? new SwappedStream(in.valueStream(), vr.unitBytes()) : in.valueStream());
      }
    }
    json.writeEndObject();
  }

  private void characterSet() throws IOException {
    String terms = SpecificCharacterSet.DEFAULT.decode(read(Vr.CS), Vr.CS);
    level().characterSet =
        terms.isBlank()
            ? SpecificCharacterSet.DEFAULT
            : SpecificCharacterSet.of(List.of(terms.split("\\\\", -1)));
    values.characterSet();
  }

  private byte[] read(Vr vr) throws IOException {
    byte[] value = in.readValue(Limits.MAX_JSON_TEXT_BYTES);
    if (in.valueIsBigEndian()) {
      ByteSwap.swap(value, value.length, vr.unitBytes());
    }
    return value;
  }

  private void fragment(Fragment fragment) {
    if (options.everything()) {
      json.writeStartObject();
      if (fragment.length() > 0) {
        values.inlineBinary(in.valueStream());
      }
      json.writeEndObject();
    }
  }
}

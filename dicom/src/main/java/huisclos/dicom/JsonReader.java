package huisclos.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one object of the DICOM JSON model. Recursive, no deeper than {@link Limits#MAX_DEPTH}. For
 * one document and one thread.
 */
final class JsonReader {
  /** What one element's object says, in whatever order. */
  private static final class Parts {
    private final int tag;
    private @Nullable Vr vr;

    /** The members that say what the value is; at most one may stand there (PS3.18 §F.2.2). */
    private int sources;

    private @Nullable JsonValues values;

    /** The entries of a {@code Value} that comes before {@code vr}. */
    private @Nullable List<JsonValue> early;

    private byte @Nullable [] inlineBinary;
    private @Nullable String uri;
    private @Nullable List<byte[]> fragments;

    Parts(int tag) {
      this.tag = tag;
    }
  }

  private final JsonParser json;
  private boolean nonAscii;
  private int elements;
  private long held;
  private int tag;

  JsonReader(JsonParser json) {
    this.json = json;
  }

  /** The tag that eight hexadecimal digits name. */
  static OptionalInt tag(String name) {
    if (name.length() != 8) {
      return OptionalInt.empty();
    }
    int parsed = 0;
    for (int i = 0; i < 8; i++) {
      char c = name.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return OptionalInt.empty();
      }
      parsed = parsed << 4 | digit;
    }
    return OptionalInt.of(parsed);
  }

  /** An error at the current place. */
  DicomException broken(Rule rule) {
    return new DicomException(rule, json.currentTokenLocation().getByteOffset(), tag);
  }

  DataSet document() throws IOException {
    JsonToken start = json.nextToken();
    if (start != JsonToken.START_OBJECT) {
      throw broken(start == null ? Rule.JSON_SYNTAX : Rule.JSON_MODEL);
    }
    DataSet set = object();
    end();
    return set;
  }

  /** An array of objects, or one alone. All of them together are held to the limits of one. */
  List<DataSet> documents() throws IOException {
    JsonToken start = json.nextToken();
    if (start != JsonToken.START_OBJECT && start != JsonToken.START_ARRAY) {
      throw broken(start == null ? Rule.JSON_SYNTAX : Rule.JSON_MODEL);
    }
    List<DataSet> sets = new ArrayList<>();
    if (start == JsonToken.START_OBJECT) {
      sets.add(object());
    } else {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        hold(Limits.ELEMENT_COST);
        sets.add(object());
      }
    }
    end();
    return sets;
  }

  private DataSet object() throws IOException {
    nonAscii = false;
    DataSet set = dataSet(json.nextName(), 0);
    if (nonAscii) {
      declareUtf8(set);
    }
    return set;
  }

  private void end() throws IOException {
    if (json.nextToken() != null) {
      throw broken(Rule.JSON_MODEL);
    }
  }

  /** An object whose first name has been read already; null where it has none. */
  private DataSet dataSet(@Nullable String first, int depth) throws IOException {
    if (depth > Limits.MAX_DEPTH) {
      throw broken(Rule.DEPTH);
    }
    DataSet set = new DataSet();
    for (String name = first; name != null; name = json.nextName()) {
      tag = tag(name).orElseThrow(() -> broken(Rule.JSON_MODEL));
      if (Tags.group(tag) == 0xFFFE) {
        throw broken(Rule.JSON_MODEL);
      }
      int own = tag;
      Element element = element(own, depth);
      tag = own;
      if (!Tags.isGroupLength(own) && !set.add(element)) {
        throw broken(Rule.DUPLICATE_ELEMENT);
      }
    }
    if (set.contains(Tag.SPECIFIC_CHARACTER_SET)) {
      declareUtf8(set);
    }
    return set;
  }

  /** The text of the elements is UTF-8 already, whatever the document said of itself. */
  private static void declareUtf8(DataSet set) {
    set.putString(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
  }

  private Element element(int own, int depth) throws IOException {
    if (++elements > Limits.MAX_ELEMENTS) {
      throw broken(Rule.ELEMENTS);
    }
    hold(Limits.ELEMENT_COST);
    expect(json.nextToken(), JsonToken.START_OBJECT);
    Parts parts = new Parts(own);
    for (String member = json.nextName(); member != null; member = json.nextName()) {
      member(parts, member, depth);
    }
    if (parts.sources > 1) {
      throw broken(Rule.JSON_MODEL);
    }
    Element element = assembled(parts);
    if (element instanceof ValueElement value) {
      hold(value.length());
    }
    return element;
  }

  private void member(Parts parts, String member, int depth) throws IOException {
    JsonToken token = json.nextToken();
    switch (member) {
      case "vr" -> {
        require(parts.vr == null && token == JsonToken.VALUE_STRING);
        parts.vr = Vr.of(json.getString()).orElseThrow(() -> broken(Rule.JSON_MODEL));
      }
      case "Value" -> {
        parts.sources++;
        values(parts, depth);
      }
      case "InlineBinary" -> {
        parts.sources++;
        parts.inlineBinary = binary();
      }
      case "BulkDataURI" -> {
        parts.sources++;
        expect(token, JsonToken.VALUE_STRING);
        parts.uri = json.getString();
        hold(parts.uri.length());
      }
      case DicomJson.FRAGMENTS -> {
        parts.sources++;
        parts.fragments = fragments();
      }
      default -> json.skipChildren();
    }
  }

  private void values(Parts parts, int depth) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    Vr vr = parts.vr;
    if (vr != null) {
      JsonValues values = new JsonValues(this, parts.tag, vr);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(depth));
      }
      parts.values = values;
      return;
    }
    List<JsonValue> early = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      JsonValue value = value(depth);
      hold(Limits.ELEMENT_COST + 2L * value.length());
      early.add(value);
    }
    parts.early = early;
  }

  private JsonValue value(int depth) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> new JsonValue.Empty();
      case VALUE_STRING -> {
        String text = json.getString();
        yield text.isEmpty() ? new JsonValue.Empty() : new JsonValue.Text(text);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Numeral(json.getString());
      case START_OBJECT -> object(depth);
      default -> throw broken(Rule.JSON_MODEL);
    };
  }

  private JsonValue object(int depth) throws IOException {
    String first = json.nextName();
    if (first != null && DicomJson.NAME_GROUPS.contains(first)) {
      return new JsonValue.Name(name(first));
    }
    if (++elements > Limits.MAX_ELEMENTS) {
      throw broken(Rule.ELEMENTS);
    }
    hold(Limits.ELEMENT_COST);
    return new JsonValue.Item(dataSet(first, depth + 1));
  }

  private String name(String first) throws IOException {
    String[] groups = {"", "", ""};
    for (String name = first; name != null; name = json.nextName()) {
      int group = DicomJson.NAME_GROUPS.indexOf(name);
      JsonToken token = json.nextToken();
      if (group < 0 || token == JsonToken.VALUE_NULL) {
        json.skipChildren();
      } else {
        expect(token, JsonToken.VALUE_STRING);
        groups[group] = json.getString();
      }
    }
    int count = groups[2].isEmpty() ? groups[1].isEmpty() ? 1 : 2 : 3;
    return String.join("=", List.of(groups).subList(0, count));
  }

  private byte[] binary() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return new byte[0];
    }
    expect(json.currentToken(), JsonToken.VALUE_STRING);
    Bounded out = new Bounded();
    json.readBinaryValue(out);
    return out.bytes.toByteArray();
  }

  /** Encapsulated pixel data; the offset table is the first of them. */
  private List<byte[]> fragments() throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    List<byte[]> fragments = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (fragments.size() > Limits.MAX_FRAGMENTS) {
        throw broken(Rule.FRAGMENTS);
      }
      byte[] fragment = {};
      if (json.currentToken() != JsonToken.VALUE_NULL) {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        for (String member = json.nextName(); member != null; member = json.nextName()) {
          json.nextToken();
          if (!member.equals("InlineBinary")) {
            throw broken(Rule.JSON_MODEL);
          }
          fragment = binary();
        }
      }
      hold(Limits.ELEMENT_COST + fragment.length);
      fragments.add(fragment);
    }
    return fragments;
  }

  private Element assembled(Parts parts) throws DicomException {
    Vr vr = parts.vr != null ? parts.vr : known(parts.tag);
    boolean bytes = !vr.isString() && vr != Vr.SQ;
    if (parts.inlineBinary != null) {
      require(bytes);
      return new ValueElement(parts.tag, vr, Values.even(parts.inlineBinary, vr));
    }
    if (parts.fragments != null) {
      require(bytes);
      List<byte[]> all = parts.fragments;
      return new FragmentsElement(
          parts.tag,
          vr,
          all.isEmpty() ? new byte[0] : all.getFirst(),
          all.subList(Math.min(1, all.size()), all.size()));
    }
    if (parts.uri != null) {
      return BulkElement.elsewhere(parts.tag, vr, parts.uri);
    }
    JsonValues values = parts.values;
    if (values == null) {
      values = new JsonValues(this, parts.tag, vr);
      for (JsonValue value : parts.early == null ? List.<JsonValue>of() : parts.early) {
        values.add(value);
      }
    }
    nonAscii |= values.needsCharacterSet();
    return values.element();
  }

  /** The dictionary's VR, for a member that names none. */
  private Vr known(int of) throws DicomException {
    Vr vr = Dictionary.vrOf(of);
    require(vr != Vr.UN);
    return vr;
  }

  private void require(boolean ofTheModel) throws DicomException {
    if (!ofTheModel) {
      throw broken(Rule.JSON_MODEL);
    }
  }

  private void expect(JsonToken token, JsonToken expected) throws DicomException {
    require(token == expected);
  }

  private void hold(long bytes) throws DicomException {
    held += bytes;
    if (held > Limits.MAX_HELD_BYTES) {
      throw broken(Rule.HELD_BYTES);
    }
  }

  /** Takes what base64 decodes to, up to {@link Limits#MAX_JSON_BINARY_BYTES}. */
  private final class Bounded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
      if (bytes.size() + length > Limits.MAX_JSON_BINARY_BYTES) {
        throw broken(Rule.JSON_LIMIT);
      }
      bytes.write(from, start, length);
    }
  }
}

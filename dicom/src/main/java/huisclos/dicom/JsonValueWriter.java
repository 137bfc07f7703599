package huisclos.dicom;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes the value of one element, the object of its tag and {@code vr} being open. */
final class JsonValueWriter {
  /** Beyond this, a whole number is not exact in a reader that has doubles only (RFC 8259 §6). */
  private static final long MAX_EXACT = (1L << 53) - 1;

  private final JsonGenerator json;

  JsonValueWriter(JsonGenerator json) {
    this.json = json;
  }

  /**
   * The VR that {@code vr} of the JSON model names: binary numbers whose length is no multiple of
   * their width have no numbers to show and pass as UN, byte by byte.
   */
  static Vr shown(Vr vr, long length) {
    return isNumbers(vr) && length % width(vr) != 0 ? Vr.UN : vr;
  }

  /** Whether the VR's values are an array of numbers or tags, rather than text or bytes. */
  static boolean isNumbers(Vr vr) {
    return !vr.isString() && vr.multiValued();
  }

  /** Bytes of one number or tag. */
  static int width(Vr vr) {
    return vr == Vr.AT ? 4 : vr.unitBytes();
  }

  /** A value of at least one byte; numbers in little endian order. */
  void value(Vr vr, byte[] bytes, SpecificCharacterSet set) {
    if (vr.isString()) {
      text(vr, set.decode(bytes, vr));
    } else if (isNumbers(vr)) {
      numbers(vr, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    } else {
      json.writeName("InlineBinary");
      json.writeBinary(bytes);
    }
  }

  /** A value of bytes, streamed: of any length. */
  void inlineBinary(InputStream bytes) {
    json.writeName("InlineBinary");
    json.writeBinary(bytes, -1);
  }

  /** Specific Character Set and its VR: JSON is UTF-8, whatever the source was (RFC 8259 §8.1). */
  void characterSet() {
    json.writeStringProperty("vr", Vr.CS.code());
    json.writeName("Value");
    json.writeStartArray();
    json.writeString("ISO_IR 192");
    json.writeEndArray();
  }

  private void text(Vr vr, String all) {
    int from = 0;
    int to = vr.multiValued() ? all.indexOf('\\') : -1;
    if (to < 0 && isEmpty(vr, stripped(vr, all))) {
      return;
    }
    json.writeName("Value");
    json.writeStartArray();
    while (to >= 0) {
      one(vr, stripped(vr, all.substring(from, to)));
      from = to + 1;
      to = all.indexOf('\\', from);
    }
    one(vr, stripped(vr, all.substring(from)));
    json.writeEndArray();
  }

  /** Without padding: trailing spaces and NULs, for numbers leading spaces too (PS3.5 §6.2). */
  private static String stripped(Vr vr, String value) {
    int to = value.length();
    while (to > 0 && (value.charAt(to - 1) == ' ' || value.charAt(to - 1) == 0)) {
      to--;
    }
    int from = 0;
    while ((vr == Vr.DS || vr == Vr.IS) && from < to && value.charAt(from) == ' ') {
      from++;
    }
    return value.substring(from, to);
  }

  private static boolean isEmpty(Vr vr, String value) {
    return value.isEmpty() || (vr == Vr.PN && value.chars().allMatch(c -> c == '=' || c == ' '));
  }

  private void one(Vr vr, String value) {
    if (isEmpty(vr, value)) {
      json.writeNull();
      return;
    }
    switch (vr) {
      case PN -> name(value);
      case DS, IS -> {
        Optional<String> number = NumberText.toJson(value);
        if (number.isPresent()) {
          json.writeNumber(number.get());
        } else {
          json.writeString(value);
        }
      }
      default -> json.writeString(value);
    }
  }

  /** The groups as they are written, so that none of their delimiters is lost. */
  private void name(String value) {
    String[] groups = value.split("=", 3);
    json.writeStartObject();
    for (int i = 0; i < groups.length; i++) {
      if (!groups[i].isEmpty()) {
        json.writeStringProperty(DicomJson.NAME_GROUPS.get(i), groups[i]);
      }
    }
    json.writeEndObject();
  }

  private void numbers(Vr vr, ByteBuffer in) {
    json.writeName("Value");
    json.writeStartArray();
    while (in.hasRemaining()) {
      switch (vr) {
        case AT -> json.writeString(tag(in));
        case US -> json.writeNumber(in.getShort() & 0xFFFF);
        case SS -> json.writeNumber((int) in.getShort());
        case UL -> json.writeNumber(in.getInt() & 0xFFFFFFFFL);
        case SL -> json.writeNumber(in.getInt());
        case SV -> signed(in.getLong());
        case UV -> unsigned(in.getLong());
        case FL -> single(in.getFloat());
        case FD -> twofold(in.getDouble());
        default -> throw new IllegalArgumentException("no VR of numbers: " + vr);
      }
    }
    json.writeEndArray();
  }

  private static String tag(ByteBuffer in) {
    int group = in.getShort() & 0xFFFF;
    return Tags.hex(Tags.of(group, in.getShort() & 0xFFFF));
  }

  private void signed(long value) {
    if (value >= -MAX_EXACT && value <= MAX_EXACT) {
      json.writeNumber(value);
    } else {
      json.writeString(Long.toString(value));
    }
  }

  private void unsigned(long value) {
    if (value >= 0 && value <= MAX_EXACT) {
      json.writeNumber(value);
    } else {
      json.writeString(Long.toUnsignedString(value));
    }
  }

  // What JSON has no number for is the string that Java and JavaScript both print and read.
  private void single(float value) {
    if (Float.isFinite(value)) {
      json.writeNumber(Float.toString(value));
    } else {
      json.writeString(Float.toString(value));
    }
  }

  private void twofold(double value) {
    if (Double.isFinite(value)) {
      json.writeNumber(Double.toString(value));
    } else {
      json.writeString(Double.toString(value));
    }
  }
}

package huisclos.desk.hl7;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.ParserConfiguration;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.NoValidation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One parsed message: its segments in order. Parsed without a message structure, because what
 * systems send agrees on segments and seldom on their groups. Immutable.
 */
final class Hl7Message {
  private static final int SUBCOMPONENT = 1;

  private final List<Part> segments;

  private Hl7Message(List<Part> segments) {
    this.segments = segments;
  }

  /** The library's context is costly to make, and made when the first message comes. */
  private static final class Library {
    static final HapiContext CONTEXT =
        new DefaultHapiContext(
            new ParserConfiguration(), new NoValidation(), new GenericModelClassFactory());
  }

  /** One segment. */
  record Part(String name, Segment segment) {
    /** A component of a field's first repetition; empty where there is none. */
    String text(int field, int component) {
      return text(field, 0, component, SUBCOMPONENT);
    }

    /** The first component of a field's first repetition. */
    String text(int field) {
      return text(field, 1);
    }

    /** A subcomponent; all counted from 1 but repetitions, from 0. */
    String text(int field, int repetition, int component, int subcomponent) {
      try {
        if (repetition >= repetitions(field) && repetition > 0) {
          return "";
        }
        String value = Terser.get(segment, field, repetition, component, subcomponent);
        // Two quotes say that the sender deletes the value (HL7 §2.5.3).
        return value == null || value.equals("\"\"") ? "" : value.strip();
      } catch (HL7Exception e) {
        return "";
      }
    }

    int repetitions(int field) {
      try {
        return segment.getField(field).length;
      } catch (HL7Exception e) {
        return 0;
      }
    }
  }

  /**
   * Reads a message.
   *
   * @throws Hl7Fault if it is none, over a limit, or in an unknown character set
   */
  static Hl7Message parse(byte[] bytes) throws Hl7Fault {
    bounded(bytes);
    String text =
        Hl7Charsets.decode(bytes, header(bytes, 18))
            .orElseThrow(
                () -> Hl7Fault.rejection(Hl7Fault.Code.DATA_TYPE, "MSH-18: unknown character set"));
    try {
      Group message =
          Library.CONTEXT.getPipeParser().parse(text.replace("\r\n", "\r").replace('\n', '\r'));
      List<Part> parts = new ArrayList<>();
      for (String name : message.getNames()) {
        for (Structure structure : message.getAll(name)) {
          if (structure instanceof Segment segment) {
            parts.add(new Part(segment.getName(), segment));
          }
        }
      }
      return new Hl7Message(List.copyOf(parts));
    } catch (HL7Exception | RuntimeException e) {
      // The library's message may repeat what it was given.
      throw Hl7Fault.rejection(Hl7Fault.Code.SEGMENT_SEQUENCE, "the message can't be parsed");
    }
  }

  private static void bounded(byte[] bytes) throws Hl7Fault {
    int segments = 1;
    int parts = 0;
    for (byte b : bytes) {
      segments += b == '\r' || b == '\n' ? 1 : 0;
      parts += b == '|' || b == '^' || b == '~' || b == '&' ? 1 : 0;
    }
    if (bytes.length > Hl7Limits.MAX_MESSAGE_BYTES
        || segments > Hl7Limits.MAX_SEGMENTS
        || parts > Hl7Limits.MAX_PARTS) {
      throw Hl7Fault.rejection(Hl7Fault.Code.SEGMENT_SEQUENCE, "the message is over a limit");
    }
    if (bytes.length < 8 || bytes[0] != 'M' || bytes[1] != 'S' || bytes[2] != 'H') {
      throw Hl7Fault.rejection(Hl7Fault.Code.SEGMENT_SEQUENCE, "the message has no MSH");
    }
  }

  /** The first repetition of a field of the header as it lies there, undecoded; MSH-1 is 1. */
  static String header(byte[] bytes, int field) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String[] fields = text.split("[\r\n]", 2)[0].split("\\|", -1);
    return field - 1 < fields.length && field > 1 ? fields[field - 1].split("~", -1)[0] : "";
  }

  List<Part> segments() {
    return segments;
  }

  /** The first segment of this name. */
  Optional<Part> first(String name) {
    return segments.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}

package huisclos.dicom;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A data set, file meta information or JSON document that breaks a rule, located.
 *
 * <p>The message is the rule's static text with offset and tag; it never holds a value.
 */
public final class DicomException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Rule rule;
  private final long offset;
  private final int tag;

  /** A breach at an offset in bytes, in the element of this tag (0 where there is none yet). */
  public DicomException(Rule rule, long offset, int tag) {
    super(message(rule, offset, tag));
    this.rule = rule;
    this.offset = offset;
    this.tag = tag;
  }

  /** A breach without a place in a stream. */
  public DicomException(Rule rule) {
    this(rule, -1, 0);
  }

  private static String message(Rule rule, long offset, int tag) {
    StringBuilder text = new StringBuilder(rule.text()).append(" [").append(rule);
    if (offset >= 0) {
      text.append(", offset ").append(offset);
    }
    if (tag != 0) {
      text.append(", tag ").append(Tags.format(tag));
    }
    return text.append(", ").append(rule.reference()).append(']').toString();
  }

  /** The rule that was broken. */
  public Rule rule() {
    return rule;
  }

  /** Where, in bytes from the start of the stream; of the inflated bytes if it was deflated. */
  public OptionalLong offset() {
    return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The tag of the element being read or written. */
  public OptionalInt tag() {
    return tag == 0 ? OptionalInt.empty() : OptionalInt.of(tag);
  }
}

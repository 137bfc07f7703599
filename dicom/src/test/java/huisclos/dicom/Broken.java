package huisclos.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is expected to end in a {@link DicomException} of one rule. */
final class Broken {
  private Broken() {}

  static DicomException by(Rule rule, ThrowingCallable action) {
    DicomException e = catchThrowableOfType(DicomException.class, action);
    assertThat(e).as("a DicomException").isNotNull();
    assertThat(e.rule()).as(e.getMessage()).isEqualTo(rule);
    return e;
  }

  static void at(Rule rule, long offset, int tag, ThrowingCallable action) {
    DicomException e = by(rule, action);
    assertThat(e.offset()).as(e.getMessage()).hasValue(offset);
    assertThat(e.tag()).as(e.getMessage()).hasValue(tag);
  }
}

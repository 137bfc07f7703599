package huisclos.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something of the archive is broken: the index can't be read or written, or an object is not what
 * the index says. The text is static and never holds a patient's value. Expected refusals are
 * values, not exceptions.
 */
public class ArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  public ArchiveException(String text) {
    super(text);
  }

  public ArchiveException(String text, @Nullable Throwable cause) {
    super(text, cause);
  }
}

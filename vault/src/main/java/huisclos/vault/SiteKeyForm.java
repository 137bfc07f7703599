package huisclos.vault;

import java.io.IOException;
import java.nio.file.Path;

/** How a site key lies in its file. */
sealed interface SiteKeyForm permits PlainKeyForm, WrappedKeyForm {
  /** The file. */
  Path file();

  /** The file's content for a key; zero it after use. */
  byte[] seal(SiteKey key) throws IOException;

  /** Reads a file of this form: {@link #file} or the next one beside it. */
  SiteKey open(Path from) throws IOException;
}

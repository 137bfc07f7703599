package huisclos.vault;

import java.io.IOException;
import java.nio.file.Path;

/** The key itself, see {@link SiteKey}. */
record PlainKeyForm(Path file) implements SiteKeyForm {
  @Override
  public byte[] seal(SiteKey key) {
    return key.encode();
  }

  @Override
  public SiteKey open(Path from) throws IOException {
    return SiteKey.load(from);
  }
}

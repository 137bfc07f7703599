package huisclos.app;

import huisclos.app.client.Terminal;
import huisclos.vault.RecoveryPhrase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Asks for a recovery phrase on a terminal, else reads a line of standard input. */
final class PhraseInput {
  private static final int MAX_BYTES = 4_096;

  private PhraseInput() {}

  static RecoveryPhrase ask() throws IOException {
    try {
      if (Terminal.isOurs()) {
        char[] typed = Terminal.askUnseen("recovery phrase: ");
        try {
          return RecoveryPhrase.parse(new String(typed));
        } finally {
          Arrays.fill(typed, ' ');
        }
      }
      return RecoveryPhrase.parse(line(System.in));
    } catch (IllegalArgumentException e) {
      throw UserError.usage(String.valueOf(e.getMessage()), "");
    }
  }

  /** What stands before the first line's end, and at most what a phrase can take. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() == MAX_BYTES) {
        throw new IllegalArgumentException("that line is too long for a recovery phrase");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
